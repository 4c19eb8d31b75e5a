"""Which commit the work tree is, and whether its Python files are those of the commit.

Git is asked for the names of what the commit holds, and the files are hashed here: ``git status`` would run the filters that the
repository's configuration names.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from archcheck.git.history import renamed_since
from archcheck.git.repository import Repository, find_repository
from archcheck.git.tree import listing
from archcheck.model.errors import UserError
from archcheck.model.source import SourceFile

_SHA256_DIGITS = 64


@dataclass(frozen=True, slots=True)
class WorkTree:
    """The work tree around a directory.

    Attributes:
        revision: full name of the commit that is checked out; None where there is no repository or no commit.
        modified: whether one of the project's Python files is another than that of the commit.
        repository: the repository, or None.
    """

    revision: str | None = None
    modified: bool = False
    repository: Repository | None = None

    def renamed_since(self, former: str | None, directory: Path) -> Mapping[str, str]:
        """Present paths of files by former ones, relative to a directory; nothing where git does not know."""
        if self.repository is None or former is None:
            return {}
        root = self.repository.root
        renames = renamed_since(self.repository, former)
        return {_from(directory, root / old): _from(directory, root / new) for old, new in renames.items()}


def work_tree(directory: Path, files: Iterable[SourceFile], roots: Iterable[Path]) -> WorkTree:
    """The work tree of a project.

    Args:
        directory: of layers.toml.
        files: of the project.
        roots: its import roots, absolute.
    """
    try:
        repository = find_repository(directory, "sweep record")
        head = repository.head()
        if head is None:
            return WorkTree(repository=repository)
        held = {path: blob for path, (_, blob) in listing(repository, head, "sweep record").items()}
    except UserError:
        return WorkTree()
    return WorkTree(head, any(_differences(repository.root, held, files, roots)), repository)


def _differences(
    root: Path, held: Mapping[str, str], files: Iterable[SourceFile], roots: Iterable[Path]
) -> Iterator[bool]:
    for file in files:
        path = os.path.relpath(os.path.realpath(file.absolute), root).replace(os.sep, "/")
        if not path.startswith("../"):
            yield path not in held or not _is_blob(Path(file.absolute), held[path])
    tops = [os.path.relpath(top.resolve(), root).replace(os.sep, "/") for top in roots]
    for path in held:
        if path.endswith(".py") and any(top == "." or path.startswith(f"{top}/") for top in tops):
            yield not os.path.lexists(root / path)


def _is_blob(path: Path, blob: str) -> bool:
    """Whether a file has the content that git keeps under a name; line ends may be those of Windows."""
    try:
        data = path.read_bytes()
    except OSError:
        return False
    return any(_name(each, blob) == blob for each in (data, data.replace(b"\r\n", b"\n")))


def _name(data: bytes, like: str) -> str:
    digest = hashlib.sha256 if len(like) == _SHA256_DIGITS else hashlib.sha1
    return digest(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _from(directory: Path, path: Path) -> str:
    return Path(os.path.relpath(path, directory)).as_posix()
