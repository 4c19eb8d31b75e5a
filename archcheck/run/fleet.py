"""Many repositories, each checked as by itself, into one roll-up.

Repositories go to processes as a whole where there are several processes; on a cluster or in threads, their files do. One that cannot be
checked is an outcome like any other.
"""

import gc
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from archcheck.cache.database import Database
from archcheck.config.fleet import load_fleet
from archcheck.facts.extraction import cores, processes, without_collector
from archcheck.facts.kept import Nothing
from archcheck.facts.scan import Means
from archcheck.model.errors import UserError, user_error
from archcheck.model.finding import Finding, Severity
from archcheck.model.fleet import (
    BUG,
    COULD_NOT_CHECK,
    FAILED,
    OK,
    Count,
    First,
    Fleet,
    Outcome,
    Repository,
    counts,
    worst_first,
)
from archcheck.model.progress import Progress, silent
from archcheck.model.report import Report
from archcheck.run import check


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked for.

    Attributes:
        fail_on: the least severity of new findings that fails a repository.
        contract_types: whether contract classes of the user's own may run.
        progress: told how many repositories are done.
        means: what reading may use.
    """

    fail_on: Severity = "error"
    contract_types: bool = False
    progress: Progress = silent
    means: Means = field(default_factory=Means)


def repositories(file: Path, cwd: Path) -> tuple[Repository, ...]:
    """What a fleet's file lists.

    Raises:
        UserError: it has mistakes.
    """
    return load_fleet(file, cwd)


def directory(file: Path, cwd: Path, repository: Repository) -> Path:
    """Where a repository is."""
    return (cwd / file).absolute().parent / repository.path


def fleet(file: Path, cwd: Path, listed: Sequence[Repository], options: Options) -> Fleet:
    """Check all repositories.

    Args:
        file: the fleet's file, which their paths are relative to.
        cwd: the working directory.
        listed: the repositories.
        options: what is asked for.
    """
    places = [(each, directory(file, cwd, each)) for each in listed]
    workers = options.means.workers or cores()
    if options.means.executor is None and workers > 1 and len(places) > 1:
        found = _in_processes(places, options, min(workers, len(places)))
    else:
        found = (outcome(repository, place, options) for repository, place in places)
    done: list[Outcome] = []
    options.progress("repositories", 0, len(places))
    for each in found:
        done.append(each)
        options.progress("repositories", len(done), len(places))
    return Fleet(worst_first(done))


def outcome(repository: Repository, place: Path, options: Options) -> Outcome:
    """Check one repository, whatever comes of it."""
    try:
        with without_collector():
            return _checked(repository, place, options)
    except UserError as error:
        mistakes = tuple(str(mistake) for mistake in error.mistakes)
        return _not_checked(repository, COULD_NOT_CHECK, mistakes)
    except Exception as error:
        told = f"a bug in archcheck: {type(error).__name__}: {error}"
        return _not_checked(repository, BUG, (told,), traceback.format_exc())
    finally:
        # A check leaves cycles behind, and the collector rests while a command runs.
        gc.collect()


def _in_processes(places: Sequence[tuple[Repository, Path]], options: Options, workers: int) -> Iterator[Outcome]:
    """Outcomes in order; what a process has failed at, since it was killed, is done here."""
    kept = options.means.kept
    cache = kept.folder if isinstance(kept, Database) else None
    alone = replace(options, progress=silent, means=Means(workers=1))
    executor = processes(workers)
    try:
        futures = [_sent(executor, *each, alone, cache) for each in places]
        for each, future in zip(places, futures, strict=True):
            try:
                yield future.result()
            except Exception:
                yield outcome(*each, replace(options, means=replace(options.means, workers=1, states={})))
    finally:
        executor.shutdown(cancel_futures=True)


def _sent(executor: Executor, *work: *tuple[Repository, Path, Options, Path | None]) -> Future[Outcome]:
    """What a process has to do; where all have been killed already, a future that says so."""
    try:
        return executor.submit(_outcome, *work)
    except BrokenExecutor as error:
        failed: Future[Outcome] = Future()
        failed.set_exception(error)
        return failed


def _outcome(repository: Repository, place: Path, options: Options, cache: Path | None) -> Outcome:
    """What a process does."""
    database = Database(cache) if cache is not None else None
    try:
        return outcome(
            repository, place, replace(options, means=replace(options.means, kept=database or Nothing(), states={}))
        )
    finally:
        if database is not None:
            database.close()


def _checked(repository: Repository, place: Path, options: Options) -> Outcome:
    if not place.is_dir():
        remedy = f"clone it there: {repository.url}" if repository.url else ""
        raise user_error(repository.path, "there is no such directory", remedy)
    asked = check.Options(Path(repository.config), contract_types=options.contract_types, means=options.means)
    # As written in the file, a path may go through links; the findings' own start at the repository.
    report = check.check(place.resolve(), asked)
    return Outcome(
        repository,
        FAILED if report.fails(options.fail_on) else OK,
        summary=report.summary,
        contracts=report.contracts,
        rules=counts((finding.rule, finding.state) for finding in report.findings),
        owners=_owners(repository, report),
        first=tuple(_first(repository, report)),
    )


def _not_checked(repository: Repository, code: int, mistakes: tuple[str, ...], trace: str = "") -> Outcome:
    first = First(repository.name, "mend", mistakes[0] if mistakes else "")
    return Outcome(repository, code, mistakes, first=(first,), traceback=trace)


def _owners(repository: Repository, report: Report) -> tuple[Count, ...]:
    """By CODEOWNERS, else by the fleet's file; what several own is counted for each of them."""
    if report.owners_file is None and repository.owner is None:
        return ()
    return counts(
        (owner, finding.state) for finding in report.findings for owner in finding.owners or (repository.owner,)
    )


def _first(repository: Repository, report: Report) -> Iterator[First]:
    """What to do first here: where most is to be read, what clears most, and what the baseline lists for nothing."""
    yield from _file_with_most(repository, report.findings)
    lifts = [(step.clears, worklist, step) for worklist in report.worklists for step in worklist.steps[:1]]
    if lifts:
        clears, worklist, step = max(lifts, key=lambda lift: lift[0])
        place = (step.function, step.path, step.line)
        yield First(repository.name, "lift", *place, clears, worklist.sites, worklist.contract)
    if report.baseline is not None and report.summary.stale:
        yield First(repository.name, "prune", report.baseline.file, findings=report.summary.stale)


def _file_with_most(repository: Repository, findings: Sequence[Finding]) -> Iterator[First]:
    """Among what is new, or among what is known and debt where nothing is."""
    state: Literal["new", "known"] = "new" if any(each.state == "new" for each in findings) else "known"
    found = [each for each in findings if (each.state == "new" if state == "new" else each.state != "exempt")]
    lines: dict[str, list[int]] = {}
    for each in found:
        lines.setdefault(each.location.path, []).append(each.location.line)
    if lines:
        path = min(lines, key=lambda path: (-len(lines[path]), path))
        where = (path, path, min(lines[path]))
        yield First(repository.name, "read", *where, len(lines[path]), len(found), state=state)
