"""Calls that leave it to a decorator to hand something in, and so run what it does around the function."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
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

    places: set[_PlaceIn] = field(default_factory=set)
    decorated: set[str] = field(default_factory=set)


class Leaving:
    """All calls of the project, by the function that is called.

    A decorator that hands a session in commits only where it made the session: a call that brings its own runs the function and not the
    commit around it. In the graph such a call has no second edge, from its own place to the decorator's inner function.
    """

    def __init__(self, edges: Iterable[CallEdge]) -> None:
        self._calls: dict[str, list[CallEdge]] = {}
        self._around: dict[str, _Around] = {}
        together: dict[_PlaceIn, list[str]] = {}
        for edge in edges:
            self._calls.setdefault(edge.callee, []).append(edge)
            together.setdefault((edge.caller, edge.location), []).append(edge.callee)
        for place, callees in together.items():
            for decorator in {each for callee in callees for each in _holding(callee)}:
                around = self._around.setdefault(decorator, _Around())
                around.places.add(place)
                if all(decorator in _holding(callee) for callee in callees):
                    around.decorated.add(place[0])

    def depends(self, label: str, decorator: str) -> bool:
        """Whether it depends on the call of a decorated function if the decorator does something."""
        around = self._around.get(decorator)
        return around is not None and label not in around.decorated

    def path(self, reached: Reached | Feasible, label: str, decorator: str) -> tuple[CallEdge, ...] | None:
        """The best path to a decorated function that runs the decorator, too; None where there is none."""
        if label in reached and not reached.path(label):
            return ()
        around = self._around.get(decorator)
        places = around.places if around is not None else ()
        last = [e for e in self._calls.get(label, ()) if e.caller in reached and (e.caller, e.location) in places]
        return min(((*reached.path(edge.caller), edge) for edge in last), key=_preference, default=None)


def _holding(label: str) -> Iterator[str]:
    """A function, and the functions and classes that it stands in."""
    module, _, qualname = label.partition(":")
    while qualname:
        yield f"{module}:{qualname}"
        qualname = qualname.rpartition(".")[0]


def _preference(path: tuple[CallEdge, ...]) -> tuple[int, int, list[str]]:
    return (len(path), sum(CERTAINTIES.index(edge.certainty) for edge in path), [edge.caller for edge in path])
