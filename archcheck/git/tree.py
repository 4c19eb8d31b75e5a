"""One state of a repository as a tree of files, read out of git; nothing is written anywhere."""

import os
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from archcheck.git.blobs import Blobs
from archcheck.git.command import GitFailed, failed, run
from archcheck.git.repository import Repository

_LINK = "120000"
_FILES = ("100644", "100755", "100664", _LINK)
_MATTERS = (".py", "pyvenv.cfg", "pyproject.toml", "setup.cfg")
_MOST_LINKS = 40

_Directory: TypeAlias = dict[str, "_Directory | _Entry"]


@dataclass(frozen=True, slots=True)
class _Entry:
    blob: str
    is_link: bool


class RevisionTree:
    """The ``Tree`` of a commit, at the paths that its files would have in the work tree.

    A link is followed as long as it stays inside the repository; one that leads out of it is a file that cannot be read.
    Submodules hold nothing.
    """

    def __init__(self, repository: Repository, listing: Mapping[str, tuple[str, str]], blobs: Blobs) -> None:
        """Keep a listing.

        Args:
            repository: the repository.
            listing: mode and blob by path, relative to the root.
            blobs: gives the contents.
        """
        self._root = repository.root.as_posix().rstrip("/")
        self._listing = listing
        self._blobs = blobs

    def entries(self, directory: str) -> Iterator[tuple[str, bool]]:
        """See ``Tree``."""
        found = self._at(directory)
        for name, entry in found.items() if isinstance(found, dict) else ():
            if isinstance(entry, dict):
                yield name, True
            elif not entry.is_link or not self.is_directory(f"{directory}/{name}"):
                yield name, False

    def is_directory(self, path: str) -> bool:
        """See ``Tree``."""
        return isinstance(self._at(path), dict)

    def is_readable(self, path: str) -> bool:
        """See ``Tree``."""
        return isinstance(self._at(path), _Entry)

    def read(self, path: str) -> bytes:
        """See ``Tree``.

        Raises:
            UserError: the repository does not have it.
        """
        return self._blobs.read(self.blob(path))

    def blob(self, path: str) -> str:
        """The hash that stands for the content of a file.

        Raises:
            FileNotFoundError: there is no such file.
        """
        entry = self._at(path)
        if not isinstance(entry, _Entry):
            raise FileNotFoundError(path)
        return entry.blob

    @cached_property
    def _top(self) -> _Directory:
        top: _Directory = {}
        for path, (mode, blob) in self._listing.items():
            *folders, name = path.split("/")
            here = top
            for folder in folders:
                inside = here.setdefault(folder, {})
                # Git writes no file and directory of one name, but a hostile tree may hold both.
                here = inside if isinstance(inside, dict) else {}
            here.setdefault(name, _Entry(blob, mode == _LINK))
        return top

    def _at(self, path: str) -> "_Directory | _Entry | None":
        """What stands at an absolute path, links followed; None outside the repository."""
        inside = _inside(posixpath.normpath(path), self._root)
        for _ in range(_MOST_LINKS):
            if inside is None:
                return None
            found = self._walk(inside.split("/") if inside else [])
            if not isinstance(found, str):
                return found
            inside = _inside(found, self._root)
        return None

    def _walk(self, parts: list[str]) -> "_Directory | _Entry | str | None":
        """What stands at a path of names; where a link is in the way, the absolute path that it makes of it."""
        here: _Directory | _Entry | None = self._top
        for number, name in enumerate(parts):
            here = here.get(name) if isinstance(here, dict) else None
            if isinstance(here, _Entry) and here.is_link:
                target = os.fsdecode(self._blobs.read(here.blob))
                around = posixpath.join(self._root, *parts[:number])
                return posixpath.normpath(posixpath.join(around, target, *parts[number + 1 :]))
        return here


def listing(repository: Repository, revision: str, place: str) -> dict[str, tuple[str, str]]:
    """Mode and blob of what a commit holds of Python: its files, links, marks of virtual environments, and what declares scripts, by path from the root.

    Args:
        repository: the repository.
        revision: the full name of a commit.
        place: what asks for it, for the message.

    Raises:
        UserError: the repository lacks a part of it.
    """
    try:
        found = run(repository.root, "ls-tree", "-r", "-z", "--full-tree", "--end-of-options", revision)
    except GitFailed as error:
        raise failed(place, error) from error
    files: dict[str, tuple[str, str]] = {}
    for line in found.split(b"\0")[:-1]:
        head, _, name = line.partition(b"\t")
        mode, _, blob = head.decode("ascii").split()
        path = os.fsdecode(name)
        if mode in _FILES and _is_plain(path) and (mode == _LINK or path.endswith(_MATTERS)):
            files[path] = (mode, blob)
    return files


def _is_plain(path: str) -> bool:
    """Whether no part of a path steps out of its directory."""
    return all(part not in ("", ".", "..") for part in path.split("/"))


def _inside(path: str, root: str) -> str | None:
    """A path relative to the root; None where it is outside."""
    if path == root:
        return ""
    return path[len(root) + 1 :] if path.startswith(f"{root}/") else None
