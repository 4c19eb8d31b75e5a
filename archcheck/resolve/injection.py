"""Dependency injection: what a function takes by ``Depends(…)``, and what that does behind its ``yield``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve import summaries
from archcheck.resolve.acts import Event
from archcheck.resolve.binding import handed_argument
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Function, Place, Value

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_DEPENDS = ("Depends", "Security")


def injections(resolver: Resolver, unit: Unit) -> list[Event]:
    """The acts of the dependencies that a function takes."""
    found: list[Event] = []
    for value, span in resolver.dependencies(unit):
        acts = summaries.dependency_acts(resolver, value)
        found += [Event(act, "dependency", span, -1) for act in acts[:1]]
    return found


def dependencies(resolver: Resolver, unit: Unit) -> tuple[tuple[Value, f.Span], ...]:
    """What a function takes by ``Depends(…)``, in defaults and ``Annotated`` metadata, through aliases."""
    if unit.kind != "function":
        return ()
    found: list[tuple[Value, f.Span]] = []
    line = unit.scope.line
    for parameter in unit.scope.parameters:
        for node in (parameter.default, parameter.annotation):
            if node != f.NONE:
                given = [(v, span or (line, 1, line, 1)) for v, span in _depends(resolver, unit.around, node, 0)]
                found += given if given and not _is_brought(resolver, unit, parameter.name) else ()
    return tuple(found)


def _is_brought(resolver: Resolver, unit: Unit, name: str) -> bool:
    """Whether no framework calls a function, and all who do bring the parameter along: nothing is injected then."""
    if unit.scope.decorators or _is_dependency(resolver, unit):
        return False
    brought = False
    for caller, index in resolver.lookups.calls(unit.scope.name):
        call = caller.node(index)
        assert isinstance(call, f.Call)
        for value in resolver.value(caller, call.func):
            if isinstance(value.shape, Function) and value.shape.unit is unit:
                brought = handed_argument(value.shape, Place(caller, index), name) != f.NONE
                if not brought:
                    return False
    return brought


def _is_dependency(resolver: Resolver, unit: Unit) -> bool:
    """Whether some ``Depends(…)`` names a function."""
    for caller, index in (place for name in _DEPENDS for place in resolver.lookups.calls_within(name)):
        call = caller.node(index)
        assert isinstance(call, f.Call)
        given = (*call.args, *(value for _, value in call.keywords))
        if any(caller.last_name(node) == unit.scope.name for node in given):
            return True
    return False


def _depends(resolver: Resolver, unit: Unit, index: int, depth: int) -> list[tuple[Value, f.Span | None]]:
    if depth > 4:
        return []
    match unit.node(index):
        case f.Call(func=func, args=args, keywords=keywords, span=span) if unit.last_name(func) in _DEPENDS:
            target = args[0] if args else dict(keywords).get("dependency", f.NONE)
            return [(v, span) for v in resolver.value(unit, target)] if target != f.NONE else []
        case f.Subscript(index=argument) if isinstance(unit.node(argument), f.Items):
            items = unit.node(argument)
            assert isinstance(items, f.Items)
            return [found for item in items.items for found in _depends(resolver, unit, item, depth + 1)]
        case f.Name() | f.Attribute():
            found: list[tuple[Value, f.Span | None]] = []
            for place in resolver.alias_places(unit, index):
                found += [(v, None) for v, _ in _depends(resolver, place.unit, place.node, depth + 1)]
            return found
    return []
