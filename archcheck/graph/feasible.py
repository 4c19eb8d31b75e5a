"""Paths on which no call stands below a condition that the call before has ruled out, and that keep to the class of one object.

A function that is reached is looked at once for each thing that is known of those of its parameters that a condition somewhere ahead
asks about, and of the object that it runs on where it calls that object again: for most functions that is nothing, so this costs little
more than plain reachability.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from archcheck.graph.call_graph import certain_enough, strength
from archcheck.graph.reach import Barrier, Shut, open_to_all
from archcheck.graph.receivers import ANY, Classes, Receivers
from archcheck.model.asked import Asking, Passed, are_excluded, inexact, is_exact
from archcheck.model.calls import CallEdge
from archcheck.model.site import CERTAINTIES, Certainty

Known: TypeAlias = frozenset[tuple[str, Passed]]
State: TypeAlias = tuple[str, Known, Classes]
_NOTHING: Known = frozenset()
_AGAIN = ("self", "super", "same")
# A function that may run on more kinds of objects than that is looked at as if nothing was known of them.
_MOST_KINDS = 16


@dataclass(frozen=True, slots=True)
class Feasible:
    """What was reached: the states of each function, the best first, and how each state is arrived at (None: a start)."""

    states: Mapping[str, Sequence[State]]
    arrivals: Mapping[State, tuple[State, CallEdge] | None]

    def __contains__(self, label: object) -> bool:
        return label in self.states

    def leads_to(self, label: str, asked: Asking = ()) -> bool:
        """Whether a function was reached in a state that does not rule out some conditions on its parameters."""
        return self._state(label, asked) is not None

    def path(self, label: str, asked: Asking = ()) -> tuple[CallEdge, ...]:
        """The edges from a start to a function; empty where it is a start itself.

        Args:
            label: of the function.
            asked: conditions on its parameters that the path may not rule out.

        Raises:
            KeyError: the function was not reached like that.
        """
        state = self._state(label, asked)
        if state is None:
            raise KeyError(label)
        found: list[CallEdge] = []
        arrival = self.arrivals[state]
        while arrival is not None:
            before, edge = arrival
            found.append(edge)
            arrival = self.arrivals[before]
        return tuple(reversed(found))

    def _state(self, label: str, asked: Asking) -> State | None:
        return next((state for state in self.states.get(label, ()) if not are_excluded(asked, dict(state[1]))), None)


class Passing:
    """All calls of the graph with what they ask and hand on."""

    def __init__(
        self,
        edges: Iterable[CallEdge],
        receivers: Receivers | None = None,
        asked: Mapping[str, Iterable[Asking]] | None = None,
    ) -> None:
        """Take the calls.

        Args:
            edges: the calls.
            receivers: of which classes objects may be.
            asked: what paths will be asked for, by the label of the function at their end.
        """
        self._receivers = receivers or Receivers({}, ())
        self._calls: dict[str, list[CallEdge]] = {}
        for edge in edges:
            self._calls.setdefault(edge.caller, []).append(edge)
        for calls in self._calls.values():
            calls.sort(key=lambda edge: (edge.callee, strength(edge)))
        self._matters = self._asked_about(asked or {})
        self._exactly = self._asked_about(asked or {}, is_exact)
        self._call_again = {label for label, calls in self._calls.items() if any(edge.on in _AGAIN for edge in calls)}
        # From where nothing is known, by the place of the call in the list: what is known behind it does not change.
        self._from_nothing: dict[str, list[State | None]] = {}

    def _asked_about(
        self, ends: Mapping[str, Iterable[Asking]], counts: Callable[[str], bool] = bool
    ) -> dict[str, set[str]]:
        """The parameters of each function that a condition asks about, in it or in what it hands them on to.

        Args:
            ends: conditions of what stands in a function, by its label.
            counts: which conditions count.
        """
        matters = {
            label: {name for edge in calls for name, wanted in edge.asked if counts(wanted)}
            for label, calls in self._calls.items()
        }
        for label, asked in ends.items():
            matters.setdefault(label, set()).update(name for each in asked for name, wanted in each if counts(wanted))
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
            [(label, _NOTHING, None) for label in sorted({s for s in starts if not barrier(s)})], barrier, least, shut
        )

    def behind(self, call: CallEdge, least: Certainty = "likely", shut: Shut = open_to_all) -> Feasible:
        """Everything that is reached by a call, its callee first."""
        return self._reach([self._start_of(call)], open_to_all, least, shut)

    def end_of(self, path: Sequence[CallEdge], asked: Asking = ()) -> Sequence[CallEdge]:
        """What is left of a path behind the last call that cannot be made on it; empty where the site at its end cannot be reached.

        A path that begins further up would only look possible: nothing is known there of what was handed in.

        Args:
            path: the calls.
            asked: conditions on the parameters of the function at its end.
        """
        while path and (ruled_out := self._ruled_out(path, asked)) is not None:
            path = path[ruled_out + 1 :]
        return path

    def _ruled_out(self, path: Sequence[CallEdge], asked: Asking) -> int | None:
        state: State = (path[0].caller, _NOTHING, None)
        for index, edge in enumerate(path):
            after = self._after(edge, state)
            if after is None:
                return index
            state = after
        return len(path) - 1 if are_excluded(asked, dict(state[1])) else None

    def _start_of(self, call: CallEdge) -> State:
        """What is known where a call begins a path."""
        return self._after(call, (call.caller, _NOTHING, None)) or (call.callee, _NOTHING, None)

    def _reach(self, level: list[State], barrier: Barrier, least: Certainty, shut: Shut) -> Feasible:
        arrivals: dict[State, tuple[State, CallEdge] | None] = dict.fromkeys(level)
        doubts = dict.fromkeys(level, 0)
        kinds: dict[str, set[Classes]] = {}
        states = {state[0]: [state] for state in level}
        while level:
            best: dict[State, tuple[int, str, State, CallEdge]] = {}
            for state in level:
                for edge, behind in self._behind(state):
                    if behind is None or behind in arrivals or not certain_enough(edge, least):
                        continue
                    if barrier(edge.callee) or shut(edge):
                        continue
                    reached = _of_few_kinds(behind, kinds)
                    if reached in arrivals:
                        continue
                    offer = (doubts[state] + CERTAINTIES.index(edge.certainty), state[0], state, edge)
                    if reached not in best or offer[:2] < best[reached][:2]:
                        best[reached] = offer
            for reached, (doubt, _, state, edge) in sorted(best.items(), key=lambda found: found[1][0]):
                arrivals[reached], doubts[reached] = (state, edge), doubt
                states.setdefault(reached[0], []).append(reached)
            level = sorted(best, key=lambda state: (state[0], sorted(state[1]), state[2] or 0))
        return Feasible(states, arrivals)

    def _behind(self, state: State) -> Iterable[tuple[CallEdge, State | None]]:
        """The calls of a function with what is known behind each; None where it is ruled out."""
        label, known, on = state
        calls = self._calls.get(label, ())
        if known or on is not None:
            return ((edge, self._after(edge, state)) for edge in calls)
        if label not in self._from_nothing:
            self._from_nothing[label] = [self._after(edge, state) for edge in calls]
        return zip(calls, self._from_nothing[label], strict=True)

    def _after(self, edge: CallEdge, state: State) -> State | None:
        """What is known behind a call where something is known before; None where it is ruled out."""
        _, known, on = state
        handed = dict(known)
        if edge.excluded_by(handed):
            return None
        classes = self._receivers.after(edge, on)
        if classes == 0:
            return None
        if edge.callee not in self._call_again:
            classes = None
        return (edge.callee, self._kept(edge, handed), classes)

    def _kept(self, edge: CallEdge, known: Mapping[str, Passed]) -> Known:
        matters = self._matters.get(edge.callee)
        if not matters or not edge.passed:
            return _NOTHING
        exactly = self._exactly.get(edge.callee, ())
        handed = ((name, said) for name, said in edge.hands_on(known).items() if name in matters)
        # Which text or function it is only matters where somebody asks for one.
        return frozenset((name, said if name in exactly else inexact(said)) for name, said in handed)


def _of_few_kinds(state: State, kinds: dict[str, set[Classes]]) -> State:
    """The same; of a function that was looked at for too many kinds of objects, nothing is known of them."""
    label, known, classes = state
    if classes is None:
        return state
    seen = kinds.setdefault(label, set())
    if len(seen) < _MOST_KINDS:
        seen.add(classes)
    return state if classes in seen else (label, known, ANY)
