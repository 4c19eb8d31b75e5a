"""The walk over directories: every Python file, and which directories are never entered."""

import fnmatch
from collections.abc import Iterator
from pathlib import Path

from archcheck.model.tree import Tree
from archcheck.sources.disk import Disk

_NEVER = frozenset(["venv", "node_modules", "build", "dist", "__pycache__"])


def python_files(directory: Path, exclude_paths: tuple[str, ...] = (), tree: Tree | None = None) -> Iterator[str]:
    """POSIX paths of the Python files below a directory, relative to it, in no particular order.

    Never entered: directories that start with a dot, ``venv``, ``node_modules``, ``build``, ``dist``, ``__pycache__``, any with
    a ``pyvenv.cfg``, and links to directories. A ``build`` inside of a package is code like any other.
    """
    tree = tree or Disk()
    top = directory.as_posix()
    pending = [""]
    while pending:
        prefix = pending.pop()
        entries = list(tree.entries(f"{top}/{prefix}"))
        if prefix and ("pyvenv.cfg", False) in entries:
            continue
        in_package = bool(prefix) and ("__init__.py", False) in entries
        for name, is_directory in entries:
            path = f"{prefix}{name}"
            if _is_excluded(path, exclude_paths):
                continue
            if is_directory:
                if is_entered(name, in_package=in_package):
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
        entries = list(tree.entries(f"{top}/{prefix}"))
        in_package = bool(prefix) and ("__init__.py", False) in entries
        for name in (name for name, is_directory in entries if is_directory):
            path = f"{prefix}{name}"
            entered = is_entered(name, in_package=in_package)
            left_behind = name in _NEVER and not entered and name != "__pycache__"
            if left_behind or tree.is_readable(f"{top}/{path}/pyvenv.cfg"):
                yield path
            elif entered:
                pending.append(path + "/")


def is_entered(name: str, *, in_package: bool) -> bool:
    """Whether the walk enters a directory of that name; in a package, a ``build`` is not what a build leaves behind."""
    return not name.startswith(".") and (name not in _NEVER or (name == "build" and in_package))


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
