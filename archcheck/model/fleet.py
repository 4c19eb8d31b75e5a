"""Many repositories: which they are, and what became of each."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from archcheck.model.finding import State
from archcheck.model.report import ContractResult, Summary

OK = 0
FAILED = 1
COULD_NOT_CHECK = 2
BUG = 3


@dataclass(frozen=True, slots=True)
class Repository:
    """One repository of a fleet, as the fleet's file has it.

    Attributes:
        name: unique in the fleet.
        path: its directory, relative to the fleet's file.
        config: its layers.toml, relative to ``path``.
        url: where it was cloned from, or None.
        owner: whose findings are that no CODEOWNERS speaks of, or None.
    """

    name: str
    path: str
    config: str = "layers.toml"
    url: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """Findings by state under one name.

    Attributes:
        name: a rule or an owner; None for those of nobody.
        new, known, debt, exempt: how many.
        most: the repositories that have them, and how many of them that are not exempt; most first. Empty within one repository.
    """

    name: str | None
    new: int = 0
    known: int = 0
    debt: int = 0
    exempt: int = 0
    most: tuple[tuple[str, int], ...] = ()

    @property
    def open(self) -> int:
        """How many are to be mended some day."""
        return self.new + self.known + self.debt


@dataclass(frozen=True, slots=True)
class First:
    """What to do first in a repository.

    Attributes:
        repository: its name.
        what: ``mend`` (what keeps it from being checked), ``read`` (the file with most findings), ``lift`` (the function that clears most
            when it is lifted to an owner) or ``prune`` (stale entries of the baseline).
        subject: the mistake, the path, the function, or the baseline's file.
        path: where that is, relative to the repository; empty where it has no place.
        line: line from 1, or 0.
        findings: how many findings, call sites or entries it is about.
        of: of how many.
        contract: the contract that it is about, or None.
        state: whether the findings of a file are ``new`` or, where none is, ``known``.
    """

    repository: str
    what: Literal["mend", "read", "lift", "prune"]
    subject: str
    path: str = ""
    line: int = 0
    findings: int = 0
    of: int = 0
    contract: str | None = None
    state: Literal["new", "known"] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one repository.

    Attributes:
        repository: which.
        code: the exit code that ``check`` would have given.
        mistakes: why it could not be checked.
        summary: counts; None where it could not be checked.
        contracts: results in order of configuration.
        rules: findings by rule, worst first.
        owners: findings by owner, worst first; those of nobody last. Empty where no owner is known.
        first: what to do first: at most one of each kind.
        traceback: of a bug in archcheck, for stderr; no report has it.
    """

    repository: Repository
    code: int
    mistakes: tuple[str, ...] = ()
    summary: Summary | None = None
    contracts: tuple[ContractResult, ...] = ()
    rules: tuple[Count, ...] = ()
    owners: tuple[Count, ...] = ()
    first: tuple[First, ...] = ()
    traceback: str = ""


@dataclass(frozen=True, slots=True)
class Fleet:
    """All repositories, worst first: those that could not be checked, then by what is new.

    Attributes:
        outcomes: what became of each.
    """

    outcomes: tuple[Outcome, ...]

    @property
    def code(self) -> int:
        """The exit code: the highest of all."""
        return max((outcome.code for outcome in self.outcomes), default=OK)

    @property
    def rules(self) -> tuple[Count, ...]:
        """Findings of all by rule, worst first."""
        return _together((outcome.repository.name, outcome.rules) for outcome in self.outcomes)

    @property
    def owners(self) -> tuple[Count, ...]:
        """Findings of all by owner, worst first; empty where none is known anywhere."""
        return _together((outcome.repository.name, outcome.owners) for outcome in self.outcomes)

    @property
    def first(self) -> tuple[First, ...]:
        """What to do first, in the worst repository first."""
        return tuple(first for outcome in self.outcomes for first in outcome.first)

    def total(self, key: Literal["modules", "unread", "call_sites", "new", "known", "debt", "exempt", "stale"]) -> int:
        """The sum over all that were checked."""
        return sum(getattr(outcome.summary, key) for outcome in self.outcomes if outcome.summary is not None)


def counts(named: Iterable[tuple[str | None, State]]) -> tuple[Count, ...]:
    """How often each name has each state, worst first."""
    tally = Counter(named)
    names = {name for name, _ in tally}
    return _worst_first(
        Count(name, tally[name, "new"], tally[name, "known"], tally[name, "debt"], tally[name, "exempt"])
        for name in names
    )


def worst_first(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Bugs and what could not be checked first, then by what is new, stale and open."""
    return tuple(sorted(outcomes, key=_badness))


def _badness(outcome: Outcome) -> tuple[object, ...]:
    summary = outcome.summary
    found = (-summary.new, -summary.stale, -summary.known - summary.debt) if summary is not None else (0, 0, 0)
    return (-outcome.code, *found, outcome.repository.name)


def _together(parts: Iterable[tuple[str, Sequence[Count]]]) -> tuple[Count, ...]:
    held: dict[str | None, list[tuple[str, Count]]] = {}
    for repository, found in parts:
        for count in found:
            held.setdefault(count.name, []).append((repository, count))
    return _worst_first(_sum(name, each) for name, each in held.items())


def _sum(name: str | None, each: Sequence[tuple[str, Count]]) -> Count:
    found = [count for _, count in each]
    most = sorted(
        ((repository, count.open) for repository, count in each if count.open), key=lambda one: (-one[1], one[0])
    )
    return Count(
        name,
        sum(count.new for count in found),
        sum(count.known for count in found),
        sum(count.debt for count in found),
        sum(count.exempt for count in found),
        tuple(most),
    )


def _worst_first(found: Iterable[Count]) -> tuple[Count, ...]:
    return tuple(
        sorted(found, key=lambda each: (each.name is None, -each.new, -each.open, -each.exempt, each.name or ""))
    )
