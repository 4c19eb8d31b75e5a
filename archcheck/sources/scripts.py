"""Console scripts that a project declares: functions that a command on the path calls."""

from __future__ import annotations

import configparser
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from archcheck.model.tree import Tree
from archcheck.sources.disk import Disk

DECLARE_SCRIPTS = ("pyproject.toml", "setup.cfg")
_SECTIONS = ("console_scripts", "gui_scripts")


def console_scripts(directory: Path, tree: Tree | None = None) -> dict[str, str]:
    """Labels of the functions (``shop.cli:main``) with the name of their command, from pyproject.toml and setup.cfg.

    A file that cannot be read declares nothing: it is not archcheck's to judge.
    """
    pyproject, setup = (_text(directory / name, tree or Disk()) for name in DECLARE_SCRIPTS)
    found = [*_pyproject(pyproject), *_setup_cfg(setup)]
    return {target.partition("[")[0].strip(): f"the command {name}" for name, target in found if ":" in target}


def _text(path: Path, tree: Tree) -> str:
    try:
        return tree.read(path.as_posix()).decode("utf-8") if tree.is_readable(path.as_posix()) else ""
    except (OSError, UnicodeDecodeError):
        return ""


def _pyproject(text: str) -> Iterator[tuple[str, str]]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    project = _table(data, "project")
    poetry = _table(_table(data, "tool"), "poetry")
    points = _table(project, "entry-points")
    tables = [_table(project, "scripts"), _table(project, "gui-scripts"), _table(poetry, "scripts")]
    for table in [*tables, *(_table(points, name) for name in points)]:
        yield from ((name, target) for name, target in table.items() if isinstance(target, str))


def _table(data: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _setup_cfg(text: str) -> Iterator[tuple[str, str]]:
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(text)
    except configparser.Error:
        return
    for section in _SECTIONS:
        for line in parser.get("options.entry_points", section, fallback="").splitlines():
            name, equals, target = line.partition("=")
            if equals:
                yield name.strip(), target.strip()
