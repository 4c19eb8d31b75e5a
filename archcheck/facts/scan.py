"""Facts of many files: made once of each content, and kept for the next run where there is a place for them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from archcheck.facts.extraction import Extracted, Extraction, cores, decoded, without_collector
from archcheck.facts.kept import Digests, Kept, Nothing
from archcheck.facts.schema import FileFacts
from archcheck.facts.version import facts_version
from archcheck.model.inputs import digest
from archcheck.model.source import SourceFile

Progress: TypeAlias = Callable[[int, int], None]

_LOOKED_UP = 250
_KEPT_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What a scan found, by ``SourceFile.path``.

    Attributes:
        facts: of every file that is text.
        unread: reason and line of every other.
        seen: signature and digest of every file that was read, by ``SourceFile.absolute``.
    """

    facts: dict[str, FileFacts]
    unread: dict[str, tuple[str, int]]
    seen: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Means:
    """What a scan may use; the result is the same whatever it is.

    Attributes:
        kept: what earlier runs have left, and where to leave something for later ones.
        workers: how many processes at most; by default as many as there are cores.
        executor: takes the work instead of processes of the scan's own.
        memory: facts of the scan before, where one process makes several; what the last one has not asked for goes.
        states: what later stages have left in this process for the next run, under keys of theirs.
    """

    kept: Kept = field(default_factory=Nothing)
    workers: int | None = None
    executor: Executor | None = None
    memory: dict[bytes, Extracted] | None = None
    states: dict[bytes, object] = field(default_factory=dict)

    @property
    def processes(self) -> int:
        """How many processes of this machine may be at work: one where others have the work."""
        if self.executor is not None:
            return 1
        return cores() if self.workers is None else self.workers

    @property
    def remembers(self) -> bool:
        """Whether another run may profit from this one, be it of the same process."""
        return self.kept.lasts or self.memory is not None


def scan(files: Sequence[SourceFile], means: Means | None = None, *, progress: Progress | None = None) -> ScanResult:
    """Reads every file's facts.

    Args:
        files: what to read; results are in this order.
        means: what may be used.
        progress: is told how many files are done, and of how many.
    """
    means = means or Means()
    work = _Scan(means, len(files), progress)
    digests = Digests(means.kept, [file.absolute for file in files])
    result = work.result(_contents(files, digests, work.fail), [file.path for file in files])
    digests.save()
    return replace(result, seen=digests.used)


def facts_of(means: Means, content: bytes) -> FileFacts | None:
    """The facts of a content, by its digest, where they were kept."""
    key = content + facts_version()
    known = (means.memory or {}).get(key) or _readable(means.kept.values([key]).get(key))
    return known.facts if known is not None else None


def _contents(
    files: Iterable[SourceFile], digests: Digests, fail: Callable[[str, OSError], None]
) -> Iterator["_Content"]:
    """The contents of files; of those that cannot be read, ``fail`` is told."""
    for file in files:
        try:
            known, data = digests.of(file.absolute)
        except OSError as error:
            fail(file.path, error)
        else:
            yield _Content(file.path, known, data, file.absolute)


def scan_contents(contents: Mapping[str, bytes], means: Means | None = None) -> ScanResult:
    """Reads the facts of contents that are no files here, such as those of another revision.

    Args:
        contents: by the path that they are to have.
        means: what may be used.
    """
    sources = (_Content(path, digest(data), data) for path, data in contents.items())
    return _Scan(means or Means(), len(contents), None).result(sources, list(contents))


@dataclass(frozen=True, slots=True)
class _Content:
    """The content of a path.

    Attributes:
        path: what the facts are to be found by.
        digest: of the content.
        data: the content; None where it is as it was when ``digest`` was taken.
        absolute: where it can be read.
    """

    path: str
    digest: bytes
    data: bytes | None
    absolute: str = ""

    @property
    def key(self) -> bytes:
        """What its facts are kept under."""
        return self.digest + facts_version()

    def read(self) -> "_Content":
        """The same with its data.

        Raises:
            OSError: it cannot be read any more.
        """
        if self.data is not None:
            return self
        data = Path(self.absolute).read_bytes()
        return _Content(self.path, digest(data), data)


class _Scan:
    """One scan under way: what was kept is decoded while others extract the rest."""

    def __init__(self, means: Means, total: int, progress: Progress | None) -> None:
        self._kept = means.kept
        self._memory = means.memory
        self._used: dict[bytes, Extracted] = {}
        self._extraction = Extraction(means.workers, means.executor)
        self._total = total
        self._progress = progress
        self._done: dict[str, Extracted] = {}
        self._wanted: dict[bytes, list[str]] = {}

    def fail(self, path: str, error: OSError) -> None:
        """A file could not be read."""
        self._finish(path, Extracted(None, error.strerror or str(error)))

    def result(self, contents: Iterator[_Content], paths: Sequence[str]) -> ScanResult:
        """What became of all contents, in the order of ``paths``."""
        with without_collector(), self._extraction:
            while part := list(islice(contents, _LOOKED_UP)):
                self._look_up(part)
            self._collect()
        if self._memory is not None:
            self._memory.clear()
            self._memory.update(self._used)
        done = [(path, self._done[path]) for path in paths]
        return ScanResult(
            {path: outcome.facts for path, outcome in done if outcome.facts is not None},
            {path: (outcome.reason, outcome.line) for path, outcome in done if outcome.facts is None},
        )

    def _look_up(self, contents: Sequence[_Content]) -> None:
        memory = self._memory or {}
        kept = self._kept.values([content.key for content in contents if content.key not in memory])
        for content in contents:
            outcome = memory.get(content.key) or _readable(kept.get(content.key))
            if outcome is not None:
                self._used[content.key] = outcome
                self._finish(content.path, outcome)
                continue
            try:
                self._extract(content.read())
            except OSError as error:
                self.fail(content.path, error)

    def _extract(self, content: _Content) -> None:
        """Two files with one content are extracted once."""
        if content.key not in self._wanted:
            self._extraction.add(content.path, content.data or b"")
        self._wanted.setdefault(content.key, []).append(content.path)

    def _collect(self) -> None:
        keys = {paths[0]: key for key, paths in self._wanted.items()}
        fresh: dict[bytes, bytes] = {}
        for path, encoded in self._extraction.results():
            key = keys[path]
            fresh[key] = encoded
            for same in self._wanted[key]:
                self._used[key] = decoded(encoded)
                self._finish(same, self._used[key])
            if len(fresh) >= _KEPT_AT_ONCE:
                self._kept.keep(fresh)
                fresh = {}
        self._kept.keep(fresh)

    def _finish(self, path: str, outcome: Extracted) -> None:
        self._done[path] = outcome
        if self._progress is not None:
            self._progress(len(self._done), self._total)


def _readable(encoded: bytes | None) -> Extracted | None:
    """What was kept, if it still is what was kept."""
    if encoded is None:
        return None
    try:
        return decoded(encoded)
    except ValueError:
        return None
