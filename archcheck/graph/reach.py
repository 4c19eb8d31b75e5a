"""Reachability on the call graph: who is reached past the owners, who reaches a site, and the path that proves it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from archcheck.graph.call_graph import CallGraph
from archcheck.model.asked import Asking
from archcheck.model.calls import CallEdge
from archcheck.model.site import CERTAINTIES, Certainty

Barrier = Callable[[str], bool]
Shut = Callable[[CallEdge], bool]


def open_to_all(_: object) -> bool:
    """No function is a barrier, no call is shut."""
    return False


@dataclass(frozen=True, slots=True)
class Reached:
    """What was reached from some starts, each function with the edge by which its best path arrives (None: a start).

    Best is the shortest path, then the most certain one, then the first by name.
    """

    arrivals: Mapping[str, CallEdge | None]

    def __contains__(self, label: object) -> bool:
        return label in self.arrivals

    def leads_to(self, label: str, _: Asking = ()) -> bool:
        """Whether a function was reached: nothing is known of parameters that could rule out a condition on them."""
        return label in self.arrivals

    def path(self, label: str, _: Asking = ()) -> tuple[CallEdge, ...]:
        """The edges from a start to a function; empty where it is a start itself.

        Raises:
            KeyError: the function was not reached.
        """
        found: list[CallEdge] = []
        edge = self.arrivals[label]
        while edge is not None:
            found.append(edge)
            edge = self.arrivals[edge.caller]
        return tuple(reversed(found))


def reach(
    graph: CallGraph,
    starts: Iterable[str],
    barrier: Barrier = open_to_all,
    least: Certainty = "likely",
    shut: Shut = open_to_all,
) -> Reached:
    """Everything that is reached from some functions without entering a barrier or taking a call that is shut.

    Starts that are barriers are left out.
    """
    level = sorted({label for label in starts if not barrier(label)})
    arrivals: dict[str, CallEdge | None] = dict.fromkeys(level)
    doubts = dict.fromkeys(level, 0)
    while level:
        best: dict[str, tuple[int, str, CallEdge]] = {}
        for label in level:
            for edge in graph.calls_of(label, least):
                if edge.callee in arrivals or barrier(edge.callee) or shut(edge):
                    continue
                offer = (doubts[label] + CERTAINTIES.index(edge.certainty), label, edge)
                if edge.callee not in best or offer[:2] < best[edge.callee][:2]:
                    best[edge.callee] = offer
        for callee, (doubt, _, edge) in best.items():
            arrivals[callee], doubts[callee] = edge, doubt
        level = sorted(best)
    return Reached(arrivals)


def reach_backwards(
    graph: CallGraph,
    targets: Iterable[str],
    barrier: Barrier = open_to_all,
    least: Certainty = "likely",
    shut: Shut = open_to_all,
) -> frozenset[str]:
    """Everything from which some function is reached, the targets included where they are no barriers."""
    queue = [label for label in targets if not barrier(label)]
    seen = set(queue)
    while queue:
        for edge in graph.calls_to(queue.pop(), least):
            if edge.caller not in seen and not barrier(edge.caller) and not shut(edge):
                seen.add(edge.caller)
                queue.append(edge.caller)
    return frozenset(seen)


def exposures(
    graph: CallGraph,
    targets: Iterable[str],
    group: Callable[[str], str | None],
    barrier: Barrier = open_to_all,
    least: Certainty = "likely",
) -> dict[str, tuple[int, int]]:
    """For each target: how many functions reach it through others without entering a barrier, and of how many groups.

    The functions of a circle reach the same targets, so targets are handed up along the condensed graph, as bits of a number.
    """
    order = sorted({label for label in targets if not barrier(label)})
    relevant = reach_backwards(graph, order, barrier, least)
    masks = _masks(graph, relevant, {label: 1 << bit for bit, label in enumerate(order)}, least)
    tally = Counter((masks[label], group(label)) for label in relevant)
    functions = [0] * len(order)
    groups: list[Counter[str]] = [Counter() for _ in order]
    for (mask, name), count in tally.items():
        rest = mask
        while rest:
            low = rest & -rest
            bit = low.bit_length() - 1
            functions[bit] += count
            if name is not None:
                groups[bit][name] += count
            rest ^= low
    for bit, label in enumerate(order):
        # A function does not reach itself through others.
        functions[bit] -= 1
        groups[bit][group(label) or ""] -= 1
    return {label: (functions[bit], len(+groups[bit])) for bit, label in enumerate(order)}


def _masks(graph: CallGraph, relevant: frozenset[str], own: Mapping[str, int], least: Certainty) -> dict[str, int]:
    import networkx

    within: networkx.DiGraph[str] = networkx.DiGraph()
    within.add_nodes_from(relevant)
    within.add_edges_from(
        (label, edge.callee) for label in relevant for edge in graph.calls_of(label, least) if edge.callee in relevant
    )
    masks: dict[str, int] = {}
    # Components come callees first.
    for circle in networkx.strongly_connected_components(within):
        mask = 0
        for label in circle:
            mask |= own.get(label, 0)
            for callee in within.successors(label):
                mask |= masks.get(callee, 0)
        masks.update(dict.fromkeys(circle, mask))
    return masks
