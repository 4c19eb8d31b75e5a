"""What instances are made with: fields of classes without a constructor (dataclasses, named tuples, models), and what a class hands to
the constructor of its base.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve import binding
from archcheck.resolve.binding import handed_argument
from archcheck.resolve.lineage import subclasses
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Function, Own, OwnClass, Place, Plain, Value, Values, doubtful, merged

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
    found: list[Value] = []
    for unit, index, call in _constructions(resolver, owner):
        node = binding.argument_node(Place(unit, index), name, position)
        if node != f.NONE:
            hop = f"`{owner.scope.name}(…)` is given it on line {call.span[0]} of {unit.module.name}"
            found += [v.then(hop) for v in resolver.value(unit, node) if not isinstance(v.shape, Plain)]
    return doubtful(merged(found))


def handed_down(resolver: Resolver, unit: Unit, base: Unit, name: str) -> Values:
    """What a base class keeps under a name of what instances of one class below it are made with: its siblings hand down their own.

    Empty where the base keeps something else, or nothing is seen to be handed down.
    """
    found: list[Value] = []
    for keeper, store in base.self_stores.get(name, ()):
        kept = keeper.node(store.value) if store.value != f.NONE else None
        if keeper.scope.name != "__init__" or store.annotation != f.NONE or not isinstance(kept, f.Name):
            return ()
        facts = keeper.parameters.get(kept.id)
        if facts is None or not facts.takes_position or kept.id in keeper.bindings:
            return ()
        for at, function, certain in _constructors_called(resolver, unit, base, keeper):
            node = handed_argument(function, at, kept.id)
            values = resolver.value(at.unit, node) if node != f.NONE else ()
            # What the base's own annotation says, be it a type variable, gives way to what is known better.
            narrowed = facts.annotation == f.NONE or all(v.certain for v in values)
            found += values if certain and narrowed else doubtful(values) if narrowed else ()
    hop = f"`{base.scope.name}` keeps what `{unit.scope.name}` hands it"
    return tuple(v.then(hop) for v in merged(found) if not isinstance(v.shape, Plain))


def _constructors_called(
    resolver: Resolver, unit: Unit, base: Unit, constructor: Unit
) -> Iterator[tuple[Place, Function, bool]]:
    """Calls of a base's constructor for instances of a class: by the next constructor below, or where instances are made, which may not
    be all such places.
    """
    between = list(takewhile(lambda shape: shape != OwnClass(base), resolver.lineage(unit)))
    own = [u for s in between if isinstance(s, OwnClass) for u in s.unit.children if u.scope.name == "__init__"]
    for below in own:
        calls = list(_calls_of(resolver, below, constructor))
        if calls:
            for at, is_bound in calls:
                yield at, Function(constructor, Own(unit) if is_bound else OwnClass(unit)), True
            return
    if not own:
        for caller, index, _ in _constructions(resolver, unit):
            yield Place(caller, index), Function(constructor, Own(unit)), False


def _calls_of(resolver: Resolver, unit: Unit, constructor: Unit) -> Iterator[tuple[Place, bool]]:
    """Where a constructor calls a certain one above it, each with whether it does so by ``super()``, which brings ``self``."""
    for index, call in unit.calls:
        func = unit.node(call.func)
        if (
            isinstance(func, f.Attribute)
            and func.name == "__init__"
            and _leads_to(resolver, unit, call.func, constructor)
        ):
            yield Place(unit, index), isinstance(unit.node(func.value), f.Call)


def _leads_to(resolver: Resolver, unit: Unit, func: int, constructor: Unit) -> bool:
    """Whether a call of ``super().__init__`` or ``Base.__init__`` is one of that constructor."""
    return any(isinstance(v.shape, Function) and v.shape.unit is constructor for v in resolver.value(unit, func))


def _has_constructor(resolver: Resolver, owner: Unit) -> bool:
    return any(isinstance(s, OwnClass) and "__init__" in s.unit.bindings for s in resolver.lineage(owner))


def _constructions(resolver: Resolver, owner: Unit) -> Iterator[tuple[Unit, int, f.Call]]:
    """Calls of the class or of one below it, tests left out where others are there; at most forty are looked at."""
    below = [child.scope.name for child in subclasses(resolver, owner)]
    calls = resolver.lookups.calls_outside_tests([owner.scope.name, *below, "cls"])
    for caller, index in calls[:_MOST_CALLS]:
        call = caller.node(index)
        assert isinstance(call, f.Call)
        if any(_makes(resolver, v.shape, owner) for v in resolver.value(caller, call.func)):
            yield caller, index, call


def _makes(resolver: Resolver, shape: object, owner: Unit) -> bool:
    return isinstance(shape, OwnClass) and (shape.unit is owner or OwnClass(owner) in resolver.lineage(shape.unit))
