"""What project functions return and yield."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve import names
from archcheck.resolve.lineage import subclasses
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import (
    Known,
    Manager,
    Many,
    Own,
    OwnClass,
    Returning,
    Value,
    Values,
    is_interface,
    merged,
    without_none,
)

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_MOST_NODES = 60


def returned(resolver: Resolver, unit: Unit) -> Values:
    """What a function returns: by annotation where that says something, else what it is seen to return.

    An annotation that only says how the result is used (``-> AbstractContextManager[Session]``, ``-> Callable[[], Session]``) leaves
    open what it does: what is seen comes beside it.
    """
    if unit.scope.returns != f.NONE:
        declared = resolver.annotation(unit.around, unit.scope.returns)
        if declared:
            said = tuple(v.then(f"`{unit.scope.qualname}` is annotated to return it") for v in declared)
            leaves_open = any(is_interface(v.shape) or isinstance(v.shape, Returning) for v in declared)
            return merged([*said, *_seen(resolver, unit)]) if leaves_open else said
    return _seen(resolver, unit)


def returned_on(resolver: Resolver, unit: Unit, owner: Unit) -> Values:
    """What a method returns for instances of a class: what that class, or one between, says of the attributes that the method uses.

    Where that is not certain, it is what the method returns for all.
    """
    if unit.class_around is None or owner is unit.class_around or not _uses_own(resolver, unit, owner):
        return resolver.returned(unit)
    found = resolver.returned(unit.of_class(owner))
    return found if found and all(value.certain for value in found) else resolver.returned(unit)


def _uses_own(resolver: Resolver, unit: Unit, owner: Unit) -> bool:
    """Whether a short method uses attributes of its object that a class has and the method's own class has otherwise."""
    # What `super()` means hangs on the class that a method stands in.
    if len(unit.scope.nodes) > _MOST_NODES or not _own_returns(unit) or f.Name("super") in unit.scope.nodes:
        return False
    used = {node.name for node in unit.scope.nodes if isinstance(node, f.Attribute) and unit.is_self(node.value)}
    for shape in resolver.lineage(owner) if used else ():
        if not isinstance(shape, OwnClass) or shape.unit is unit.class_around:
            return False
        if not used.isdisjoint(shape.unit.bindings) or not used.isdisjoint(shape.unit.self_stores):
            return True
    return False


def _seen(resolver: Resolver, unit: Unit) -> Values:
    """What the body of a function returns; of one without a body, what its overrides return."""
    values: list[Value] = []
    for leave in unit.scope.exits:
        if leave.value != f.NONE:
            handed = _is_handed_through(unit, leave.value)
            given = names.rebound(resolver, unit, leave.value) if handed else resolver.value(unit, leave.value)
            values += given
    if not values and unit.class_around is not None and not _own_returns(unit):
        return _of_overrides(resolver, unit)
    return tuple(v.then(f"`{unit.scope.qualname}` returns it") for v in merged(without_none(values)))


def _is_handed_through(unit: Unit, index: int) -> bool:
    """Whether a bare parameter without annotation is returned: what it holds depends on the call."""
    found = unit.node(index)
    return (
        isinstance(found, f.Name)
        and found.id in unit.parameters
        and found.id != unit.self_name
        and unit.parameters[found.id].annotation == f.NONE
        and unit.kind == "function"
    )


def _own_returns(unit: Unit) -> bool:
    return any(leave.value != f.NONE for leave in unit.scope.exits)


def _of_overrides(resolver: Resolver, unit: Unit) -> Values:
    """An abstract method returns what its overrides return."""
    owner = unit.class_around
    values: list[Value] = []
    for child in subclasses(resolver, owner) if owner is not None else ():
        for binding in child.bindings.get(unit.scope.name, ())[-1:]:
            node = child.node(binding.value) if binding.kind == "def" and binding.value != f.NONE else None
            if isinstance(node, f.Defined):
                values += resolver.returned(child.module.units[node.scope])
    return tuple(Value(v.shape, False, v.trail) for v in merged(values))


def yielded(resolver: Resolver, unit: Unit) -> Values:
    """What a generator function yields: by annotation; one that says of what is yielded that it is returned gives way to
    what is seen for certain at every ``yield``.
    """
    declared = resolver.annotation(unit.around, unit.scope.returns) if unit.scope.returns != f.NONE else ()
    if any(isinstance(v.shape, Many | Manager) for v in declared):
        return merged([_yielded_by(v) for v in declared])
    seen = [_seen_at(resolver, unit, index) for index in unit.scope.yields]
    if declared and not (seen and all(map(_is_known, seen))):
        return declared
    return merged([v for values in seen for v in values])


def _is_known(values: Values) -> bool:
    return bool(values) and all(v.certain and isinstance(v.shape, Known | Own) for v in values)


def _seen_at(resolver: Resolver, unit: Unit, index: int) -> Values:
    """What one ``yield`` is seen to give."""
    node = unit.node(index)
    if not isinstance(node, f.Yielded) or node.value == f.NONE:
        return ()
    given = resolver.value(unit, node.value)
    return tuple(r for v in given for r in resolver.iterated(v)) if node.is_from else given


def _yielded_by(declared: Value) -> Value:
    match declared.shape:
        case Many(element=element) | Manager(entered=element):
            return declared.becomes(element)
    return declared
