"""``archcheck sweep replay``: the log of a sweep filled from the history of the repository."""

import datetime
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from archcheck.facts.extraction import cores
from archcheck.git.history import Commit, since_commit, since_date
from archcheck.git.repository import Repository, find_repository
from archcheck.model.errors import user_error
from archcheck.model.sweep import UNCHANGED, Checkpoint, Counts, LeftOut, Replayed
from archcheck.ratchet.notes import note
from archcheck.run.check import Options, configuration
from archcheck.run.past import history
from archcheck.run.recounting import PLACE, Counted, Counter, Task, recounted
from archcheck.run.sweep_file import SweepFile, contracts, sweep_files

SINCE = "--since"
SHALLOW = "git fetch --unshallow brings the rest (on GitHub, fetch-depth: 0 of actions/checkout)"
_SECONDS = 5.0
"""How often what was counted is written, so that little is lost with a run that is ended."""


def replay(
    cwd: Path,
    options: Options,
    since: str,
    every: int = 1,
    wanted: str | None = None,
    workers: int | None = None,
) -> tuple[Replayed, ...]:
    """Add a checkpoint for each commit since another that has changed the project.

    Both the baseline and the work tree are left alone: every commit is judged by the configuration on disk.

    Args:
        cwd: the working directory.
        options: as for ``check``, without paths and contracts.
        since: a revision, or a date in ISO 8601.
        every: only each so-manieth commit, counted back from the last one.
        wanted: id of the sweep, or None for all.
        workers: how many processes; by default as many as the means allow, or as there are cores.

    Raises:
        UserError: no such revision, a history that is cut off, or a log that is not as archcheck writes it.
    """
    config = configuration(cwd, options)
    files = sweep_files(config, cwd, wanted)
    logs = [_Log(file, {each.revision: each.counts for each in file.read() if not each.modified}) for file in files]
    repository = find_repository(config.directory, PLACE)
    commits = _commits(repository, since)[::-1][::every][::-1]
    task = Task(
        cwd, replace(options, contracts=contracts(files)), repository, workers or options.means.workers or cores()
    )
    changing = list(_changing(task, commits))
    walk = _Walk(logs, changing, len(commits))
    walk.run(task)
    return tuple(walk.replayed())


def _commits(repository: Repository, since: str) -> list[Commit]:
    moment = _moment(since)
    if moment is None:
        return since_commit(repository, since, SINCE)
    found = since_date(repository, moment, SINCE)
    if not found:
        raise user_error(SINCE, f"no commit was made since {since}", "name an earlier date, or a revision")
    if repository.is_shallow() and len(since_date(repository, _BEGINNING, SINCE)) == len(found):
        raise user_error(SINCE, f"this clone is shallow and does not reach back to {since}", SHALLOW)
    return found


_BEGINNING = datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)


def _moment(text: str) -> datetime.datetime | None:
    """A date as its first moment, UTC unless it says otherwise; None where it is none."""
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(datetime.UTC) if found.tzinfo else found.replace(tzinfo=datetime.UTC)


def _changing(task: Task, commits: Sequence[Commit]) -> Iterator[Commit]:
    """The first commit, and those that hold other files of the project than the one before."""
    last: object = commits
    with history(task.repository, PLACE) as past:
        counter = Counter(task, past, task.options.means)
        for at, commit in enumerate(commits):
            state = counter.state(commit.revision)
            if state != last:
                yield commit
            last = state
            task.options.progress("history", at + 1, len(commits))


@dataclass
class _Log:
    """The log of a sweep while it is filled.

    Attributes:
        file: where it is.
        known: what was counted at commits, whether it stands in the log or is to be written.
        added: checkpoints in order.
        unwritten: those of them that are not in the file.
    """

    file: SweepFile
    known: dict[str | None, Counts]
    added: list[Checkpoint] = field(default_factory=list)
    unwritten: list[Checkpoint] = field(default_factory=list)

    def add(self, commit: Commit, counts: Counts, former: Counts | None) -> None:
        """Take in what was counted at a commit."""
        said = UNCHANGED if former == counts else note(former, counts)
        fresh = Checkpoint(commit.time, commit.revision, counts, said)
        self.known[commit.revision] = counts
        self.added.append(fresh)
        self.unwritten.append(fresh)

    def write(self) -> None:
        """Put what is new into the file, among what it holds by now."""
        if not self.unwritten:
            return
        with self.file.changing():
            there = self.file.read()
            held = {each.revision for each in there if not each.modified}
            new = [each for each in self.unwritten if each.revision not in held]
            self.file.write(sorted([*there, *new], key=lambda each: each.time))
        self.unwritten = []


@dataclass
class _Walk:
    """Commits, oldest first, and the logs that they go into.

    Attributes:
        logs: of each sweep.
        commits: those that change the project.
        walked: how many were looked at.
        left_out: commits of which nothing can be said.
    """

    logs: Sequence[_Log]
    commits: Sequence[Commit]
    walked: int
    left_out: list[LeftOut] = field(default_factory=list)

    def run(self, task: Task) -> None:
        """Count what is not in every log, and write it step by step."""
        missing = [c for c in self.commits if any(c.revision not in log.known for log in self.logs)]
        before = {after.revision: before for before, after in pairwise(self.commits)}
        written = time.monotonic()
        try:
            with closing(recounted(task, [commit.revision for commit in missing])) as results:
                for done, (commit, counted) in enumerate(zip(missing, results, strict=True), 1):
                    self._take(commit, counted, before.get(commit.revision))
                    task.options.progress("commits", done, len(missing))
                    if time.monotonic() - written > _SECONDS:
                        self._write()
                        written = time.monotonic()
        finally:
            self._write()

    def _take(self, commit: Commit, counted: Counted, before: Commit | None) -> None:
        if counted.reason:
            self.left_out.append(LeftOut(commit.revision, counted.reason))
            return
        for log in self.logs:
            if commit.revision not in log.known:
                former = log.known.get(before.revision) if before is not None else None
                log.add(commit, counted.counts[log.file.sweep.contract], former)

    def _write(self) -> None:
        for log in self.logs:
            log.write()

    def replayed(self) -> Iterator[Replayed]:
        """What became of each log."""
        for log in self.logs:
            counted = [commit.revision for commit in self.commits if commit.revision in log.known]
            totals = [log.known[revision].total for revision in counted]
            unread = tuple(revision for revision in counted if log.known[revision].unread)
            yield Replayed(
                log.file.sweep.id,
                log.file.place,
                walked=self.walked,
                counted=len(counted),
                added=len(log.added),
                first=totals[0] if totals else None,
                last=totals[-1] if totals else None,
                unread=unread,
                left_out=tuple(self.left_out),
            )
