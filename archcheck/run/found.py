"""What Python a directory holds, for a first configuration: import roots, packages and module names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from archcheck.model.errors import user_error
from archcheck.model.source import SourceFile
from archcheck.sources.discover import discover
from archcheck.sources.disk import Disk
from archcheck.sources.roots import ImportRoots
from archcheck.sources.walk import python_files

_SIDE = frozenset({"test", "tests", "doc", "docs", "example", "examples", "benchmark", "benchmarks", "scripts"})
MOST_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class Found:
    """The code below a directory.

    Attributes:
        roots: import roots relative to the directory, ``src`` first.
        packages: top-level packages, sorted; empty where there are only single modules.
        files: every file.
    """

    roots: tuple[str, ...]
    packages: tuple[str, ...]
    files: tuple[SourceFile, ...]

    @property
    def modules(self) -> tuple[str, ...]:
        """Dotted names, sorted."""
        return tuple(sorted(file.module for file in self.files if file.fate == "module"))


def found_code(directory: Path) -> Found:
    """The topmost packages below a directory; where there is none, its single modules.

    Directories of tests, documentation and examples are no packages of the project, unless there are no others.

    Raises:
        UserError: there is no Python file, or the directory is a package itself.
    """
    paths = sorted(python_files(directory))
    guessing = ImportRoots(directory, paths, Disk())
    if (directory / "__init__.py").is_file():
        if guessing.has("", directory.name):
            return _found(directory, {directory}, set())
        raise user_error(str(directory), "is a package itself", "run archcheck init in the directory above it")
    files = [directory / path for path in paths]
    tops = _topmost_packages(directory, files)
    tops = {top for top in tops if not _SIDE & {*top.relative_to(directory).parts}} or tops
    if not tops:
        nearest = min((path.parent for path in files), key=lambda root: (len(root.parts), root), default=directory)
        return _found(directory, {nearest}, set())
    roots = {top for top in tops if guessing.has(top.relative_to(directory).as_posix(), top.name)}
    if roots:
        others = tops - roots
        inside = {path.relative_to(root).parts[0] for root in roots for path in files if path.is_relative_to(root)}
        names = {name.removesuffix(".py") for name in inside - {"__init__.py"}} | {top.name for top in others}
        return _found(directory, roots | {top.parent for top in others}, names if others else set())
    namespaces = {found for top in tops if (found := _namespace(directory, top, files))}
    tops = {next((space for space in namespaces if top.is_relative_to(space)), top) for top in tops}
    return _found(directory, {top.parent for top in tops}, {top.name for top in tops})


def _found(directory: Path, roots: set[Path], packages: set[str]) -> Found:
    relative = (root.relative_to(directory).as_posix() for root in roots)
    shown = tuple(sorted(relative, key=lambda root: (root != "src", root)))
    sources = discover(directory, directory, roots=shown, packages=sorted(packages))
    return Found(shown, tuple(sorted(packages)), sources.files)


def _namespace(directory: Path, top: Path, files: Iterable[Path]) -> Path | None:
    """The outermost directory above a package by whose name the code below imports, if any: a namespace package."""
    above = [folder for folder in top.parents if folder.is_relative_to(directory) and folder != directory]
    for outermost in reversed(above):
        parts = top.relative_to(outermost.parent).parts
        if all(part.isidentifier() for part in parts) and _imported(".".join(parts), top.parent, files):
            return outermost
    return None


def _imported(name: str, folder: Path, files: Iterable[Path]) -> bool:
    pattern = re.compile(rf"^\s*(?:from|import)\s+{re.escape(name)}\b".encode(), re.MULTILINE)
    return any(pattern.search(_content(path)) for path in files if path.is_relative_to(folder) and path.is_file())


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except OSError:
        return b""


def _topmost_packages(directory: Path, files: Iterable[Path]) -> set[Path]:
    """Packages that stand in no other package, however far above."""
    packages = {path.parent for path in files if path.name == "__init__.py"} - {directory}
    return {package for package in packages if not packages & {*package.parents} and package.name.isidentifier()}
