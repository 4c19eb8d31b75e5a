"""The walk over directories: every Python file, and which directories are never entered."""

import fnmatch
from collections.abc import Iterator
from pathlib import Path

from archcheck.model.tree import Tree
from archcheck.sources.disk import Disk

NEVER = frozenset(["venv", "node_modules", "build", "dist", "__pycache__"])


def python_files(directory: Path, exclude_paths: tuple[str, ...] = (), tree: Tree | None = None) -> Iterator[str]:
    """POSIX paths of the Python files below a directory, relative to it, in no particular order.

    Never entered: directories that start with a dot, ``venv``, ``node_modules``, ``build``, ``dist``, ``__pycache__``, any with
    a ``pyvenv.cfg``, and links to directories.
    """
    tree = tree or Disk()
    top = directory.as_posix()
    pending = [""]
    while pending:
        prefix = pending.pop()
        entries = list(tree.entries(f"{top}/{prefix}"))
        if prefix and ("pyvenv.cfg", False) in entries:
            continue
        for name, is_directory in entries:
            path = f"{prefix}{name}"
            if _is_excluded(path, exclude_paths):
                continue
            if is_directory:
                if name not in NEVER and not name.startswith("."):
                    pending.append(path + "/")
            elif name.endswith(".py"):
                yield path


def never_entered(directory: Path) -> Iterator[str]:
    """Directories below one that the walk does not enter, relative to it, in no particular order; those inside are left out.

    Caches of Python and directories that begin with a dot are nobody's source and not named, unless they are environments.
    """
    tree = Disk()
    top = directory.as_posix()
    pending = [""]
    while pending:
        prefix = pending.pop()
        for name, is_directory in tree.entries(f"{top}/{prefix}"):
            path = f"{prefix}{name}"
            if not is_directory:
                continue
            if tree.is_readable(f"{top}/{path}/pyvenv.cfg") or (name in NEVER and name != "__pycache__"):
                yield path
            elif not name.startswith(".") and name not in NEVER:
                pending.append(path + "/")


def glob_matches(path: str, glob: str) -> bool:
    """Whether an entry of ``exclude_paths`` covers a path relative to the configuration."""
    parts = path.split("/")
    return any(_glob_matches("/".join(parts[: end + 1]), glob) for end in range(len(parts)))


def _is_excluded(path: str, globs: tuple[str, ...]) -> bool:
    return any(_glob_matches(path, glob) for glob in globs)


def _glob_matches(path: str, glob: str) -> bool:
    """Whether a glob covers a path: ``vendor/**`` covers the directory, too; a pattern without a slash any name."""
    if "/" not in glob:
        return fnmatch.fnmatchcase(path.rpartition("/")[2], glob)
    body = glob.removesuffix("/**").removesuffix("/")
    if body != glob and (fnmatch.fnmatchcase(path, body) or fnmatch.fnmatchcase(path, body + "/*")):
        return True
    if glob.startswith("**/") and fnmatch.fnmatchcase(path, glob.removeprefix("**/")):
        return True
    return fnmatch.fnmatchcase(path, glob)
