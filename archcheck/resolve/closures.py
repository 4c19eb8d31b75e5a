"""What inner functions see of the parameters around them, and which of these they call, ask about or hand on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.model.asked import Passed
from archcheck.resolve.scoping import binder_of
from archcheck.resolve.unit import Unit, given

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver


def owner_of(unit: Unit, name: str) -> Unit | None:
    """The function whose parameter a name is here, where that stays what it was handed; else None."""
    binder = binder_of(unit, name)
    return binder if binder is not None and binder.is_parameter(name) else None


def handed_name(unit: Unit, index: int) -> str | None:
    """The parameter, the function's own or one of a function around, that a node names, if that is still what it was handed."""
    node = unit.node(index)
    if not isinstance(node, f.Name) or node.id in unit.parameters:
        return unit.parameter_at(index)
    return node.id if owner_of(unit, node.id) is not None else None


def used_parameters(resolver: Resolver, unit: Unit) -> frozenset[str]:
    """The parameters of a function that it, or a function inside of it, calls or asks about."""
    used = (name for inner in unit.with_inner() for name in _used(resolver, inner) if owner_of(inner, name) is unit)
    # It may ask about a parameter and bind the name to something else afterwards.
    return frozenset((*used, *(name for name in _asked_about(resolver, unit) if name in unit.parameters)))


def handed_parameters(unit: Unit) -> frozenset[str]:
    """The parameters of a function that it, or a function inside of it, hands on."""
    own = (unit.parameter_at(argument) for _, call in unit.calls for argument in given(call))
    inside = (name for inner in unit.with_inner() for name in _handed_on(inner) if owner_of(inner, name) is unit)
    return frozenset((*inside, *(name for name in own if name is not None)))


def seen_inside(resolver: Resolver, unit: Unit, inner: Unit) -> tuple[tuple[str, Passed], ...]:
    """What a function sees, and uses or hands on, of the parameters of a function in which it stands, and of those around that one."""
    if inner.parent is not unit:
        return ()
    used = ((each, name) for each in inner.with_inner() for name in (*_used(resolver, each), *_handed_on(each)))
    around = {name for each, name in used if (owner := owner_of(each, name)) is not None and not _is_in(owner, inner)}
    return tuple((name, f"={name}") for name in sorted(around))


def _is_in(unit: Unit, outer: Unit) -> bool:
    here: Unit | None = unit
    while here is not None and here is not outer:
        here = here.parent
    return here is outer


def _used(resolver: Resolver, unit: Unit) -> frozenset[str]:
    """The names that are called in a unit, or asked about."""
    funcs = (unit.node(call.func) for _, call in unit.calls)
    called = (func.id for func in funcs if isinstance(func, f.Name))
    return frozenset((*called, *_asked_about(resolver, unit)))


def _handed_on(unit: Unit) -> Iterator[str]:
    for _, call in unit.calls:
        yield from (node.id for node in map(unit.node, given(call)) if isinstance(node, f.Name))


def _asked_about(resolver: Resolver, unit: Unit) -> Iterator[str]:
    for each in resolver.conditions(unit).by_block.values():
        yield from (name for name, _ in (*each.holds, *each.fails))
