"""Which functions of the project run when a value is called, entered or looked into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from archcheck.model.calls import How
from archcheck.model.site import Certainty
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Function, Own, OwnClass, Partial, Shape, Value

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_MADE_BY = ("__new__", "__init__", "__post_init__")
_MOST_BESIDE = 12


@dataclass(frozen=True, slots=True)
class Reached:
    """A function that is reached, how, and how well that is known.

    Attributes:
        unit: the function.
        how: as in the call graph.
        certainty: how well it is known.
        handed: where a parameter is called, the function that it was handed and by which this one is reached.
    """

    unit: Unit
    how: How
    certainty: Certainty
    handed: Unit | None = None


def sure(*values: Value) -> Certainty:
    """How well values are known together."""
    return "certain" if all(value.certain for value in values) else "likely"


def called(resolver: Resolver, value: Value, *, fixed: bool = False) -> Iterator[Reached]:
    """What calling a value runs.

    Args:
        resolver: the project's types.
        value: what is called.
        fixed: the call names the class whose method it wants (``super().save()``), so no override below is meant.
    """
    match value.shape:
        case Function(unit=unit, receiver=receiver):
            yield from _function(resolver, unit, receiver, sure(value), fixed)
        case OwnClass(unit=owner):
            for name in _MADE_BY:
                yield from (Reached(u, "construct", sure(value)) for u in defined(resolver, owner, name))
        case Own(unit=owner):
            yield from method(resolver, owner, "__call__", "method", sure(value))
        case Partial(target=target):
            yield from called(resolver, value.becomes(target), fixed=fixed)


def _function(
    resolver: Resolver, unit: Unit, receiver: Shape | None, certainty: Certainty, fixed: bool
) -> Iterator[Reached]:
    if unit.kind == "lambda":
        return
    owner = receiver.unit if isinstance(receiver, Own | OwnClass) else None
    if fixed:
        yield Reached(unit, "super", certainty)
    elif owner is None:
        # A method without a receiver that is not certain was found by its name, which one class alone has.
        by_name = unit.class_around is not None and certainty != "certain"
        yield Reached(unit, "name", "possible") if by_name else Reached(unit, "direct", certainty)
    else:
        yield Reached(unit, "method" if unit.class_around is owner else "inherited", certainty)
        yield from overriding(resolver, owner, unit.scope.name)


def method(resolver: Resolver, owner: Unit, name: str, how: How, certainty: Certainty) -> Iterator[Reached]:
    """The method of that name that instances of a class have, and those that override it below."""
    yield from (Reached(unit, how, certainty) for unit in defined(resolver, owner, name))
    yield from overriding(resolver, owner, name)


def overriding(resolver: Resolver, owner: Unit, name: str) -> Iterator[Reached]:
    """Methods of subclasses, outside tests, that a call through the class may mean."""
    yield from (Reached(unit, "overridden", "likely") for unit in resolver.overrides(owner, name))


def overrides(resolver: Resolver, owner: Unit, name: str) -> tuple[Unit, ...]:
    """Methods of that name in classes below a class, or that stand before its own in one below; tests left out."""
    if name.startswith("__") and name in (*_MADE_BY, "__init_subclass__"):
        return ()
    below: list[Unit] = []
    beside: list[Unit] = []
    # Only a class below both can put the method of another one before.
    shared = bool(resolver.descendants(owner))
    for unit in resolver.lookups.methods(name):
        there = unit.class_around
        if there is not None and there is not owner:
            if OwnClass(owner) in resolver.lineage(there):
                below.append(unit)
            elif (
                shared
                and resolver.lookups.has_subclass(there.scope.name)
                and OwnClass(there) not in resolver.lineage(owner)
            ):
                beside.append(unit)
    return (*below, *islice((unit for unit in beside if _stands_before(resolver, unit, owner)), _MOST_BESIDE))


def _stands_before(resolver: Resolver, method: Unit, owner: Unit) -> bool:
    """Whether a class that inherits from both has a method before anything of another class goes by its name."""
    there = method.class_around
    if there is None:
        return False
    fewer = min(resolver.descendants(there), resolver.descendants(owner), key=len)
    for below in fewer:
        order = resolver.order(below)
        if there in order and owner in order[order.index(there) :]:
            return True
    return False


def descendants(resolver: Resolver, owner: Unit) -> tuple[Unit, ...]:
    """The classes below a class, tests left out."""
    found = {owner: None}
    waiting = [owner]
    for above in waiting:
        for below in resolver.lookups.subclasses(above.scope.name):
            if below not in found and not below.module.is_test and OwnClass(above) in resolver.lineage(below):
                found[below] = None
                waiting.append(below)
    return tuple(waiting[1:])


def defined(resolver: Resolver, owner: Unit, name: str) -> tuple[Unit, ...]:
    """The functions that a class, or the first of its bases that has any, defines under a name."""
    for shape in resolver.lineage(owner):
        if isinstance(shape, OwnClass):
            found = tuple(u for u in shape.unit.children if u.kind == "function" and u.scope.name == name)
            if found:
                return found
    return ()


def read(resolver: Resolver, values: Iterable[Value], name: str) -> Iterator[Reached]:
    """What reading ``value.name`` runs: a property, its overrides included."""
    return _accessed(resolver, values, name, "")


def set_by(resolver: Resolver, values: Iterable[Value], name: str) -> Iterator[Reached]:
    """What setting ``value.name`` runs: the setter of a property, those of its overrides included."""
    return _accessed(resolver, values, name, "setter")


def _accessed(resolver: Resolver, values: Iterable[Value], name: str, accessor: str) -> Iterator[Reached]:
    for value in values:
        if isinstance(value.shape, Own):
            owner = value.shape.unit
            # A mixin may read what only the classes that use it have.
            there = defined(resolver, owner, name) or resolver.overrides(owner, name)
            if any(unit.is_property for unit in there):
                found = method(resolver, owner, name, "property", sure(value))
                yield from (each for each in found if each.unit.accessor == accessor)
