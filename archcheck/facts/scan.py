"""Facts of many files: read where they are parsed, in several processes where that pays."""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import TypeAlias

import msgspec

from archcheck.facts.extract import extract
from archcheck.facts.schema import FileFacts
from archcheck.facts.text import UnreadableSource
from archcheck.model.source import SourceFile

Progress: TypeAlias = Callable[[int, int], None]

# Below this many files the start of processes costs more than it brings.
_FEW = 200
_BATCH = 25
# Never a plain fork: the progress display may run a thread.
_START = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"


class _Read(msgspec.Struct, frozen=True, array_like=True, gc=False):
    facts: FileFacts | None
    reason: str = ""
    line: int = 0


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(list[_Read])


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What a scan found, by ``SourceFile.path``.

    Attributes:
        facts: of every file that is text.
        unread: reason and line of every other.
    """

    facts: dict[str, FileFacts]
    unread: dict[str, tuple[str, int]]


def scan(files: Sequence[SourceFile], *, workers: int | None = None, progress: Progress | None = None) -> ScanResult:
    """Reads every file's facts; the result is the same for any number of workers.

    Args:
        files: what to read; results are in this order.
        workers: how many processes at most; by default as many as there are cores.
        progress: is told how many files are done, and of how many.
    """
    workers = _cores() if workers is None else workers
    result = ScanResult({}, {})
    with _without_collector():
        for done, (file, read) in enumerate(zip(files, _all(files, workers), strict=True), 1):
            if read.facts is None:
                result.unread[file.path] = (read.reason, read.line)
            else:
                result.facts[file.path] = read.facts
            if progress is not None:
                progress(done, len(files))
    return result


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _without_collector() -> Iterator[None]:
    """Millions of new objects, none of them garbage: the collector would walk them again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _all(files: Sequence[SourceFile], workers: int) -> Iterator[_Read]:
    paths = [file.absolute for file in files]
    if workers < 2 or len(paths) <= _FEW:
        yield from map(_read, paths)
        return
    batches = [paths[start : start + _BATCH] for start in range(0, len(paths), _BATCH)]
    with ProcessPoolExecutor(min(workers, len(batches)), mp_context=get_context(_START)) as pool:
        for encoded in pool.map(_batch, batches):
            yield from _DECODER.decode(encoded)


def _batch(paths: list[str]) -> bytes:
    with _without_collector():
        return _ENCODER.encode([_read(path) for path in paths])


def _read(path: str) -> _Read:
    try:
        return _Read(extract(Path(path).read_bytes()))
    except UnreadableSource as error:
        return _Read(None, error.reason, error.line)
    except OSError as error:
        return _Read(None, error.strerror or str(error), 0)
    except Exception as error:
        error.add_note(f"while reading {path}")
        raise
