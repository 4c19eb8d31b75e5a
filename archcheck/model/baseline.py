"""What is known and accepted for now: the entries of the baseline, and how a run stands to them."""

import datetime
from dataclasses import dataclass, field
from typing import Literal

Mode = Literal["strict", "lenient"]
Identity = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class BaselineEntry:
    """Findings of one identity.

    Attributes:
        rule: id of the rule.
        contract: id of the contract; empty for rules that belong to none.
        subject: scope of the identity.
        object: API or imported module of the identity.
        count: how many of them are known, from 1.
        kind: kind of the call sites, or None; no part of the identity.
        reason, owner, until: why they were taken in, who answers for it and up to which day; None where nothing was said.
        line: where the entry stands in its file, or 0; no part of its value.
    """

    rule: str
    contract: str
    subject: str
    object: str
    count: int
    kind: str | None = None
    reason: str | None = None
    owner: str | None = None
    until: datetime.date | None = None
    line: int = field(default=0, compare=False)

    @property
    def identity(self) -> Identity:
        """``rule, contract, subject, object``."""
        return (self.rule, self.contract, self.subject, self.object)

    def expired(self, today: datetime.date) -> bool:
        """Whether its last day is past."""
        return self.until is not None and today > self.until


@dataclass(frozen=True, slots=True)
class Baseline:
    """A baseline file.

    Attributes:
        entries: one an identity, sorted by it.
        catalog: the version of the catalog that it was written with.
    """

    entries: tuple[BaselineEntry, ...]
    catalog: str


@dataclass(frozen=True, slots=True)
class StaleEntry:
    """An entry that lists more than was found.

    Attributes:
        entry: as it is listed.
        found: how many are left, moved ones included.
        owners: who owns the file by CODEOWNERS.
    """

    entry: BaselineEntry
    found: int
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BaselineStanding:
    """The baseline that a run was held against.

    Attributes:
        file: path as the user knows it.
        mode: whether stale entries fail the run (``strict``) or are only reported (``lenient``).
        listed: how many findings its entries list.
        new: how many findings are new that it could list.
        gone: how many of those that it lists were not found.
        other_catalog: whether it was written with another version of the catalog than this run's.
    """

    file: str
    mode: Mode
    listed: int
    new: int = 0
    gone: int = 0
    other_catalog: bool = False

    def __str__(self) -> str:
        return f"baseline {self.listed} (+{self.new} -{self.gone})"
