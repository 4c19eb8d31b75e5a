"""Looking at the inputs of a result: as they are now, and whether they still are as they were.

A signature may save the reading of a file and never decide anything by itself: where it is another one, or proves nothing, the content
is read and its digest compared.
"""

import datetime
import os
import stat
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archcheck.model.inputs import (
    DIGEST_BYTES,
    Files,
    Glob,
    History,
    Inputs,
    Place,
    Walk,
    digest,
    digest_of_names,
    is_quiet,
    signature,
)
from archcheck.sources.walk import python_files

Repository = Callable[[str], bytes]
"""Gives the digest of the state of the repository around a directory."""

# The clock of the file system may be so much behind the one that the beginning of a run is read from.
_TICK = 50_000_000


@dataclass(frozen=True, slots=True)
class Read:
    """What a run has read of the project.

    Attributes:
        walks: that found its files.
        files: the files, absolute.
        seen: signature and digest of those that were read, by path.
        histories: states of repositories, as they were when they were asked.
    """

    walks: Sequence[Walk]
    files: Sequence[str]
    seen: Mapping[str, tuple[str, bytes]]
    histories: Sequence[History] = ()


def looked_at(
    files: Iterable[str], globs: Iterable[tuple[str, str]] = (), places: Iterable[str] = (), today: str = ""
) -> Inputs:
    """Inputs as they are now, those of the project's own files left out.

    Args:
        files: absolute; those that are not there count as well.
        globs: directory and pattern.
        places: paths of which it matters where they lead.
        today: the date where it matters.
    """
    now = time.time_ns()
    paths = sorted(set(files))
    looks = [_look(path, links=True) for path in paths]
    states = tuple(_state(path, look) for path, look in zip(paths, looks, strict=True))
    marks = tuple(_mark(look, now, links=True) for look in looks)
    return Inputs(
        Files(),
        Files(tuple(paths), states, marks),
        globs=tuple(Glob(top, pattern, _matched(top, pattern)) for top, pattern in sorted(set(globs))),
        places=tuple(Place(path, _place(path)) for path in sorted(set(places))),
        today=today,
    )


def completed(before: Inputs, read: Read, since: int, repository: Repository) -> Inputs | None:
    """All inputs of a run that has ended; None where one was changed while it ran, so that nobody knows what it has seen.

    Args:
        before: what was looked at before it was used.
        read: what was read of the project.
        since: when the run began, in nanoseconds since 1970.
        repository: looks at repositories.
    """
    whole = replace(before, walks=tuple(read.walks), histories=tuple(read.histories))
    after = unchanged(whole, before.today, repository)
    if after is None or not all(_is_older(path, since) for path in after.files.paths):
        return None
    sources = _as_read(sorted(set(read.files)), read.seen, since)
    return None if sources is None else replace(after, sources=sources)


def unchanged(inputs: Inputs, today: str, repository: Repository) -> Inputs | None:
    """The inputs with signatures that prove as much as they can now, where nothing has changed; None where something has."""
    same = (
        inputs.today in ("", today)
        and all(digest_of_names(python_files(Path(w.directory), w.exclude)) == w.digest for w in inputs.walks)
        and all(_matched(glob.directory, glob.pattern) == glob.digest for glob in inputs.globs)
        and all(_place(place.path) == place.state for place in inputs.places)
    )
    sources = _unchanged(inputs.sources, links=False) if same else None
    files = _unchanged(inputs.files, links=True) if sources is not None else None
    if sources is None or files is None:
        return None
    if any(repository(history.directory) != history.digest for history in inputs.histories):
        return None
    if sources is inputs.sources and files is inputs.files:
        return inputs
    return replace(inputs, sources=sources, files=files)


def today() -> datetime.date:
    """The date that a run goes by."""
    return datetime.date.today()


def _matched(directory: str, pattern: str) -> bytes:
    return digest_of_names(str(path) for path in Path(directory).glob(pattern) if path.is_file())


def _place(path: str) -> str:
    real = os.path.realpath(path)
    try:
        return f"{real} {stat.S_IFMT(Path(path).stat().st_mode):o}"
    except (OSError, ValueError) as error:
        return f"{real} {_reason(error)}"


@dataclass(frozen=True, slots=True)
class _Look:
    """What stands at a path: its stat, or why there is none, and where links lead."""

    stat: os.stat_result | None
    error: str
    led: bytes

    @property
    def is_file(self) -> bool:
        return self.stat is not None and stat.S_ISREG(self.stat.st_mode)


def _as_read(paths: Sequence[str], seen: Mapping[str, tuple[str, bytes]], since: int) -> Files | None:
    """Files of the project with the contents that the run has seen, if these are what they still hold."""
    now = time.time_ns()
    states: list[bytes] = []
    marks: list[str] = []
    for path in paths:
        look = _look(path, links=False)
        known = seen.get(path)
        if known is not None and (look.stat is None or signature(look.stat) != known[0]):
            return None
        states.append(_state(path, look) if known is None else known[1] + look.led)
        if not _is_older(path, since):
            return None
        marks.append(_mark(look, now, links=False))
    return Files(tuple(paths), tuple(states), tuple(marks))


def _is_older(path: str, since: int) -> bool:
    """Whether a file, if there is one, was not changed since a moment."""
    look = _look(path, links=False)
    # Whoever sets a time of change sets ``mtime``; what the system keeps is ``ctime``, but on Windows that is the time of creation.
    return look.stat is None or (look.stat.st_mtime_ns if os.name == "nt" else look.stat.st_ctime_ns) + _TICK < since


def _unchanged(files: Files, *, links: bool) -> Files | None:
    now = time.time_ns()
    changed: dict[int, str] = {}
    for number, (path, state, mark) in enumerate(zip(files.paths, files.states, files.signatures, strict=True)):
        look = _look(path, links)
        if mark and look.stat is not None and signature(look.stat) == mark and state[DIGEST_BYTES:] == look.led:
            continue
        if _state(path, look) != state:
            return None
        if (proof := _mark(look, now, links)) != mark:
            changed[number] = proof
    if not changed:
        return files
    return replace(files, signatures=tuple(changed.get(n, mark) for n, mark in enumerate(files.signatures)))


def _look(path: str, links: bool) -> _Look:
    """What stands at a path.

    Args:
        path: absolute.
        links: whether a directory above it may be a link.
    """
    led = b""
    try:
        if links:
            real = os.path.realpath(path)
            led = b"" if real == path else os.fsencode(real)
            return _Look(Path(path).stat(), "", led)
        found = os.lstat(path)
        if stat.S_ISLNK(found.st_mode):
            led = os.fsencode(os.path.realpath(path))
            found = Path(path).stat()
    except (OSError, ValueError) as error:
        return _Look(None, _reason(error), led)
    return _Look(found, "", led)


def _state(path: str, look: _Look) -> bytes:
    """What stands for what is at a path; a pipe or device is not read, it would never end."""
    if look.stat is None:
        return look.error.encode() + look.led
    if not look.is_file:
        return f"{stat.S_IFMT(look.stat.st_mode):o} ".encode() + look.led
    try:
        return digest(Path(path).read_bytes()) + look.led
    except OSError as error:
        return _reason(error).encode() + look.led


def _mark(look: _Look, now: int, links: bool) -> str:
    """The signature, where it proves that a file is the same; one that a link leads to is read each time."""
    if look.stat is None or not look.is_file or (look.led and not links) or not is_quiet(look.stat, now):
        return ""
    return signature(look.stat)


def _reason(error: Exception) -> str:
    return f"{type(error).__name__} {getattr(error, 'errno', '')} "
