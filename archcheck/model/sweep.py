"""A clean-up that is followed over time: its checkpoints, and what was counted at each."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

NONE = "-"
"""Stands for the domain, layer or kind of findings that have none."""


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
