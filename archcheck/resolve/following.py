"""The calls of the whole project, as values that need no resolver any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter

import msgspec

from archcheck.facts import schema as f
from archcheck.model.asked import Asking, Passed
from archcheck.model.calls import HOWS, Branch, CallEdge, Calls, FunctionNode, Handover, How
from archcheck.model.location import Location
from archcheck.model.report import BlindSpot
from archcheck.model.site import CERTAINTIES, Certainty
from archcheck.resolve import managers
from archcheck.resolve.edges import Edge, outgoing
from archcheck.resolve.handing import handovers
from archcheck.resolve.ledger import Ledger, Question
from archcheck.resolve.lineage import is_never_made
from archcheck.resolve.registered import hook, registration
from archcheck.resolve.resolver import Resolver
from archcheck.resolve.unfollowed import Unfollowed
from archcheck.resolve.unit import Unit

_BRANCHES = ("if", "else", "case", "except")
_LEAVING = ("return", "raise")
_PLAIN = frozenset(["abstractmethod", "classmethod", "override", "staticmethod"])
_NODES = ("module", "class", "function")


class EdgeTo(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A call of a scope: whom it reaches, how, how well that is known, and where."""

    callee: str
    how: How
    certainty: Certainty
    span: f.Span
    asked: Asking = ()
    passed: tuple[tuple[str, Passed], ...] = ()
    on: str = ""

    @property
    def rank(self) -> tuple[int, int]:
        """The lower, the better."""
        return (CERTAINTIES.index(self.certainty), HOWS.index(self.how))


class CallsIn(msgspec.Struct, frozen=True, array_like=True):
    """What one scope reaches outside tests; see ``Calls``.

    Attributes:
        edges: each callee and place may be there more than once.
        handovers: what it hands on.
        blind_spots: calls that could not be followed.
        unknown: names of the methods that these call.
        missing: calls of methods that are not there.
        registration: what the scope is registered with.
        committed: whether the library that calls it commits.
        order: of a class with others above it, the classes that an instance asks for a method, its own first.
        managers: blocks of other distributions' context managers.
        unmade: whether it is a class that no object is an instance of itself.
    """

    edges: tuple[EdgeTo, ...] = ()
    handovers: tuple[Handover, ...] = ()
    blind_spots: tuple[BlindSpot, ...] = ()
    unknown: tuple[str, ...] = ()
    missing: tuple[BlindSpot, ...] = ()
    registration: str | None = None
    committed: bool = False
    order: tuple[str, ...] = ()
    managers: tuple[managers.Block, ...] = ()
    unmade: bool = False


def _calls_in(resolver: Resolver, unit: Unit) -> CallsIn:
    found = outgoing(resolver, unit)
    lost = [each for each in found.unfollowed if each.kind == "call"]
    known = hook(resolver, unit)
    return CallsIn(
        tuple(_edges_to(found.edges)),
        tuple(handovers(resolver, unit)),
        tuple(_spot(unit, each) for each in lost),
        tuple(sorted({each.name for each in lost})),
        tuple(_spot(unit, each) for each in found.unfollowed if each.kind == "missing"),
        registration(resolver, unit),
        known is not None and known.commits,
        tuple(each.label for each in resolver.order(unit)) if unit.kind == "class" else (),
        tuple(managers.blocks(resolver, unit)),
        unit.kind == "class" and is_never_made(resolver, unit),
    )


def _edges_to(edges: Iterable[Edge]) -> Iterator[EdgeTo]:
    """The calls among some that do not lead into tests."""
    for edge in edges:
        target = edge.reached.unit
        if not target.module.is_test:
            yield EdgeTo(
                target.label, edge.reached.how, edge.reached.certainty, edge.span, edge.asked, edge.passed, edge.on
            )


def _edges_from(resolver: Resolver, unit: Unit) -> tuple[EdgeTo, ...]:
    return tuple(_edges_to(outgoing(resolver, unit, gaps=False).edges))


def _handed_on(resolver: Resolver, unit: Unit) -> tuple[Handover, ...]:
    return tuple(handovers(resolver, unit))


CALLS = Question("calls", CallsIn, _calls_in)
EDGES: Question[tuple[EdgeTo, ...]] = Question("edges", tuple, _edges_from)
"""The edges alone, for one who does not want to know what could not be followed: that takes the types of many receivers."""
HANDED: Question[tuple[Handover, ...]] = Question("handed", tuple, _handed_on)


def follow(ledger: Ledger) -> Calls:
    """Follow every call outside tests."""
    resolver = ledger.resolver
    units = [unit for unit in resolver.project.units if not unit.module.is_test]
    found = [(unit, ledger.ask(CALLS, unit)) for unit in units]
    unknown = {name for _, calls in found for name in calls.unknown}
    spots = [spot for _, calls in found for spot in calls.blind_spots]
    spots += managers.blind_spots(block for _, calls in found for block in calls.managers)
    return Calls(
        functions=tuple(sorted(_functions(units, writes="write" in resolver.families), key=attrgetter("label"))),
        edges=tuple(sorted(_best(found), key=_by_ends)),
        registered=tuple(sorted((unit.label, calls.registration) for unit, calls in found if calls.registration)),
        handovers=tuple(sorted({handed for _, calls in found for handed in calls.handovers})),
        blind_spots=tuple(sorted(spots, key=_by_place)),
        missing=tuple(sorted((spot for _, calls in found for spot in calls.missing), key=_by_place)),
        perhaps_called=frozenset(unit.label for unit in units if unit.scope.name in unknown and _is_plain_method(unit)),
        committed=frozenset(unit.label for unit, calls in found if calls.committed),
        unmade=frozenset(unit.label for unit, calls in found if calls.unmade),
        orders=tuple(sorted(_related({unit.label: calls.order for unit, calls in found if calls.order}).items())),
    )


def _related(orders: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The classes that have others above or below them."""
    above = {label for order in orders.values() for label in order[1:]}
    return {label: order for label, order in orders.items() if len(order) > 1 or label in above}


def _best(found: Iterable[tuple[Unit, CallsIn]]) -> Iterator[CallEdge]:
    """The best edge of each caller, callee and place."""
    best: dict[tuple[str, str, f.Span], tuple[Unit, EdgeTo]] = {}
    for unit, calls in found:
        for edge in calls.edges:
            key = (unit.owner.label, edge.callee, edge.span)
            known = best.get(key)
            if known is None or edge.rank < known[1].rank:
                best[key] = (unit, edge)
    return (call_edge(unit, edge) for unit, edge in best.values())


def call_edge(unit: Unit, edge: EdgeTo) -> CallEdge:
    """A call of a scope as one of the function that it belongs to."""
    where = Location(unit.module.file.path, *edge.span)
    if unit.owner is unit:
        return CallEdge(unit.label, edge.callee, edge.how, edge.certainty, where, edge.asked, edge.passed, edge.on)
    # What a lambda or a comprehension makes of its own parameters is nothing to the function around.
    passed = tuple(each for each in edge.passed if not each[1].startswith("="))
    return CallEdge(unit.owner.label, edge.callee, edge.how, edge.certainty, where, (), passed, edge.on)


def _is_plain_method(unit: Unit) -> bool:
    """Whether a unit is a method that no decorator hands to somebody who may call it."""
    return unit.class_around is not None and unit.decorator_names <= _PLAIN


def _functions(units: list[Unit], *, writes: bool) -> Iterator[FunctionNode]:
    """The functions, with their branches where writes are looked for: what is done behind a write may commit it."""
    seen: set[str] = set()
    for unit in units:
        if unit.kind in _NODES and unit.label not in seen:
            seen.add(unit.label)
            location = Location(unit.module.file.path, unit.scope.line, 1, unit.scope.end_line, 1)
            yield FunctionNode(unit.label, unit.module.name, location, tuple(_branches(unit)) if writes else ())


def _branches(unit: Unit) -> Iterator[Branch]:
    for block in unit.scope.blocks[1:] if unit.kind == "function" else ():
        if block.kind in _BRANCHES:
            yield Branch(block.line, unit.last_line(block), block.group, block.ends in _LEAVING)


def _spot(unit: Unit, lost: Unfollowed) -> BlindSpot:
    return BlindSpot(lost.kind, unit.module.file.path, lost.span[0], lost.reason)


def _by_ends(edge: CallEdge) -> tuple[object, ...]:
    """Edges in their own order, which is faster than to compare them: no two have the same ends, way and place."""
    where = edge.location
    place = (where.path, where.line, where.column, where.end_line, where.end_column)
    return (edge.caller, edge.callee, edge.how, edge.certainty, *place)


def _by_place(spot: BlindSpot) -> tuple[str, int, str]:
    return (spot.path, spot.line, spot.reason)
