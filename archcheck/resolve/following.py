"""The calls of the whole project, as values that need no resolver any more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.model.calls import HOWS, Branch, CallEdge, Calls, FunctionNode, Handover
from archcheck.model.location import Location
from archcheck.model.report import BlindSpot
from archcheck.model.site import CERTAINTIES, Certainty
from archcheck.resolve.edges import Edge, outgoing
from archcheck.resolve.handing import handovers
from archcheck.resolve.registered import hook, registration
from archcheck.resolve.unfollowed import Unfollowed
from archcheck.resolve.unit import Unit

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_BRANCHES = ("if", "else", "case", "except")
_LEAVING = ("return", "raise")
_PLAIN = frozenset(["abstractmethod", "classmethod", "override", "staticmethod"])
_NODES = ("module", "class", "function")


def follow(resolver: Resolver) -> Calls:
    """Follow every call outside tests."""
    units = [unit for unit in resolver.project.units if not unit.module.is_test]
    edges: dict[tuple[str, str, f.Span], CallEdge] = {}
    handed: list[Handover] = []
    blind: list[BlindSpot] = []
    missing: list[BlindSpot] = []
    unknown: set[str] = set()
    for unit in units:
        found = outgoing(resolver, unit)
        for edge in found.edges:
            _keep_best(edges, unit, edge)
        handed += handovers(resolver, unit)
        unknown.update(lost.name for lost in found.unfollowed if lost.kind == "call")
        blind += [_spot(unit, lost) for lost in found.unfollowed if lost.kind == "call"]
        missing += [_spot(unit, lost) for lost in found.unfollowed if lost.kind == "missing"]
    return Calls(
        functions=tuple(sorted(_functions(units))),
        edges=tuple(sorted(edges.values())),
        registered=tuple(sorted(_registered(resolver, units))),
        handovers=tuple(sorted(set(handed))),
        blind_spots=tuple(sorted(blind, key=_by_place)),
        missing=tuple(sorted(missing, key=_by_place)),
        perhaps_called=frozenset(unit.label for unit in units if unit.scope.name in unknown and _is_plain_method(unit)),
        committed=frozenset(unit.label for unit in units if (known := hook(resolver, unit)) and known.commits),
    )


def _is_plain_method(unit: Unit) -> bool:
    """Whether a unit is a method that no decorator hands to somebody who may call it."""
    return unit.class_around is not None and unit.decorator_names <= _PLAIN


def _functions(units: list[Unit]) -> Iterator[FunctionNode]:
    seen: set[str] = set()
    for unit in units:
        if unit.kind in _NODES and unit.label not in seen:
            seen.add(unit.label)
            location = Location(unit.module.file.path, unit.scope.line, 1, unit.scope.end_line, 1)
            yield FunctionNode(unit.label, unit.module.name, location, tuple(_branches(unit)))


def _branches(unit: Unit) -> Iterator[Branch]:
    for block in unit.scope.blocks[1:] if unit.kind == "function" else ():
        if block.kind in _BRANCHES:
            placed = (getattr(node, "span", None) for node in reversed(unit.scope.nodes[block.first : block.last]))
            last = next((span for span in placed if span is not None), None)
            yield Branch(block.line, last[2] if last else block.line, block.group, block.ends in _LEAVING)


def _keep_best(edges: dict[tuple[str, str, f.Span], CallEdge], unit: Unit, edge: Edge) -> None:
    target = edge.reached.unit
    if target.module.is_test:
        return
    key = (unit.owner.label, target.label, edge.span)
    certainty = edge.reached.certainty
    known = edges.get(key)
    if known is not None and _rank(known.how, known.certainty) <= _rank(edge.reached.how, certainty):
        return
    location = Location(unit.module.file.path, *edge.span)
    edges[key] = CallEdge(key[0], key[1], edge.reached.how, certainty, location)


def _rank(how: str, certainty: Certainty) -> tuple[int, int]:
    return (CERTAINTIES.index(certainty), HOWS.index(how))


def _registered(resolver: Resolver, units: list[Unit]) -> Iterator[tuple[str, str]]:
    for unit in units:
        name = registration(resolver, unit)
        if name is not None:
            yield unit.label, name


def _spot(unit: Unit, lost: Unfollowed) -> BlindSpot:
    return BlindSpot(lost.kind, unit.module.file.path, lost.span[0], lost.reason)


def _by_place(spot: BlindSpot) -> tuple[str, int, str]:
    return (spot.path, spot.line, spot.reason)
