"""Where paths can be cut: the function that all of them pass, or the smallest set of functions that cuts them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import networkx

from archcheck.graph.call_graph import MODULE_BODY, CallGraph
from archcheck.graph.reach import Barrier, open_to_all, reach, reach_backwards
from archcheck.model.finding import FixPoint
from archcheck.model.site import Certainty

_SOURCE = ""
_TARGET = "\N{END OF TRANSMISSION}"


@dataclass(frozen=True, slots=True)
class Cut:
    """A step of a worklist: lifting these functions to an owner clears so many sites.

    Attributes:
        functions: labels, sorted; usually one.
        clears: sites that no path reaches past the owners any more.
        of: sites that were looked at.
    """

    functions: tuple[str, ...]
    clears: int
    of: int


class Family:
    """The paths from the entry points to the functions that hold some sites, past the owners.

    Args:
        graph: the call graph.
        weights: how many sites each function holds.
        barrier: the owners.
        least: the least certainty of the calls that count.
    """

    def __init__(
        self,
        graph: CallGraph,
        weights: Mapping[str, int],
        barrier: Barrier = open_to_all,
        least: Certainty = "likely",
    ) -> None:
        reached = reach(graph, graph.entry_points, barrier, least)
        self._weights = {label: count for label, count in weights.items() if label in reached}
        ahead = reach_backwards(graph, self._weights, barrier, least)
        kept = ahead & reached.arrivals.keys()
        self._paths: networkx.DiGraph[str] = networkx.DiGraph()
        self._paths.add_edges_from((_SOURCE, entry) for entry in graph.entry_points if entry in kept)
        self._paths.add_edges_from(
            (label, edge.callee)
            for label in sorted(kept)
            for edge in graph.calls_of(label, least)
            if edge.callee in kept
        )
        self._parents = _dominators(self._paths)
        self._cleared = self._sums()

    @property
    def total(self) -> int:
        """How many sites are reached."""
        return sum(self._weights.values())

    def _sums(self) -> dict[str, int]:
        sums: dict[str, int] = {}
        for label, count in self._weights.items():
            for above in self.dominators(label):
                sums[above] = sums.get(above, 0) + count
        return sums

    def dominators(self, label: str) -> tuple[str, ...]:
        """The functions that every path to a function passes, the function itself first."""
        found = [label]
        while (above := self._parents.get(found[-1], _SOURCE)) not in (_SOURCE, found[-1]):
            found.append(above)
        return tuple(found) if label in self._parents else ()

    def fix_point(self, label: str) -> FixPoint | None:
        """The function whose lifting clears most, of those that every path to ``label`` passes; the nearest of equals."""
        chain = [above for above in self.dominators(label) if not above.endswith(f":{MODULE_BODY}")]
        if not chain:
            return None
        # The first of several with the same number, which is the nearest.
        best = max(chain, key=self._cleared.__getitem__)
        return FixPoint(best, self._cleared[best], self.total)

    def worklist(self, weights: Mapping[str, int]) -> tuple[Cut, ...]:
        """Functions to lift, one after the other, each the one that clears most of what is left; the nearest of equals.

        Args:
            weights: how many sites count, by the function that holds them; what is not reached is passed over.
        """
        left = {label: count for label, count in weights.items() if label in self._parents}
        return tuple(_Lifting(self._paths.copy(), left).steps())

    def smallest_cut(self, labels: Collection[str]) -> Cut:
        """The smallest set of functions that every path to some functions passes, the nearest to them of several."""
        targets = [label for label in labels if label in self._weights]
        cut = smallest_cut(self._paths, targets)
        return Cut(tuple(sorted(cut)), sum(self._weights[label] for label in targets), self.total)


class _Lifting:
    """Functions are taken out of the paths one by one, and with each of them all that it dominates."""

    def __init__(self, paths: networkx.DiGraph[str], weights: dict[str, int]) -> None:
        self._paths = paths
        self._left = weights
        self._total = sum(weights.values())

    def steps(self) -> Iterator[Cut]:
        """The steps until nothing is left."""
        while self._left:
            yield from self._until_paths_change()

    def _until_paths_change(self) -> Iterator[Cut]:
        """Steps by one tree of dominators, which holds as long as no path ends that led on to what is left."""
        tree = _Tree(_dominators(self._paths))
        sums = tree.sums(self._left)
        queue = [(-count, -tree.depth[label], label) for label, count in sums.items() if self._can_be_lifted(label)]
        heapify(queue)
        while self._left:
            clears, depth, label = heappop(queue)
            if -clears != sums[label]:
                if sums[label]:
                    heappush(queue, (-sums[label], depth, label))
                continue
            below = tree.below(label)
            yield Cut((label,), -clears, self._total)
            for each in below & self._left.keys():
                tree.add(sums, each, -self._left.pop(each))
            leads_on = any(callee not in below for each in below for callee in self._paths.successors(each))
            self._paths.remove_nodes_from(below)
            if leads_on:
                return

    def _can_be_lifted(self, label: str) -> bool:
        """A module's body runs on import: it is worth a step for its own sites alone."""
        return label in self._left or not label.endswith(f":{MODULE_BODY}")


class _Tree:
    """A tree of dominators.

    Attributes:
        depth: how many functions stand above a function, itself included.
    """

    def __init__(self, parents: Mapping[str, str]) -> None:
        self._parents = parents
        self._children: dict[str, list[str]] = {}
        for label, above in parents.items():
            self._children.setdefault(above, []).append(label)
        self.depth: dict[str, int] = {_SOURCE: 0}
        queue = [_SOURCE]
        for above in queue:
            for label in self._children.get(above, ()):
                self.depth[label] = self.depth[above] + 1
                queue.append(label)

    def sums(self, weights: Mapping[str, int]) -> dict[str, int]:
        """What stands below each function, itself included."""
        sums: dict[str, int] = {}
        for label, count in weights.items():
            self.add(sums, label, count)
        return sums

    def add(self, sums: dict[str, int], label: str, count: int) -> None:
        """Count something for a function and all above it."""
        while label != _SOURCE:
            sums[label] = sums.get(label, 0) + count
            label = self._parents[label]

    def below(self, label: str) -> set[str]:
        """The function and all that it dominates."""
        found = [label]
        for above in found:
            found += self._children.get(above, ())
        return set(found)


def _dominators(paths: networkx.DiGraph[str]) -> dict[str, str]:
    if _SOURCE not in paths:
        return {}
    found: dict[str, str] = networkx.immediate_dominators(paths, _SOURCE)
    return {label: above for label, above in found.items() if label != _SOURCE}


def smallest_cut(paths: networkx.DiGraph[str], targets: Iterable[str]) -> frozenset[str]:
    """A smallest set of nodes without which no target is reached from the source.

    Every node has room for one path (it is split into an entrance and an exit), so the largest flow says how many nodes are
    needed. The flow runs from the targets back to the source: its cut is then the one that is nearest to the targets.
    """
    wanted = [label for label in targets if label in paths]
    if not wanted:
        return frozenset()
    split: networkx.DiGraph[object] = networkx.DiGraph()
    for label in paths:
        if label != _SOURCE:
            split.add_edge((label, "out"), (label, "in"), capacity=1)
    for caller, callee in paths.edges:
        split.add_edge((callee, "in"), _SOURCE if caller == _SOURCE else (caller, "out"))
    for label in wanted:
        split.add_edge(_TARGET, (label, "out"))
    _, (near, far) = networkx.minimum_cut(split, _TARGET, _SOURCE)
    return frozenset(label for label in paths if (label, "out") in near and (label, "in") in far)
