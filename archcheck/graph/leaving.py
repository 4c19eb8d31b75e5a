"""Calls that leave it to a decorator to hand something in, and so run what it does around the function."""

from __future__ import annotations

from collections.abc import Iterable

from archcheck.graph.reach import Reached
from archcheck.model.calls import CallEdge
from archcheck.model.site import CERTAINTIES


class Leaving:
    """All calls of the project, by the function that is called.

    A decorator that hands a session in commits only where it made the session: a call that brings its own runs the function and not the
    commit around it. In the graph such a call has no second edge, from its own place to the decorator's inner function.
    """

    def __init__(self, edges: Iterable[CallEdge]) -> None:
        self._calls: dict[str, list[CallEdge]] = {}
        for edge in edges:
            self._calls.setdefault(edge.callee, []).append(edge)

    def depends(self, label: str, decorator: str) -> bool:
        """Whether it depends on the call of a decorated function if the decorator does something."""
        around = self._around(decorator)
        return bool(around) and all(edge.caller != label for edge in around)

    def path(self, reached: Reached, label: str, decorator: str) -> tuple[CallEdge, ...] | None:
        """The best path to a decorated function that runs the decorator, too; None where there is none."""
        if label in reached and reached.arrivals[label] is None:
            return ()
        places = {(edge.caller, edge.location) for edge in self._around(decorator)}
        last = [e for e in self._calls.get(label, ()) if e.caller in reached and (e.caller, e.location) in places]
        return min(((*reached.path(edge.caller), edge) for edge in last), key=_preference, default=None)

    def _around(self, decorator: str) -> list[CallEdge]:
        """Calls of what a decorator puts around: itself, its inner functions or the methods of its class."""
        inside = f"{decorator}."
        return [e for label, calls in self._calls.items() if f"{label}.".startswith(inside) for e in calls]


def _preference(path: tuple[CallEdge, ...]) -> tuple[int, int, list[str]]:
    return (len(path), sum(CERTAINTIES.index(edge.certainty) for edge in path), [edge.caller for edge in path])
