"""What the test of an ``if`` says of the names that it asks about, where it holds and where it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from archcheck.facts import schema as f
from archcheck.model.asked import Asked, is_exact, opposite
from archcheck.resolve import telling
from archcheck.resolve.entries import bound_once
from archcheck.resolve.unit import Unit

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

Subject: TypeAlias = Callable[[Unit, int], str | None]
"""What a node is called if it is something that is asked about, else None."""
# None is an instance of these.
_OF_NONE = frozenset(["NoneType", "object", "Hashable"])


def said(resolver: Resolver, unit: Unit, test: int, holds: bool, subject: Subject) -> Iterator[tuple[str, Asked]]:
    """What a test says; a name in it may stand for a test that was made before.

    Args:
        resolver: knows the constants that something is compared with.
        unit: where the test stands.
        test: its node.
        holds: whether it is to hold or to fail.
        subject: what may be asked about.
    """
    return _said(resolver, unit, test, holds, subject, True)


def _said(
    resolver: Resolver, unit: Unit, test: int, holds: bool, subject: Subject, follow: bool
) -> Iterator[tuple[str, Asked]]:
    name = subject(unit, test)
    if name is not None:
        yield name, "true" if holds else "false"
        return
    match unit.node(test):
        case f.Name(id=name) if follow and (noted := _noted(unit, name, test)) != f.NONE:
            yield from _said(resolver, unit, noted, holds, subject, False)
        case f.Operation(operator="not", operands=(inner,)):
            yield from _said(resolver, unit, inner, not holds, subject, follow)
        case f.Call(args=(first, _)) as call if holds and _asks_for_class(unit, call):
            name = subject(unit, first)
            if name is not None:
                yield name, "something"
        case f.Operation(operator="is" | "is not" | "==" | "!=" as operator, operands=(left, right)):
            name = subject(unit, left)
            asked = _compared(resolver, unit, right, operator, holds) if name is not None else None
            if name is not None and asked is not None:
                yield name, asked
        case f.Choice(operator="and" | "or" as operator, options=options) if holds == (operator == "and"):
            for option in options:
                yield from _said(resolver, unit, option, holds, subject, follow)


def _compared(resolver: Resolver, unit: Unit, index: int, operator: str, holds: bool) -> Asked | None:
    """What something is that is, or is not, what a constant says."""
    constant = telling.constant(resolver, unit, index)
    if constant is None or (operator in ("is", "==")) == holds:
        return constant
    # What is not True may be 1, and what is not equal to None may be None all the same.
    differs = is_exact(constant) or (constant == "none" and operator in ("is", "is not"))
    return opposite(constant) if differs else None


def _noted(unit: Unit, name: str, at: int) -> int:
    """The test whose result a name was bound to before, once and for all (``owns = session is None``)."""
    test = bound_once(unit, at)
    is_before = test != at and unit.bindings[name][0].at <= at
    return test if is_before and isinstance(unit.node(test), f.Operation | f.Choice) else f.NONE


def _asks_for_class(unit: Unit, call: f.Call) -> bool:
    """Whether a call is ``isinstance(x, C)`` with a class that None is no instance of."""
    func, kind = unit.node(call.func), unit.node(call.args[1])
    return (
        func == f.Name("isinstance")
        and isinstance(kind, f.Name | f.Attribute)
        and unit.last_name(call.args[1]) not in _OF_NONE
    )
