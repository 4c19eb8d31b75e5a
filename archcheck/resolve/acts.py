"""What is done at a place: effects with the API that has them, and the conditions they hang on."""

from __future__ import annotations

from dataclasses import dataclass

from archcheck.facts.schema import Span
from archcheck.model.asked import Asked
from archcheck.model.site import TRANSACTION_EFFECTS, Form, Via
from archcheck.resolve.values import Trail

TELLING_NAMES = frozenset(["commit", "rollback", "begin", "begin_nested", "autocommit"])
"""Names of methods and attributes by which whoever uses them speaks of transactions."""


@dataclass(frozen=True, slots=True)
class Guard:
    """What a parameter (``read_only``) or attribute (``self.read_only``) has to be."""

    name: str
    wanted: Asked


@dataclass(frozen=True, slots=True)
class Act:
    """Effects of one API.

    Attributes:
        effects: principal one first.
        api: catalog name, or ``module:function`` of a project wrapper.
        wraps: catalog API behind a wrapper, else None.
        kind: kind of the call site, or None.
        certain: whether the receiver's type was followed to the catalog.
        trail: hops that led here.
        guards: what must hold for it to happen.
    """

    effects: tuple[str, ...]
    api: str
    wraps: str | None = None
    kind: str | None = None
    certain: bool = True
    trail: Trail | None = None
    guards: tuple[Guard, ...] = ()

    @property
    def via(self) -> Via:
        """Whether the act is that of a project wrapper."""
        return "wrapper" if self.wraps is not None else "direct"

    @property
    def commits(self) -> bool:
        """Whether it ends or shields a transaction by succeeding."""
        return "transaction.commit" in self.effects or "transaction.savepoint" in self.effects

    @property
    def rolls_back(self) -> bool:
        """Whether it undoes a transaction."""
        return "transaction.rollback" in self.effects


@dataclass(frozen=True, slots=True)
class Event:
    """An act at a place of a unit.

    Attributes:
        act: what is done.
        form: how the API is used.
        span: of the expression.
        at: time within the unit; -1 for decorators and parameters.
        block: block within the unit that it stands in.
        body: for ``with``: the block whose leaving performs it, else -1.
        by: another time that a run has come by when it does it, else -1.
    """

    act: Act
    form: Form
    span: Span
    at: int
    block: int = 0
    body: int = -1
    by: int = -1


def ordered(effects: tuple[str, ...]) -> tuple[str, ...]:
    """Effects without repetition, the principal one first: commit, rollback, begin, savepoint, mode, then the others."""
    rank = {effect: number for number, effect in enumerate(TRANSACTION_EFFECTS)}
    return tuple(sorted(dict.fromkeys(effects), key=lambda effect: (rank.get(effect, len(rank)), effect)))
