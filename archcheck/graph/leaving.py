"""Calls that leave it to a decorator to hand something in, and so run what it does around the function."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from archcheck.graph.feasible import Feasible
from archcheck.graph.reach import Reached
from archcheck.model.calls import CallEdge
from archcheck.model.location import Location
from archcheck.model.site import CERTAINTIES

_PlaceIn: TypeAlias = tuple[str, Location]


@dataclass(frozen=True, slots=True)
class _Around:
    """Calls of what a decorator puts around: itself, its inner functions or the methods of its class.

    Attributes:
        places: where they stand.
        decorated: functions that make one by being decorated: at its place nothing else is called.
    """

    places: frozenset[_PlaceIn]
    decorated: frozenset[str]


class Leaving:
    """All calls of the project, by the function that is called.

    A decorator that hands a session in commits only where it made the session: a call that brings its own runs the function and not the
    commit around it. In the graph such a call has no second edge, from its own place to the decorator's inner function.
    """

    def __init__(self, edges: Iterable[CallEdge]) -> None:
        self._calls: dict[str, list[CallEdge]] = {}
        self._made: dict[str, list[CallEdge]] = {}
        self._around: dict[str, _Around] = {}
        for edge in edges:
            self._calls.setdefault(edge.callee, []).append(edge)
            self._made.setdefault(edge.caller, []).append(edge)

    def _calls_around(self, decorator: str) -> _Around:
        """The calls of a decorator and of what stands in it."""
        if decorator not in self._around:
            inside = (edges for callee, edges in self._calls.items() if _holds(decorator, callee))
            places = frozenset((edge.caller, edge.location) for edges in inside for edge in edges)
            alone = (
                place[0] for place in places if all(_holds(decorator, callee) for callee in self._called_at(place))
            )
            self._around[decorator] = _Around(places, frozenset(alone))
        return self._around[decorator]

    def _called_at(self, place: _PlaceIn) -> list[str]:
        caller, location = place
        return [edge.callee for edge in self._made[caller] if edge.location == location]

    def depends(self, label: str, decorator: str) -> bool:
        """Whether it depends on the call of a decorated function if the decorator does something."""
        around = self._calls_around(decorator)
        return bool(around.places) and label not in around.decorated

    def path(self, reached: Reached | Feasible, label: str, decorator: str) -> tuple[CallEdge, ...] | None:
        """The best path to a decorated function that runs the decorator, too; None where there is none."""
        if label in reached and not reached.path(label):
            return ()
        places = self._calls_around(decorator).places
        last = [e for e in self._calls.get(label, ()) if e.caller in reached and (e.caller, e.location) in places]
        return min(((*reached.path(edge.caller), edge) for edge in last), key=_preference, default=None)


def _holds(decorator: str, label: str) -> bool:
    """Whether a function is a decorator, or stands in it."""
    return label == decorator or label.startswith(decorator + ".")


def _preference(path: tuple[CallEdge, ...]) -> tuple[int, int, list[str]]:
    return (len(path), sum(CERTAINTIES.index(edge.certainty) for edge in path), [edge.caller for edge in path])
