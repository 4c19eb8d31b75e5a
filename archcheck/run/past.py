"""A state of the project that lies in git: where its files are, and what of them is known from other states."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from archcheck.facts.scan import Means, ScanResult, scan_contents
from archcheck.facts.schema import FileFacts
from archcheck.facts.text import UnreadableSource, decoded
from archcheck.git.blobs import Blobs
from archcheck.git.repository import Repository
from archcheck.git.tree import RevisionTree, listing
from archcheck.imports.scanner import Contents, Remembered
from archcheck.model.source import SourceFile


@dataclass
class Memory:
    """What is known of contents, by their hashes: a state costs what is not in the one before.

    Attributes:
        facts: of contents that are text.
        unread: reason and line of others.
        imports: what grimp has read.
    """

    facts: dict[str, FileFacts] = field(default_factory=dict)
    unread: dict[str, tuple[str, int]] = field(default_factory=dict)
    imports: Remembered = field(default_factory=Remembered)

    def forget_others(self, blobs: set[str]) -> None:
        """Let go what is in none of some contents."""
        self.facts = {blob: facts for blob, facts in self.facts.items() if blob in blobs}
        self.unread = {blob: why for blob, why in self.unread.items() if blob in blobs}


@dataclass(frozen=True)
class Past:
    """One state of the project.

    Attributes:
        revision: full name of the commit.
        tree: its files.
        memory: what is known from other states.
    """

    revision: str
    tree: RevisionTree
    memory: Memory

    def scan(self, files: Sequence[SourceFile], means: Means, progress: Callable[[int, int], None]) -> ScanResult:
        """The facts of files; only contents that are new are read."""
        blobs = {file.path: self.tree.blob(file.absolute) for file in files}
        memory = self.memory
        missing = {
            blobs[file.path]: file.absolute
            for file in files
            if blobs[file.path] not in memory.facts and blobs[file.path] not in memory.unread
        }
        found = scan_contents({blob: self.tree.read(path) for blob, path in missing.items()}, means)
        memory.facts.update(found.facts)
        memory.unread.update(found.unread)
        progress(len(files), len(files))
        return ScanResult(
            {path: memory.facts[blob] for path, blob in blobs.items() if blob in memory.facts},
            {path: memory.unread[blob] for path, blob in blobs.items() if blob in memory.unread},
        )

    @property
    def contents(self) -> Contents:
        """The files as grimp takes them."""
        return Contents(self.tree.blob, self._text, self.memory.imports)

    def _text(self, path: str) -> str:
        try:
            return decoded(self.tree.read(path)).decode("utf-8", "replace")
        except UnreadableSource:
            return ""


@dataclass(frozen=True)
class History:
    """States of one repository.

    Attributes:
        repository: the repository.
        place: what asks for them, for messages.
        blobs: their contents.
        memory: what is known of them.
    """

    repository: Repository
    place: str
    blobs: Blobs
    memory: Memory = field(default_factory=Memory)

    def listing(self, revision: str) -> dict[str, tuple[str, str]]:
        """What a commit, by its full name, holds of Python; equal ones hold the same."""
        return listing(self.repository, revision, self.place)

    def state(self, revision: str, listed: dict[str, tuple[str, str]]) -> Past:
        """The state of a commit; whatever other states hold besides is forgotten."""
        self.memory.forget_others({blob for _, blob in listed.values()})
        return Past(revision, RevisionTree(self.repository, listed, self.blobs), self.memory)


@contextmanager
def history(repository: Repository, place: str) -> Iterator[History]:
    """The states of a repository, as long as they are needed."""
    with Blobs(repository.root, place) as blobs:
        yield History(repository, place, blobs)
