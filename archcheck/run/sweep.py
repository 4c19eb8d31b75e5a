"""``archcheck sweep record``: what a contract has left, as one more line of its sweep's log."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from archcheck.config.schema import Config
from archcheck.model.errors import user_error
from archcheck.model.finding import Finding
from archcheck.model.sweep import Checkpoint, Counts, Recorded
from archcheck.ratchet.checkpoints import recorded
from archcheck.ratchet.counting import counted
from archcheck.ratchet.notes import done_domains
from archcheck.run.baseline_file import baseline_file
from archcheck.run.check import Options, configuration, examine
from archcheck.run.modules import is_test
from archcheck.run.standing import standing
from archcheck.run.subject import Subject
from archcheck.run.sweep_file import SweepFile, contracts, inside, sweep_files
from archcheck.run.work_tree import WorkTree, work_tree

Clock = Callable[[], datetime.datetime]


def now() -> datetime.datetime:
    """This moment, as checkpoints have it: UTC, in whole seconds."""
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def today() -> datetime.datetime:
    """The first moment of this day: what is shown of a sweep says no more, so that two of one day are the same."""
    return datetime.datetime.now(datetime.UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def record(
    cwd: Path, options: Options, wanted: str | None = None, said: str | None = None, clock: Clock = now
) -> tuple[Recorded, ...]:
    """Add a checkpoint to the log of a sweep, or of every sweep; none where nothing has changed.

    Args:
        cwd: the working directory.
        options: as for ``check``, without paths and contracts.
        wanted: id of the sweep, or None for all.
        said: the note; what was fixed since the last checkpoint where it is None.
        clock: says when it is.

    Raises:
        UserError: a log that is not as archcheck writes it or cannot be written, or the project could not be checked.
    """
    config = configuration(cwd, options)
    files = sweep_files(config, cwd, wanted)
    for file in files:
        file.read()
    subject, findings = found(config, cwd, options, contracts(files))
    reading = subject.reading
    tree = work_tree(config.directory, reading.files, reading.sources.roots)
    return tuple(_record(file, counts(subject, findings, file.sweep.contract), tree, said, clock) for file in files)


def found(config: Config, cwd: Path, options: Options, chosen: tuple[str, ...]) -> tuple[Subject, tuple[Finding, ...]]:
    """The project, and the findings of some contracts with their states.

    Raises:
        UserError: as ``check``.
    """
    file = baseline_file(config, cwd)
    known = file.read()
    examined = examine(config, cwd, replace(options, contracts=chosen))
    return examined.subject, standing(examined, file, known, options.today).findings


def counts(subject: Subject, findings: Iterable[Finding], contract: str) -> Counts:
    """What a contract has left in a project, exempt findings and design debt apart."""
    config = subject.config
    unread = sum(
        file.fate == "unread" and not is_test(file.module, config.project.tests) for file in subject.reading.files
    )
    return counted(findings, contract, lambda path: inside(path, subject.cwd, config.directory), unread)


def _record(file: SweepFile, present: Counts, tree: WorkTree, said: str | None, clock: Clock) -> Recorded:
    with file.changing():
        log = file.read()
        last = log[-1] if log else None
        fresh = Checkpoint(clock(), tree.revision, present, modified=tree.modified)
        _refuse_future(file, last, fresh)
        renamed = tree.renamed_since(last.revision if last else None, file.path.parents[2])
        added = recorded(log, fresh, said, renamed)
        if added is not None:
            file.write([*log, added])
    done = done_domains(last.counts if last else None, present)
    return Recorded(file.sweep.id, file.place, last, added, done)


def _refuse_future(file: SweepFile, last: Checkpoint | None, fresh: Checkpoint) -> None:
    if last is not None and last.time > fresh.time:
        problem = f"its last checkpoint is of {last.time:%Y-%m-%d %H:%M:%S} UTC, which is still to come"
        raise user_error(file.place, problem, "set the clock right, or take the line out")
