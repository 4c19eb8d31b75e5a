"""Contents to encoded facts: here where there are few, in other processes where there are many, or in any executor."""

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_all_start_methods, get_context
from sys import intern
from types import TracebackType
from typing import TypeAlias

import msgspec

from archcheck.facts.extract import extract
from archcheck.facts.schema import Attribute, Binding, FileFacts, Name, Parameter
from archcheck.facts.text import UnreadableSource

# Below this many files the start of processes costs more than it brings.
_FEW = 200
_BATCH_FILES = 25
_BATCH_BYTES = 250_000
# So many seconds may pass until the next batch is done somewhere else; then what is left is done here.
PATIENCE = 60.0
# Never a plain fork: the progress display may run a thread.
START = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"

_Named: TypeAlias = tuple[str, bytes]


class Extracted(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What became of one content: its facts, or reason and line where it is no text."""

    facts: FileFacts | None
    reason: str = ""
    line: int = 0


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Extracted)
# Only here, before anybody else has seen the new facts.
_set = msgspec.structs.force_setattr


@dataclass(frozen=True, slots=True)
class _Batch:
    contents: list[_Named]
    outcomes: Future[list[_Named]]


class Extraction:
    """Takes contents and gives back what was extracted of each, encoded.

    What fails elsewhere, for whatever reason, is done again here: where a worker has died the result is the same, and a fault of
    the extraction itself is raised where it can be seen.
    """

    def __init__(self, workers: int | None = None, executor: Executor | None = None) -> None:
        """Nothing is started yet.

        Args:
            workers: how many processes at most; by default as many as there are cores.
            executor: takes all of the work instead of processes that are started here.
        """
        self._workers = cores() if workers is None else workers
        self._executor = executor
        self._patience = None if executor is None else PATIENCE
        self._own: Executor | None = None
        self._waiting: list[_Named] = []
        self._under_way: list[_Batch] = []
        self._failed: list[_Named] = []

    def __enter__(self) -> "Extraction":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for batch in self._under_way:
            batch.outcomes.cancel()
        if self._own is not None:
            self._own.shutdown(cancel_futures=True)

    def add(self, name: str, content: bytes) -> None:
        """Have a content extracted."""
        self._waiting.append((name, content))
        if self._executor is None and self._workers > 1 and len(self._waiting) > _FEW:
            self._own = self._executor = pool(self._workers)
        if self._executor is not None:
            self._submit(self._executor, keep=_BATCH_FILES)

    def results(self) -> Iterator[_Named]:
        """Name and outcome of each content, in the order in which they came; those that had to be done again come last."""
        if self._executor is None:
            waiting, self._waiting = self._waiting, []
            yield from map(_extracted, waiting)
            return
        self._submit(self._executor)
        yield from self._gathered()
        yield from self._again()

    def _submit(self, executor: Executor, keep: int = 0) -> None:
        while len(self._waiting) > keep:
            count = _batch_length(self._waiting)
            batch, self._waiting = self._waiting[:count], self._waiting[count:]
            try:
                self._under_way.append(_Batch(batch, executor.submit(extracted, batch)))
            except Exception:
                self._failed += batch

    def _gathered(self) -> Iterator[_Named]:
        self._under_way.reverse()
        while self._under_way:
            batch = self._under_way[-1]
            try:
                outcomes = batch.outcomes.result(self._patience)
            except Exception as error:
                self._failed += batch.contents
                if isinstance(error, TimeoutError) and batch.outcomes.cancel():
                    # Nobody is at work: what is not done yet shall not be waited for.
                    self._patience = 0.0
                outcomes = []
            self._under_way.pop()
            yield from outcomes

    def _again(self) -> Iterator[_Named]:
        """By processes of this machine what others have failed at, and what these have failed at by this one."""
        if not self._failed:
            return
        with Extraction(self._workers if self._own is None else 1) as here:
            for name, content in self._failed:
                here.add(name, content)
            self._failed = []
            yield from here.results()


def pool(workers: int) -> Executor:
    """Workers on this machine: processes, or threads where the interpreter lets these run side by side.

    Args:
        workers: how many at most.
    """
    if not getattr(sys, "_is_gil_enabled", lambda: True)():
        return ThreadPoolExecutor(workers)
    return processes(workers)


def processes(workers: int) -> Executor:
    """Processes that run archcheck's own code; none is started before there is work."""
    return ProcessPoolExecutor(workers, mp_context=get_context(START))


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def extracted(contents: Sequence[_Named]) -> list[_Named]:
    """The outcomes of some contents, encoded: what a worker does."""
    with without_collector():
        return [_extracted(content) for content in contents]


def _extracted(named: _Named) -> _Named:
    name, content = named
    try:
        outcome = Extracted(extract(content))
    except UnreadableSource as error:
        outcome = Extracted(None, error.reason, error.line)
    except Exception as error:
        error.add_note(f"while reading {name}")
        raise
    return name, _ENCODER.encode(outcome)


def decoded(outcome: bytes) -> Extracted:
    """An outcome that was encoded here or by an earlier run.

    Raises:
        ValueError: it is something else.
    """
    found = _DECODER.decode(outcome)
    if found.facts is not None:
        _intern(found.facts)
    return found


def _intern(facts: FileFacts) -> None:
    """Give equal names one object: the decoder makes a new one each time, and a project has ten of each line's names."""
    for scope in facts.scopes:
        for node in scope.nodes:
            kind = node.__class__
            if kind is Name:
                _set(node, "id", intern(node.id))  # type: ignore[union-attr]
            elif kind is Attribute:
                _set(node, "name", intern(node.name))  # type: ignore[union-attr]
        bound: tuple[Binding | Parameter, ...] = (*scope.bindings, *scope.parameters)
        for each in bound:
            _set(each, "name", intern(each.name))


@contextmanager
def without_collector() -> Iterator[None]:
    """Millions of new objects, none of them garbage: the collector would walk them again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _batch_length(waiting: Sequence[_Named]) -> int:
    size = 0
    for count, (_, content) in enumerate(waiting[:_BATCH_FILES], 1):
        size += len(content)
        if size >= _BATCH_BYTES:
            return count
    return min(len(waiting), _BATCH_FILES)
