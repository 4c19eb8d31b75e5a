"""The calls that each unit makes: written out, or hidden in properties, operators, ``with``, decorators and callbacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.model.asked import Asking, Passed, that_function
from archcheck.model.site import Certainty, weakest
from archcheck.resolve import (
    beside,
    binding,
    callbacks,
    closures,
    forwarding,
    hidden,
    keeping,
    objects,
    passing,
    reached,
    unfollowed,
)
from archcheck.resolve.reached import Reached
from archcheck.resolve.unfollowed import Unfollowed
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Function, KnownMethod, Own, OwnClass, Place, Super, Value

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver


# A task that is sent to a queue runs later, and not for its caller.
_QUEUES = frozenset(["delay", "apply_async"])
_CALLED_AS_WRITTEN = frozenset(["direct", "method", "inherited", "overridden", "construct", "super"])


@dataclass(frozen=True, slots=True)
class Edge:
    """A function that a unit reaches, where, and what that has to do with parameters; see ``CallEdge``."""

    reached: Reached
    span: f.Span
    asked: Asking = ()
    passed: tuple[tuple[str, Passed], ...] = ()
    on: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a unit reaches, and the calls that could not be followed."""

    edges: tuple[Edge, ...]
    unfollowed: tuple[Unfollowed, ...]


def outgoing(resolver: Resolver, unit: Unit, *, gaps: bool = True) -> Outgoing:
    """Everything that a unit reaches directly, in order of position.

    Args:
        resolver: types the unit's expressions.
        unit: the unit.
        gaps: whether to look for methods that are not there as well, which takes the receivers of calls that lead nowhere in the project.
    """
    found: list[Edge] = [Edge(r, span) for r, span in hidden.of_definition(resolver, unit)]
    lost: list[Unfollowed] = []
    properties = resolver.project.property_names
    for index, node in enumerate(unit.scope.nodes):
        # Most nodes are names and attributes: a look at the class is cheaper than matching patterns one after the other.
        kind = node.__class__
        if kind is f.Name or (kind is f.Attribute and node.name not in properties):  # type: ignore[union-attr]
            continue
        match node:
            case f.Call(span=span):
                wanted = passing.asked(resolver, unit, index)
                called = list(_called(resolver, unit, index, node, lost if gaps else None))
                found += _of_call(resolver, unit, index, node, called, wanted)
                found += _of_handed(resolver, unit, index, node, wanted)
            case f.Attribute(value=base, name=name, span=span):
                read = list(reached.read(resolver, resolver.value(unit, base), name))
                on_read = objects.looked_up_on(resolver, unit, base) if read else ""
                found += [Edge(r, span, on=on_read) for r in read]
            case f.Operation(span=span):
                found += [Edge(r, span) for r in hidden.of_operation(resolver, unit, node)]
            case f.Subscript() | f.Iteration():
                found += [Edge(r, hidden.around(unit, index)) for r in hidden.of_access(resolver, unit, node)]
    found += [Edge(r, span) for r, span in hidden.of_statements(resolver, unit)]
    found += [Edge(r, span) for r, span in callbacks.kept(resolver, unit)]
    if keeping.is_put_away(resolver, unit):
        found = [replace(edge, reached=replace(edge.reached, how="kept")) for edge in found]
    return Outgoing(tuple(sorted(found, key=lambda edge: edge.span)), tuple(lost))


def _of_call(
    resolver: Resolver, unit: Unit, index: int, call: f.Call, called: Sequence[Reached], wanted: Asking
) -> Iterator[Edge]:
    """The functions that a call reaches as edges, with what it asks and hands on."""
    if not called:
        return
    on = objects.receivers(resolver, unit, call)
    for to in called:
        asked = (*wanted, *_asking_for(unit, call.func, to, called))
        passed = (*_passed(resolver, unit, index, call, to), *closures.seen_inside(resolver, unit, to.unit))
        yield Edge(to, call.span, asked, passed, on(to.how))


def _of_handed(resolver: Resolver, unit: Unit, index: int, call: f.Call, wanted: Asking) -> Iterator[Edge]:
    """The functions that a call hands on as edges, with what it asks of a parameter that it hands on."""
    handed = list(callbacks.handed_on(resolver, Place(unit, index), call))
    every = [to for _, to in handed]
    for argument, to in handed:
        asked = (*wanted, *_asking_for(unit, argument, to, every))
        yield Edge(to, call.span, asked, closures.seen_inside(resolver, unit, to.unit))


def _asking_for(unit: Unit, index: int, to: Reached, every: Sequence[Reached]) -> Asking:
    """What the use of a parameter asks of it: to be the function by which another one is reached, where that is one alone."""
    node = unit.node(index)
    if to.handed is None or not isinstance(node, f.Name) or closures.owner_of(unit, node.id) is None:
        return ()
    is_only_way = sum(each.unit is to.unit for each in every) == 1
    return ((node.id, that_function(to.handed.label)),) if is_only_way else ()


def _passed(resolver: Resolver, unit: Unit, index: int, call: f.Call, to: Reached) -> tuple[tuple[str, Passed], ...]:
    """What a call hands on; nothing is said where the callee is not called by it as it stands there."""
    if to.how == "callback" and to.handed is to.unit:
        return passing.passed(resolver, Place(unit, index), to.unit, bound=to.unit.self_name is not None)
    if to.how not in _CALLED_AS_WRITTEN:
        return ()
    func = unit.node(call.func)
    by_class = to.how == "super" and isinstance(func, f.Attribute) and not isinstance(unit.node(func.value), f.Call)
    by_class = by_class and "classmethod" not in to.unit.decorator_names
    return passing.passed(resolver, Place(unit, index), to.unit, bound=to.how != "direct" and not by_class)


def _called(
    resolver: Resolver, unit: Unit, index: int, call: f.Call, lost: list[Unfollowed] | None
) -> Iterator[Reached]:
    func = unit.node(call.func)
    if isinstance(func, f.Attribute) and func.name not in resolver.project.callable_names and func.name != "__class__":
        # Nothing of the project goes by that name; only a method that is not there is still of interest.
        if lost is not None:
            lost += unfollowed.missing(resolver, call, func, resolver.value(unit, func.value))
        return
    values = resolver.value(unit, call.func)
    fixed = isinstance(func, f.Attribute) and _names_class(resolver, unit, func)
    queued = func.name if isinstance(func, f.Attribute) and func.name in _QUEUES else None
    for value in values:
        found = reached.called(resolver, value, fixed=fixed)
        if isinstance(value.shape, Function) and (queued is None or _is_called(value, queued)):
            on = value.shape.receiver
            found = (each for each in found if binding.fits(resolver, unit, call, each.unit, on))
        if queued is not None and not _is_called(value, queued):
            found = (replace(r, how="queued") for r in found)
        elif isinstance(value.shape, Function) and _was_handed(resolver, unit, func, value.shape):
            handed = value.shape.unit
            found = (replace(r, how="callback", handed=handed) for r in found)
        yield from found
        if isinstance(value.shape, KnownMethod) and value.shape.inheritor is not None:
            yield from _run_by_library(resolver, value.shape, value.shape.inheritor)
        if isinstance(func, f.Attribute) and not fixed:
            yield from _static_overrides(resolver, unit, func, value)
        if isinstance(value.shape, Function):
            by_call = hidden.of_call(resolver, value.shape, Place(unit, index))
            yield from (replace(r, certainty=_at_most(value, r.certainty)) for r in by_call)
    if isinstance(func, f.Attribute):
        yield from beside.of_super(resolver, unit, func)
    if not values and isinstance(func, f.Attribute):
        receivers = resolver.value(unit, func.value)
        is_open = unfollowed.says_nothing(receivers) or forwarding.may_forward(resolver, receivers)
        if is_open:
            yield from unfollowed.by_name(resolver, func.name)
        if lost is not None:
            lost += unfollowed.missing(resolver, call, func, receivers)
            lost += unfollowed.unknown(resolver, call, func) if is_open else ()


def _at_most(value: Value, certainty: Certainty) -> Certainty:
    """How certain it is what a decorator does, where it is not certain what is called; of what was found by its name it is possible."""
    if value.certain:
        return certainty
    shape = value.shape
    by_name = isinstance(shape, Function) and shape.receiver is None and shape.unit.class_around is not None
    return weakest("possible" if by_name else "likely", certainty)


def _run_by_library(resolver: Resolver, method: KnownMethod, inheritor: Own) -> Iterator[Reached]:
    """What a method of a library runs of the class that has inherited it (``serializer.save()`` runs its ``create``)."""
    entry = resolver.catalog.member(method.receiver.name, method.name)
    for name in entry[1].runs if entry is not None else ():
        yield from reached.method(resolver, inheritor.unit, name, "overridden", "likely")


def _is_called(value: Value, name: str) -> bool:
    """Whether a value is a function of that very name, and no task that has a method of that name."""
    return isinstance(value.shape, Function) and value.shape.unit.scope.name == name


def _was_handed(resolver: Resolver, unit: Unit, func: f.Node, function: Function) -> bool:
    """Whether a call calls what somebody has handed over: a parameter, though not its default, or what an object was made with."""
    match func:
        case f.Name(id=name):
            owner = closures.owner_of(unit, name)
            return owner is not None and not _is_default(resolver, owner, name, function)
        case f.Attribute(value=base, name=name) if function.unit.class_around is None:
            owners = [v.shape.unit for v in resolver.value(unit, base) if isinstance(v.shape, Own)]
            return any(_is_made_with(resolver, owner, name) for owner in owners)
    return False


def _is_default(resolver: Resolver, unit: Unit, name: str, function: Function) -> bool:
    default = unit.parameters[name].default
    return default != f.NONE and any(v.shape == function for v in resolver.value(unit.around, default))


def _is_made_with(resolver: Resolver, owner: Unit, name: str) -> bool:
    """Whether instances of a class have under a name what a method was handed, or a field that is handed to the constructor."""
    for shape in resolver.lineage(owner):
        if isinstance(shape, OwnClass):
            stores = shape.unit.self_stores.get(name, ())
            bindings = shape.unit.bindings.get(name, ())
            if stores or bindings:
                stored = ((method, store.value) for method, store in stores if store.value != f.NONE)
                handed = any(method.parameter_at(value) is not None for method, value in stored)
                return handed or any(each.annotation != f.NONE and each.value == f.NONE for each in bindings)
    return False


def _static_overrides(resolver: Resolver, unit: Unit, func: f.Attribute, value: Value) -> Iterator[Reached]:
    """A static method knows no receiver, but one below may stand in its place all the same."""
    shape = value.shape
    if isinstance(shape, Function) and shape.receiver is None and shape.unit.class_around is not None:
        for receiver in resolver.value(unit, func.value):
            if isinstance(receiver.shape, Own | OwnClass):
                yield from reached.overriding(resolver, receiver.shape.unit, func.name)


def _names_class(resolver: Resolver, unit: Unit, func: f.Attribute) -> bool:
    """Whether a call names the class whose method it wants: ``Base.save(self)``, and not ``kind.save()`` with some class or other."""
    base = unit.node(func.value)
    if isinstance(base, f.Name) and base.id in ("self", "cls"):
        return False
    name = unit.last_name(func.value)
    return any(
        isinstance(v.shape, Super) or (isinstance(v.shape, OwnClass) and _is_written(name, v.shape.unit))
        for v in resolver.value(unit, func.value)
    )


def _is_written(name: str | None, owner: Unit) -> bool:
    """Whether a name is that of a class, or of one under another name: classes begin with a capital."""
    return name == owner.scope.name or (name is not None and name[:1].isupper())
