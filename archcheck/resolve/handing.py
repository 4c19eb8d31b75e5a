"""APIs with an effect that are handed to functions of the project: the API leaves the hands of its owner."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.model.calls import Handover
from archcheck.model.location import Location
from archcheck.resolve import reached
from archcheck.resolve.unit import Unit, given
from archcheck.resolve.values import Own, OwnClass

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver


def handovers(resolver: Resolver, unit: Unit) -> Iterator[Handover]:
    """Each reference to an API that a call or an assignment hands to something of the project."""
    references = [event for event in resolver.events(unit) if event.form == "reference"]
    if not references:
        return
    holders = _holders(unit)
    for event in references:
        location = Location(unit.module.file.path, *event.span)
        for label in sorted(set(_receivers(resolver, unit, event.span, holders))):
            yield Handover(unit.owner.label, label, location, resolver.catalog.spelled(event.act.api))


def _holders(unit: Unit) -> dict[int, int]:
    """The call around each node: an argument, or part of one."""
    found: dict[int, int] = {}
    for index, call in unit.calls:
        found.update(dict.fromkeys(given(call), index))
    return found


def _receivers(resolver: Resolver, unit: Unit, span: f.Span, holders: dict[int, int]) -> Iterator[str]:
    for index, node in enumerate(unit.scope.nodes):
        if not isinstance(node, f.Attribute) or node.span != span:
            continue
        held = holders.get(index)
        while held is not None:
            yield from _labels(resolver, unit, held)
            held = holders.get(held)
        for store in unit.scope.stores:
            if store.value == index and not unit.is_self(store.base):
                for value in resolver.value(unit, store.base):
                    if isinstance(value.shape, Own):
                        yield value.shape.unit.label


def _labels(resolver: Resolver, unit: Unit, call: int) -> Iterator[str]:
    node = unit.node(call)
    assert isinstance(node, f.Call)
    for value in resolver.value(unit, node.func):
        if isinstance(value.shape, OwnClass):
            yield value.shape.unit.label
        else:
            yield from (r.unit.label for r in reached.called(resolver, value, fixed=True))
