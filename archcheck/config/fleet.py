"""fleet.toml -> the repositories of a fleet, or one error with every mistake in it."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field

from archcheck.config.json_schema import DIALECT, without_noise
from archcheck.config.mistakes import validated
from archcheck.config.place import NAME
from archcheck.config.select import EACH, select
from archcheck.config.toml import TomlFile, read_toml, shown
from archcheck.config.values import Table, Text, mistake
from archcheck.model.errors import Mistake, UserError
from archcheck.model.fleet import Repository

# https://git-scm.com/docs/git-clone#_git_urls: with a scheme, or as ssh has it.
_URL = re.compile(r"(?:(?:https?|ssh|git|file)://(?P<user>[^/@\s]*@)?[^\s@]+|[\w.-]+@[\w.-]+:[^\s@]+)")


def _url(text: str) -> str:
    match = _URL.fullmatch(text)
    if match is None or not text.isprintable():
        raise mistake(
            "is no URL of a git repository", "write it as git clone takes it, such as https://example.org/shop.git"
        )
    if ":" in (match["user"] or ""):
        raise mistake("holds a password, which would stand in the report", "leave it out: nothing is fetched")
    return text


def _inside(text: str) -> str:
    parts = Path(text.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or "\0" in text:
        raise mistake(f"{text!r} leaves the repository", "write it relative to path")
    return text


def _directory(text: str) -> str:
    if "\0" in text:
        raise mistake("is no path")
    return text


Url: TypeAlias = Annotated[Text, AfterValidator(_url)]
Inside: TypeAlias = Annotated[Text, AfterValidator(_inside)]
Directory: TypeAlias = Annotated[Text, AfterValidator(_directory)]


class RepositoryTable(Table):
    """One repository."""

    path: Directory
    """Its directory, relative to this file."""
    name: Text | None = None
    """Unique name. Default: the name of the directory."""
    url: Url | None = None
    """Where it was cloned from; it is shown, and nothing is fetched."""
    config: Inside = NAME
    """Its layers.toml, relative to path."""
    owner: Text | None = None
    """Who owns the findings that no CODEOWNERS of the repository speaks of."""


class FleetDocument(Table):
    """The whole of a fleet's file."""

    repositories: Annotated[tuple[RepositoryTable, ...], Field(min_length=1)]
    """The repositories."""


def load_fleet(path: Path, cwd: Path) -> tuple[Repository, ...]:
    """Read and validate the file of a fleet; whether the repositories are there is not asked.

    Args:
        path: the file, as the user names it.
        cwd: the working directory.

    Raises:
        UserError: it is not there or has mistakes: all of them, each with its line.
    """
    found = (cwd / path).absolute()
    file = read_toml(found, shown(found, cwd.absolute()), "`archcheck schema fleet.toml` says what belongs into it")
    document, mistakes = validated(FleetDocument, file)
    mistakes += _twice(file, found.parent)
    if document is None or mistakes:
        raise UserError(mistakes)
    return tuple(
        Repository(_name(found.parent, table.path, table.name), table.path, table.config, table.url, table.owner)
        for table in document.repositories
    )


def fleet_schema() -> dict[str, object]:
    """JSON Schema (draft 2020-12) of a fleet's file."""
    return {"$schema": DIALECT, "title": "fleet.toml", **without_noise(FleetDocument.model_json_schema())}


def _twice(file: TomlFile, directory: Path) -> Iterator[Mistake]:
    """Names that two repositories have, and repositories that are there twice."""
    names: dict[str, int] = {}
    places: dict[tuple[str, str], int] = {}
    for number, (at, table) in enumerate(select(file.data, "repositories", EACH)):
        path = table.get("path") if isinstance(table, dict) else None
        if not isinstance(table, dict) or not isinstance(path, str) or not path.strip() or "\0" in path:
            continue
        named, config = table.get("name"), table.get("config", NAME)
        name = _name(directory, path, named if isinstance(named, str) and named.strip() else None)
        first = names.setdefault(name, number)
        if first != number:
            key, remedy = ((*at, "name"), "give it another") if named else (at, "give one of them a name")
            there = file.lines.at(("repositories", first))
            yield file.mistake(key, f"line {there} has a repository {name!r} already", remedy)
        first = places.setdefault((os.path.normpath(directory / path), str(config)), number)
        if first != number:
            there = file.lines.at(("repositories", first))
            yield file.mistake(
                (*at, "path"), f"line {there} has {path!r} already", "leave it out, or name another config"
            )


def _name(directory: Path, path: str, named: str | None) -> str:
    return named or Path(os.path.normpath(directory / path)).name or path
