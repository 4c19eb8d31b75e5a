"""Paths that the configuration names: they stay below its directory, symbolic links resolved."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from archcheck.config.locate import KeyPath
from archcheck.config.select import EACH, texts
from archcheck.config.toml import TomlFile
from archcheck.model.errors import Mistake

_BELOW = "paths stay below the directory of this file"


def path_mistakes(file: TomlFile, directory: Path) -> Iterator[Mistake]:
    """Every path that leaves the directory, and every root that is not there."""
    for path, root in texts(file.data, "project", "roots", EACH):
        yield from _root(file, path, root, directory)
    for path, name in texts(file.data, "baseline", "file"):
        if not below(directory / name, directory):
            yield file.mistake(path, f"{name!r} leaves the directory", _BELOW)
    globs = (("project", "exclude_paths", EACH), ("catalog", "files", EACH))
    for path, glob in (found for steps in globs for found in texts(file.data, *steps)):
        if _leaves(glob):
            yield file.mistake(path, f"{glob!r} leaves the directory", _BELOW)


def below(path: Path, directory: Path) -> bool:
    """Whether a path is a directory or below it once symbolic links are resolved."""
    try:
        return path.resolve().is_relative_to(directory.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def _root(file: TomlFile, path: KeyPath, root: str, directory: Path) -> Iterator[Mistake]:
    if not below(directory / root, directory):
        yield file.mistake(path, f"{root!r} leaves the directory", _BELOW)
    elif root.strip() and not (directory / root).is_dir():
        yield file.mistake(path, f"there is no directory {root!r}", "an import root is the directory around a package")


def _leaves(glob: str) -> bool:
    parts = PurePosixPath(glob.replace("\\", "/"))
    return parts.is_absolute() or ".." in parts.parts or "\0" in glob
