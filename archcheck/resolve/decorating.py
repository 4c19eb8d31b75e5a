"""What decorators do around the calls of what they decorate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve import summaries
from archcheck.resolve.acts import Act, Event, ordered
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import (
    Context,
    Function,
    Known,
    KnownFunction,
    KnownMethod,
    Own,
    OwnClass,
    Place,
    Value,
)

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver


def decorators(resolver: Resolver, unit: Unit) -> list[Event]:
    """The acts of a function's or class's decorators."""
    found: list[Event] = []
    for index, span in zip(unit.scope.decorators, unit.scope.decorator_spans, strict=True):
        acts = decorator_acts(resolver, unit.around, index)
        if acts:
            act = min(acts, key=lambda a: (not a.certain, a.api))
            found.append(Event(act, "decorator", span, -1))
    return found


def decorator_acts(resolver: Resolver, around: Unit, index: int) -> tuple[Act, ...]:
    """What a decorator does around the calls of what it decorates."""
    node = around.node(index)
    found: list[Act] = []
    if isinstance(node, f.Call):
        for value in resolver.value(around, node.func):
            found += _decorating(resolver, around, index, value, called=True)
        if found:
            return tuple(found)
    for value in resolver.value(around, index):
        found += _decorating(resolver, around, index, value, called=False)
    return tuple(found)


def _decorating(resolver: Resolver, around: Unit, index: int, value: Value, *, called: bool) -> tuple[Act, ...]:
    catalog = resolver.catalog
    place = Place(around, index)
    match value.shape:
        case KnownFunction(name=name):
            function = catalog.function(name)
            if function is not None and function.decorates:
                return (Act(ordered(function.decorates), name, None, function.kind, value.certain, value.trail),)
        case KnownMethod(receiver=receiver, name=name):
            member = catalog.member(receiver.name, name)
            if member is not None and member[1].decorates:
                kind = catalog.kind_of(receiver.name)
                return (
                    Act(
                        ordered(member[1].decorates), f"{receiver.name}.{name}", None, kind, value.certain, value.trail
                    ),
                )
        case Function(unit=decorator) if not decorator.scope.yields:
            return summaries.as_wrapper(
                resolver, decorator, resolver.around_call(decorator), value, place if called else None
            )
        case Known(name=name) if (entry := catalog.type(name)) and entry.call and entry.call.decorates:
            kind = catalog.kind_of(name)
            return (Act(ordered(entry.call.decorates), f"{name}.__call__", None, kind, value.certain, value.trail),)
        case Context() | Known() if not called:
            return resolver.exit_of(value, place)
        case OwnClass(unit=owner) | Own(unit=owner):
            return _by_class(resolver, value, owner, place)
    return ()


def _by_class(resolver: Resolver, value: Value, owner: Unit, place: Place) -> tuple[Act, ...]:
    for member in resolver.instance_member(owner, "__call__"):
        if isinstance(member.shape, Function):
            acts = resolver.around_call(member.shape.unit)
            if acts:
                return summaries.as_wrapper(resolver, owner, acts, value, place)
    is_decorator = any(getattr(s, "path", "").endswith("ContextDecorator") for s in resolver.lineage(owner))
    return resolver.exit_of(value.becomes(Own(owner)), place) if is_decorator else ()
