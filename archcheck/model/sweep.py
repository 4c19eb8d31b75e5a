"""A clean-up that is followed over time: its checkpoints, and what was counted at each."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

NONE = "-"
"""Stands for the domain, layer or kind of findings that have none."""
UNCHANGED = "nothing has changed"
"""The note of a commit that has changed files of the project and none of the counts."""


@dataclass(frozen=True, slots=True, order=True)
class FileCount:
    """The findings of a contract in one file, at least one.

    Attributes:
        path: POSIX path relative to the directory of layers.toml.
        left: findings that a sweep has still to clear.
        debt: findings of a ``[[debt]]`` workstream, whether the baseline lists them or not.
        exempt: findings that somebody has reviewed and excused.
        domain: the domain of its module, or ``NONE``.
        layer: the layer of its module, or ``NONE``.
    """

    path: str
    left: int = 0
    debt: int = 0
    exempt: int = 0
    domain: str = NONE
    layer: str = NONE


@dataclass(frozen=True)
class Counts:
    """The findings of a contract, counted. What is left, design debt and what is exempt are apart from one another.

    Attributes:
        files: files with findings, by path.
        kinds: what is left by kind of call site, ``NONE`` for findings that are at none.
        rules: what is left by rule.
        unread: files that could not be read, so that there may be more.
        known: how many of what is left the baseline lists; to list them changes nothing about a sweep.
    """

    files: tuple[FileCount, ...]
    kinds: Mapping[str, int]
    rules: Mapping[str, int]
    unread: int = 0
    known: int = field(default=0, compare=False)

    @cached_property
    def total(self) -> int:
        """What is left: findings that are neither exempt nor design debt."""
        return sum(file.left for file in self.files)

    @cached_property
    def debt(self) -> int:
        """Findings that are design debt."""
        return sum(file.debt for file in self.files)

    @cached_property
    def exempt(self) -> int:
        """Findings that are exempt."""
        return sum(file.exempt for file in self.files)

    @cached_property
    def domains(self) -> Mapping[str, int]:
        """What is left by domain; a domain that is done is not in it."""
        return _summed((file.domain, file.left) for file in self.files)

    @cached_property
    def layers(self) -> Mapping[str, int]:
        """What is left by layer."""
        return _summed((file.layer, file.left) for file in self.files)

    @property
    def states(self) -> Mapping[str, int]:
        """All findings by state; what is left is ``new`` and ``known`` together."""
        return {"new": self.total - self.known, "known": self.known, "debt": self.debt, "exempt": self.exempt}


@dataclass(frozen=True)
class Checkpoint:
    """A sweep at one moment.

    Attributes:
        time: UTC, in whole seconds.
        revision: full name of the commit, or None where there was no repository.
        counts: what was left, in total and by domain, layer, kind, rule, file and state.
        note: what was fixed since the one before, or what somebody said.
        modified: whether Python files of the work tree were others than those of the commit.
    """

    time: datetime.datetime
    revision: str | None
    counts: Counts
    note: str = ""
    modified: bool = False

    @property
    def total(self) -> int:
        """What was left."""
        return self.counts.total


@dataclass(frozen=True, slots=True)
class DomainProgress:
    """One domain of a sweep.

    Attributes:
        domain: its name, or ``NONE``.
        most: the most that was ever left in it.
        left: what is left now.
        files: files with something left.
        debt: its design debt.
        done: when nothing was left any more, or None while something is.
    """

    domain: str
    most: int
    left: int
    files: int
    debt: int = 0
    done: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """When a sweep ends if it goes on as it went.

    Attributes:
        weeks: how many whole weeks of the past it is drawn from.
        per_week: findings fixed in one of them, on average; below zero where more came in.
        early, middle, late: days by which 10, 50 and 90 of 100 draws have ended; None where so many do not end in sight.
        on_target: how many of 100 draws end by the target date; None without one.
        reason: why there is no forecast, or an empty string.
    """

    weeks: int = 0
    per_week: float = 0.0
    early: datetime.date | None = None
    middle: datetime.date | None = None
    late: datetime.date | None = None
    on_target: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Lever:
    """A function whose lifting to an owner clears several call sites, since every path to them passes it.

    Attributes:
        function: its label, ``module:qualname``.
        path: POSIX path of its file, relative to the working directory.
        clears: how many of the sites that are left.
    """

    function: str
    path: str
    clears: int


@dataclass(frozen=True, slots=True)
class FileLeft:
    """A file with something left.

    Attributes:
        path: POSIX path relative to the working directory.
        left: how many findings.
        domain: the domain of its module, or ``NONE``.
        lever: label of the lever that clears most of them, or None.
        owners: who owns it by CODEOWNERS.
    """

    path: str
    left: int
    domain: str
    lever: str | None = None
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnerLeft:
    """What is left in the files of an owner by CODEOWNERS; a file of several owners counts for each.

    Attributes:
        owner: as CODEOWNERS names it, or ``NONE`` for files that nobody owns.
        left: how many findings.
        files: in how many files.
    """

    owner: str
    left: int
    files: int


@dataclass(frozen=True, slots=True)
class Remainder:
    """Call sites or findings of one file that stay, for one reason.

    Attributes:
        path: POSIX path relative to the working directory.
        count: how many.
        why: the reason, in words of archcheck's or of the user's.
    """

    path: str
    count: int
    why: str


@dataclass(frozen=True)
class SweepStatus:
    """How far a sweep is.

    Attributes:
        id: id of the sweep.
        title: what people call it, or its id.
        contract: id of the contract.
        invariant: the contract's reason; where it gives none, what it says.
        target: when it is to be done, or None.
        place: the file of its checkpoints, as the user knows it.
        log: the checkpoints, by time.
        now: what a run has counted; equal to the last checkpoint where nothing has changed since.
        domains: every domain that ever had something left: those with most left first, then the done ones.
        levers: what clears most first.
        files: files with something left: those whose lever clears most first.
        owners: by CODEOWNERS, those with most left first; empty where there is none.
        debt: design debt by file, with the reason of its workstream.
        legitimate: call sites that stay where they are, by file: the owners' own, homes, and what is exempt.
        forecast: when it ends.
    """

    id: str
    title: str
    contract: str
    invariant: str
    target: datetime.date | None
    place: str
    log: tuple[Checkpoint, ...]
    now: Checkpoint
    domains: tuple[DomainProgress, ...] = ()
    levers: tuple[Lever, ...] = ()
    files: tuple[FileLeft, ...] = ()
    owners: tuple[OwnerLeft, ...] = ()
    debt: tuple[Remainder, ...] = ()
    legitimate: tuple[Remainder, ...] = ()
    forecast: Forecast = field(default_factory=Forecast)

    @property
    def first(self) -> Checkpoint:
        """The initial baseline: the first checkpoint, or the state now where there is none."""
        return self.log[0] if self.log else self.now

    @property
    def total(self) -> int:
        """What is left now."""
        return self.now.total

    @property
    def fixed(self) -> int:
        """How many fewer are left than at the beginning; below zero where there are more."""
        return self.first.total - self.total

    @property
    def told(self) -> tuple[tuple[Checkpoint, int | None], ...]:
        """The checkpoints that say something, each with the difference to what was left before; None for the first."""
        before = (None, *(checkpoint.total for checkpoint in self.log))
        return tuple(
            (checkpoint, None if last is None else checkpoint.total - last)
            for checkpoint, last in zip(self.log, before, strict=False)
            if checkpoint.note != UNCHANGED or last is None
        )

    @property
    def unrecorded(self) -> int | None:
        """How many more are left than at the last checkpoint, or None where nothing has changed since."""
        if self.log and self.log[-1].counts == self.now.counts:
            return None
        return self.total - self.log[-1].total if self.log else 0


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording has made of one sweep.

    Attributes:
        sweep: its id.
        place: its file, as the user knows it.
        former: the last checkpoint before; None where there was none.
        added: the checkpoint that was added; None where nothing has changed.
        done: domains whose last finding went since the former checkpoint.
    """

    sweep: str
    place: str
    former: Checkpoint | None
    added: Checkpoint | None
    done: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A commit of which nothing can be said.

    Attributes:
        revision: its full name.
        reason: why.
    """

    revision: str
    reason: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a walk through the history has made of one sweep.

    Attributes:
        sweep: its id.
        place: its file, as the user knows it.
        walked: commits that were looked at.
        counted: those of them that have a checkpoint now: each that has changed the project.
        added: checkpoints that were not there before.
        first, last: what was left at the first and the last of them; None where there is none.
        unread: commits that hold files which cannot be read.
        left_out: commits of which nothing can be said.
    """

    sweep: str
    place: str
    walked: int
    counted: int
    added: int
    first: int | None
    last: int | None
    unread: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def _summed(pairs: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for name, count in pairs:
        if count:
            found[name] = found.get(name, 0) + count
    return dict(sorted(found.items()))
