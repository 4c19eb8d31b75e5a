"""Which versions of libraries a project uses, read off its lock files; they are read as data and may be anything."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

GLOB = "requirements*.txt"
_TOML = ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml")
_JSON = ("Pipfile.lock",)
LOCK_FILES = (*_TOML, *_JSON)
_PINNED = re.compile(r"^\s*(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*==\s*(?P<version>[^\s;#,*]+)\s*(?:[;#\\].*)?$")
_MOST_BYTES = 20_000_000


def versions_in_use(directory: Path, named: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Versions by canonical distribution name: those that the configuration names, else those of lock files in a directory."""
    own: dict[str, frozenset[str]] = {canonicalize_name(name): frozenset([version]) for name, version in named.items()}
    return {**locked_versions(directory), **own}


def locked_versions(directory: Path) -> dict[str, frozenset[str]]:
    """Every version that a lock file or a ``requirements*.txt`` in a directory pins, by canonical distribution name.

    A file that cannot be read or understood says nothing.
    """
    found: dict[str, set[str]] = {}
    for name, version in _pins(directory):
        try:
            spelled = str(Version(version))
        except InvalidVersion:
            continue
        found.setdefault(canonicalize_name(name), set()).add(spelled)
    return {name: frozenset(versions) for name, versions in found.items()}


def _pins(directory: Path) -> Iterator[tuple[str, str]]:
    for name in _TOML:
        yield from _of_packages(_toml(directory / name))
    for name in _JSON:
        yield from _of_pipfile(_json(directory / name))
    for path in sorted(directory.glob(GLOB)):
        for line in _text(path).splitlines():
            if match := _PINNED.match(line):
                yield match["name"], match["version"]


def _of_packages(document: object) -> Iterator[tuple[str, str]]:
    """``[[package]]`` of uv, Poetry and PDM, ``[[packages]]`` of PEP 751."""
    tables = document if isinstance(document, dict) else {}
    for entry in (*_list(tables.get("package")), *_list(tables.get("packages"))):
        match entry:
            case {"name": str(name), "version": str(version)}:
                yield name, version


def _of_pipfile(document: object) -> Iterator[tuple[str, str]]:
    tables = document if isinstance(document, dict) else {}
    for section in ("default", "develop"):
        packages = tables.get(section)
        for name, entry in packages.items() if isinstance(packages, dict) else ():
            match entry:
                case {"version": str(version)} if version.startswith("=="):
                    yield str(name), version.removeprefix("==")


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _toml(path: Path) -> object:
    try:
        return tomllib.loads(_text(path))
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _json(path: Path) -> object:
    try:
        return json.loads(_text(path) or "null")
    except (json.JSONDecodeError, RecursionError):
        return None


def _text(path: Path) -> str:
    try:
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            return ""
        return path.read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return ""
