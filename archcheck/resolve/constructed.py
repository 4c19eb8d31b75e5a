"""Fields of classes without a constructor of their own (dataclasses, named tuples, models): what the calls of the class hand to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve import entries
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import OwnClass, Place, Plain, Values, doubtful, merged

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_MOST_CALLS = 40


def field(resolver: Resolver, owner: Unit, name: str) -> Values:
    """What instances are made with in the project; certain never, since other calls may be unseen."""
    names = [own for own, bindings in owner.bindings.items() if any(b.annotation != f.NONE for b in bindings)]
    if name not in names or _has_constructor(resolver, owner):
        return ()
    # The fields of a base class come first, and how many these are may be unknown.
    position = names.index(name) if len(resolver.lineage(owner)) == 1 else None
    found = []
    for unit, index, call in _constructions(resolver, owner):
        node = entries.argument_node(Place(unit, index), name, position)
        if node != f.NONE:
            hop = f"`{owner.scope.name}(…)` is given it on line {call.span[0]} of {unit.module.name}"
            found += [v.then(hop) for v in resolver.value(unit, node) if not isinstance(v.shape, Plain)]
    return doubtful(merged(found))


def _has_constructor(resolver: Resolver, owner: Unit) -> bool:
    return any(isinstance(s, OwnClass) and "__init__" in s.unit.bindings for s in resolver.lineage(owner))


def _constructions(resolver: Resolver, owner: Unit) -> Iterator[tuple[Unit, int, f.Call]]:
    """Calls of the class or of one below it, tests left out where others are there; at most forty are looked at."""
    from archcheck.resolve.members import subclasses

    below = [child.scope.name for child in subclasses(resolver, owner)]
    calls = resolver.lookups.calls_outside_tests([owner.scope.name, *below, "cls"])
    for caller, index in calls[:_MOST_CALLS]:
        call = caller.node(index)
        assert isinstance(call, f.Call)
        if any(_makes(resolver, v.shape, owner) for v in resolver.value(caller, call.func)):
            yield caller, index, call


def _makes(resolver: Resolver, shape: object, owner: Unit) -> bool:
    return isinstance(shape, OwnClass) and (shape.unit is owner or OwnClass(owner) in resolver.lineage(shape.unit))
