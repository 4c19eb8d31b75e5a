"""Functions that are handed in and called: which parameters that are, and what inner functions see of those around them."""

from __future__ import annotations

from archcheck.facts import schema as f
from archcheck.model.asked import Passed
from archcheck.resolve.scoping import binder_of
from archcheck.resolve.unit import Unit


def owner_of(unit: Unit, name: str) -> Unit | None:
    """The function whose parameter a name is here, where that stays what it was handed; else None."""
    binder = binder_of(unit, name)
    return binder if binder is not None and binder.is_parameter(name) else None


def called_parameters(unit: Unit) -> frozenset[str]:
    """The parameters of a function that it, or a function inside of it, calls."""
    return frozenset(name for inner in unit.with_inner() for name in _called(inner) if owner_of(inner, name) is unit)


def seen_inside(unit: Unit, inner: Unit) -> tuple[tuple[str, Passed], ...]:
    """What a function sees, and calls, of the parameters of a function in which it stands, and of those around that one."""
    if inner.parent is not unit:
        return ()
    called = ((each, name) for each in inner.with_inner() for name in _called(each))
    around = {name for each, name in called if (owner := owner_of(each, name)) is not None and not _is_in(owner, inner)}
    return tuple((name, f"={name}") for name in sorted(around))


def _is_in(unit: Unit, outer: Unit) -> bool:
    here: Unit | None = unit
    while here is not None and here is not outer:
        here = here.parent
    return here is outer


def _called(unit: Unit) -> frozenset[str]:
    """The names that are called in a unit."""
    funcs = (unit.node(call.func) for _, call in unit.calls)
    return frozenset(func.id for func in funcs if isinstance(func, f.Name))
