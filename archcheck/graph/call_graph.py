"""The call graph: functions as nodes, the best edge for each caller and callee, and where paths start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from archcheck.model.calls import HOWS, CallEdge, Calls, FunctionNode
from archcheck.model.site import CERTAINTIES, Certainty

MODULE_BODY = "<module>"


class CallGraph:
    """Who calls whom, without tests.

    Attributes:
        functions: by label.
        callees, callers: the best edge for each pair, by the label at the other end, sorted by label.
        registered: functions that a library calls, with the name of the registration.
        perhaps_called: methods whose name is called where it is not known on what.
        committed: functions whose writes the library that calls them commits.
    """

    def __init__(self, calls: Calls, scripts: Mapping[str, str] | None = None) -> None:
        self.functions: dict[str, FunctionNode] = {node.label: node for node in calls.functions}
        self.registered: dict[str, str] = {**(scripts or {}), **dict(calls.registered)}
        self.perhaps_called = calls.perhaps_called
        self.committed = calls.committed
        self.callees: dict[str, dict[str, CallEdge]] = {}
        self.callers: dict[str, dict[str, CallEdge]] = {}
        # In the order of callers and callees, so that the edges of each function are sorted by the other end.
        for edge in calls.edges:
            known = self.callees.get(edge.caller, {}).get(edge.callee)
            if known is None or strength(edge) < strength(known):
                self.callees.setdefault(edge.caller, {})[edge.callee] = edge
                self.callers.setdefault(edge.callee, {})[edge.caller] = edge

    def calls_of(self, label: str, least: Certainty) -> Iterable[CallEdge]:
        """What a function calls, at least that certain, sorted by the callee's label."""
        return (edge for edge in self.callees.get(label, {}).values() if certain_enough(edge, least))

    def calls_to(self, label: str, least: Certainty) -> Iterable[CallEdge]:
        """Who calls a function, at least that certain, sorted by the caller's label."""
        return (edge for edge in self.callers.get(label, {}).values() if certain_enough(edge, least))

    @cached_property
    def entry_points(self) -> dict[str, str]:
        """Where paths start, with the reason: module bodies, registered functions, and what nobody in the project calls.

        Of functions that only call one another, the first by name stands for all. Computed on the whole graph, so that a
        function whose callers are all owners is none.
        """
        found = {label: f"registered by {name}" for label, name in self.registered.items() if label in self.functions}
        for label, node in self.functions.items():
            if node.function == MODULE_BODY:
                found[label] = "the body of a module"
            elif label not in found and not any(caller != label for caller in self.callers.get(label, {})):
                found[label] = "nobody in the project calls it"
        return dict(sorted({**self._closed_circles(found), **found}.items()))

    @cached_property
    def uncalled(self) -> frozenset[str]:
        """Entry points for no better reason than that nobody in the project is seen to call them: of a library the public functions, of an
        application what is called in a way that was not followed, or not at all.
        """
        return frozenset(
            label
            for label in self.entry_points
            if label not in self.registered and self.functions[label].function != MODULE_BODY
        )

    def is_kept(self, edge: CallEdge) -> bool:
        """Whether a function is only put somewhere, or handed on when a module is imported, to be called by nobody knows whom."""
        return edge.how == "kept" or (edge.how == "callback" and edge.caller in self._bodies)

    @cached_property
    def _bodies(self) -> frozenset[str]:
        """The bodies of modules and classes."""
        modules = (label for label, node in self.functions.items() if node.function == MODULE_BODY)
        classes = (e.callee for edges in self.callees.values() for e in edges.values() if e.how == "definition")
        return frozenset(modules) | frozenset(classes)

    def _closed_circles(self, entries: Iterable[str]) -> dict[str, str]:
        """A representative of each circle of functions that nobody outside of it calls."""
        seen = set(entries)
        found: dict[str, str] = {}
        self._mark(sorted(seen), seen)
        rest = sorted(self.functions.keys() - seen)
        if rest:
            import networkx

            left: networkx.DiGraph[str] = networkx.DiGraph()
            left.add_nodes_from(rest)
            left.add_edges_from((a, b) for a in rest for b in self.callees.get(a, ()))
            for circle in networkx.strongly_connected_components(left):
                if all(caller in circle for label in circle for caller in self.callers.get(label, {})):
                    found[min(circle)] = "only functions that it calls itself call it"
        return found

    def _mark(self, queue: list[str], seen: set[str]) -> None:
        while queue:
            for callee in self.callees.get(queue.pop(), {}):
                if callee not in seen:
                    seen.add(callee)
                    queue.append(callee)


def certain_enough(edge: CallEdge, least: Certainty) -> bool:
    """Whether an edge is at least that certain."""
    return CERTAINTIES.index(edge.certainty) <= CERTAINTIES.index(least)


def strength(edge: CallEdge) -> tuple[int, int, object]:
    """Order of preference of edges between the same functions: the most certain, plainest and first one."""
    return (CERTAINTIES.index(edge.certainty), HOWS.index(edge.how), edge.location)
