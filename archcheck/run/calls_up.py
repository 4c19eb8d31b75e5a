"""The part of the call graph that mode ``inside`` asks about: calls from below up into owners, and what those lead to.

Where the rest of the graph is of no interest, as for a hundred states of a project, following it would be most of the work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from archcheck.graph.call_graph import certain_enough
from archcheck.model.calls import CallEdge, Calls, FunctionNode
from archcheck.model.location import Location
from archcheck.model.site import Certainty
from archcheck.resolve.following import EDGES, HANDED, call_edge
from archcheck.resolve.ledger import Ledger
from archcheck.resolve.unit import Unit


@dataclass(frozen=True)
class Above:
    """Who stands where.

    Attributes:
        is_owner: whether a function, by its label, belongs to the owners.
        may_call_up: whether a module stands below a layer that may hold an owner.
        is_up: whether a call leads from a lower layer to an owner.
    """

    is_owner: Callable[[str], bool]
    may_call_up: Callable[[str], bool]
    is_up: Callable[[CallEdge], bool]


@dataclass
class Followed:
    """The calls of a project, each function's followed when it is first asked for."""

    ledger: Ledger
    _by_label: dict[str, list[Unit]] = field(default_factory=dict)
    _edges: dict[str, tuple[CallEdge, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for unit in self.ledger.resolver.project.units:
            if not unit.module.is_test:
                self._by_label.setdefault(unit.owner.label, []).append(unit)

    def labels(self) -> Iterator[tuple[str, str]]:
        """Every function outside tests, with its module."""
        return ((label, units[0].module.name) for label, units in self._by_label.items())

    def edges(self, label: str) -> tuple[CallEdge, ...]:
        """What a function reaches, lambdas and comprehensions in it included."""
        if label not in self._edges:
            self._edges[label] = tuple(edge for unit in self._by_label.get(label, ()) for edge in self._of(unit))
        return self._edges[label]

    def units(self, label: str) -> Iterable[Unit]:
        """The scopes that belong to a function."""
        return self._by_label.get(label, ())

    def calls(self, handing: Iterable[str]) -> Calls:
        """What has been followed, and what some functions hand on."""
        handed = {found for label in handing for unit in self.units(label) for found in self.ledger.ask(HANDED, unit)}
        return Calls(
            functions=tuple(
                sorted(_node(label, self._by_label[label][0]) for label in self._edges if self.units(label))
            ),
            edges=tuple(sorted({edge for edges in self._edges.values() for edge in edges})),
            handovers=tuple(sorted(handed)),
        )

    def _of(self, unit: Unit) -> Iterator[CallEdge]:
        return (call_edge(unit, edge) for edge in self.ledger.ask(EDGES, unit))


def calls_up(
    followed: Followed, above: Above, sites: Mapping[str, object], least: Certainty, handing: Iterable[str]
) -> Calls:
    """The calls of every function that may call up, and of what stands on the way from such a call to the nearest site.

    Args:
        followed: the calls of the project.
        above: who stands where.
        sites: what holds a site, by label.
        least: the least certainty at which a call counts.
        handing: functions that hand on a site's API.
    """
    for label, module in followed.labels():
        if above.may_call_up(module) and not above.is_owner(label):
            for edge in followed.edges(label):
                if above.is_up(edge) and certain_enough(edge, least):
                    _lead(followed, edge.callee, sites, least)
    return followed.calls(handing)


def _lead(followed: Followed, start: str, sites: Mapping[str, object], least: Certainty) -> None:
    """Follow what a function reaches, level by level, until there is a site."""
    level, seen = {start}, {start}
    while level and not level & sites.keys():
        found = {edge.callee for label in level for edge in followed.edges(label) if certain_enough(edge, least)}
        level = found - seen
        seen |= found


def _node(label: str, unit: Unit) -> FunctionNode:
    scope = unit.owner.scope
    return FunctionNode(label, unit.module.name, Location(unit.module.file.path, scope.line, 1, scope.end_line, 1))
