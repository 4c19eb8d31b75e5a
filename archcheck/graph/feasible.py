"""Paths on which no call stands below a condition that the call before has ruled out.

A function that is reached is looked at once for each thing that is known of those of its parameters that a condition somewhere ahead
asks about: for most functions that is nothing, so this costs little more than plain reachability.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from archcheck.graph.call_graph import certain_enough, strength
from archcheck.graph.reach import Barrier, Shut, open_to_all
from archcheck.model.calls import CallEdge, Passed
from archcheck.model.site import CERTAINTIES, Certainty

Known: TypeAlias = frozenset[tuple[str, Passed]]
State: TypeAlias = tuple[str, Known]
_NOTHING: Known = frozenset()


@dataclass(frozen=True, slots=True)
class Feasible:
    """What was reached: the first state of each function, and how each state is arrived at (None: a start)."""

    first: Mapping[str, State]
    arrivals: Mapping[State, tuple[State, CallEdge] | None]

    def __contains__(self, label: object) -> bool:
        return label in self.first

    def path(self, label: str) -> tuple[CallEdge, ...]:
        """The edges from a start to a function; empty where it is a start itself.

        Raises:
            KeyError: the function was not reached.
        """
        found: list[CallEdge] = []
        arrival = self.arrivals[self.first[label]]
        while arrival is not None:
            before, edge = arrival
            found.append(edge)
            arrival = self.arrivals[before]
        return tuple(reversed(found))


class Passing:
    """All calls of the graph with what they ask and hand on."""

    def __init__(self, edges: Iterable[CallEdge]) -> None:
        self._calls: dict[str, list[CallEdge]] = {}
        for edge in edges:
            self._calls.setdefault(edge.caller, []).append(edge)
        for calls in self._calls.values():
            calls.sort(key=lambda edge: (edge.callee, strength(edge)))
        self._matters = self._asked_about()

    def _asked_about(self) -> dict[str, set[str]]:
        """The parameters of each function that a condition asks about, in it or in what it hands them on to."""
        matters = {label: {name for edge in calls for name, _ in edge.asked} for label, calls in self._calls.items()}
        handing = [
            edge for calls in self._calls.values() for edge in calls if any(v[:1] == "=" for _, v in edge.passed)
        ]
        changed = True
        while changed:
            changed = False
            for edge in handing:
                there, here = matters.get(edge.callee, set()), matters[edge.caller]
                more = {value[1:] for name, value in edge.passed if name in there and value[:1] == "="} - here
                if more:
                    here |= more
                    changed = True
        return matters

    def reach(
        self,
        starts: Iterable[str],
        barrier: Barrier = open_to_all,
        least: Certainty = "likely",
        shut: Shut = open_to_all,
    ) -> Feasible:
        """Everything that is reached from some functions without entering a barrier, taking a call that is shut, or one that is
        ruled out; shortest paths first, of these the most certain.
        """
        return self._reach(
            [(label, _NOTHING) for label in sorted({s for s in starts if not barrier(s)})], barrier, least, shut
        )

    def behind(self, call: CallEdge, least: Certainty = "likely", shut: Shut = open_to_all) -> Feasible:
        """Everything that is reached by a call, its callee first."""
        return self._reach([(call.callee, self._kept(call, {}))], open_to_all, least, shut)

    def _reach(self, level: list[State], barrier: Barrier, least: Certainty, shut: Shut) -> Feasible:
        arrivals: dict[State, tuple[State, CallEdge] | None] = dict.fromkeys(level)
        doubts = dict.fromkeys(level, 0)
        first = {state[0]: state for state in level}
        while level:
            best: dict[State, tuple[int, str, State, CallEdge]] = {}
            for state in level:
                known = dict(state[1])
                for edge in self._calls.get(state[0], ()):
                    if not certain_enough(edge, least) or barrier(edge.callee) or shut(edge) or edge.excluded_by(known):
                        continue
                    reached = (edge.callee, self._kept(edge, known))
                    if reached in arrivals:
                        continue
                    offer = (doubts[state] + CERTAINTIES.index(edge.certainty), state[0], state, edge)
                    if reached not in best or offer[:2] < best[reached][:2]:
                        best[reached] = offer
            for reached, (doubt, _, state, edge) in best.items():
                arrivals[reached], doubts[reached] = (state, edge), doubt
                known_first = first.get(reached[0])
                if known_first is None or (known_first in best and doubt < doubts[known_first]):
                    first[reached[0]] = reached
            level = sorted(best, key=lambda state: (state[0], sorted(state[1])))
        return Feasible(first, arrivals)

    def _kept(self, edge: CallEdge, known: Mapping[str, Passed]) -> Known:
        matters = self._matters.get(edge.callee)
        if not matters or not edge.passed:
            return _NOTHING
        return frozenset(each for each in edge.hands_on(known).items() if each[0] in matters)
