"""Many states of a repository counted, in order: here, or in processes that each keep what the last state has taught them."""

from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from archcheck.cache.database import Database
from archcheck.facts.extraction import START, without_collector
from archcheck.facts.kept import Nothing
from archcheck.facts.scan import Means
from archcheck.git.repository import Repository
from archcheck.model.errors import UserError
from archcheck.model.progress import silent
from archcheck.model.sweep import Counts
from archcheck.run import reading
from archcheck.run.check import Options, configuration
from archcheck.run.past import History, history
from archcheck.run.recount import Recount

PLACE = "sweep replay"
_FEW = 4
"""Commits that a process is given at once: neighbours have most files in common, and results are to come in steadily."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is counted.

    Attributes:
        cwd: the working directory.
        options: as for ``check``; its contracts are those that are counted.
        repository: where the states are.
        workers: how many processes.
    """

    cwd: Path
    options: Options
    repository: Repository
    workers: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted at a commit.

    Attributes:
        revision: the commit's full name.
        counts: by contract; empty where nothing can be said of the state.
        reason: why that is so.
    """

    revision: str
    counts: dict[str, Counts]
    reason: str = ""


class Counter:
    """Counts one state after the other."""

    def __init__(self, task: Task, past: History, means: Means) -> None:
        """Read the configuration.

        Args:
            task: what is counted.
            past: the states.
            means: what reading may use.
        """
        asked = replace(task.options, progress=silent, means=means)
        self._recount = Recount(configuration(task.cwd, asked), task.cwd, asked)
        self._past = past

    def state(self, revision: str) -> bytes | None:
        """What stands for the project's files at a commit; None where there are none."""
        try:
            return self._recount.state(self._past.state(revision, self._past.listing(revision)))
        except UserError:
            return None

    def counted(self, revision: str) -> Counted:
        """What is left at a commit."""
        try:
            with without_collector():
                return Counted(revision, self._recount.at(self._past.state(revision, self._past.listing(revision))))
        except UserError as error:
            return Counted(revision, {}, error.mistakes[0].problem)


def recounted(task: Task, revisions: Sequence[str]) -> Generator[Counted, None, None]:
    """The counts of some commits, in their order."""
    if task.workers > 1 and len(revisions) > _FEW:
        return _in_processes(task, revisions)
    return _here(task, revisions)


def _here(task: Task, revisions: Iterable[str]) -> Generator[Counted, None, None]:
    with history(task.repository, PLACE) as past:
        yield from map(Counter(task, past, task.options.means).counted, revisions)


def _in_processes(task: Task, revisions: Sequence[str]) -> Generator[Counted, None, None]:
    _read(task, revisions[0])
    chunks = [revisions[at : at + _FEW] for at in range(0, len(revisions), _FEW)]
    begin = partial(_begin, replace(task, options=replace(task.options, progress=silent, means=Means())), _cache(task))
    executor = ProcessPoolExecutor(task.workers, mp_context=get_context(START), initializer=begin)
    try:
        futures: list[Future[list[Counted]]] = [executor.submit(_counted, chunk) for chunk in chunks]
        for future in futures:
            yield from future.result()
    finally:
        executor.shutdown(cancel_futures=True)


def _read(task: Task, revision: str) -> None:
    """Read a state by all processors, so that each of the processes finds its facts in the cache."""
    if _cache(task) is None:
        return
    config = configuration(task.cwd, task.options)
    with history(task.repository, PLACE) as known, suppress(UserError):
        past = known.state(revision, known.listing(revision))
        reading.read(reading.found(config, task.cwd, past), task.options.progress, task.options.means, past)


def _cache(task: Task) -> Path | None:
    kept = task.options.means.kept
    return kept.folder if isinstance(kept, Database) else None


_mine: list[tuple[Counter, ExitStack]] = []
"""The counter of a worker process and what it holds open, which live as long as the process."""


def _begin(task: Task, cache: Path | None) -> None:
    stack = ExitStack()
    past = stack.enter_context(history(task.repository, PLACE))
    kept = Database(cache) if cache is not None else Nothing()
    _mine.append((Counter(task, past, Means(kept, workers=1)), stack))


def _counted(revisions: Sequence[str]) -> list[Counted]:
    return [_mine[0][0].counted(revision) for revision in revisions]
