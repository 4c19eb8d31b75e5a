"""Paths that nothing rules out, held against trying every walk on small random graphs."""

from __future__ import annotations

from itertools import pairwise

from archcheck.graph.call_graph import CallGraph
from archcheck.graph.feasible import Passing
from archcheck.graph.reach import reach
from archcheck.model.calls import CallEdge, Calls, FunctionNode
from archcheck.model.location import Location
from hypothesis import given
from hypothesis import strategies as st

NAMES = "abcde"
ASKED = st.sampled_from(
    [(), (("p", "true"),), (("p", "none"),), (("p", "something"),), (("q", "false"),), (("p", "'a"),), (("q", "'b"),)]
)
PASSED = st.sampled_from(
    [
        (),
        (("p", "true"),),
        (("p", "none"),),
        (("p", "some"),),
        (("p", "=p"),),
        (("p", "=q"), ("q", "=p")),
        (("q", "true"),),
        (("p", "'a"),),
        (("p", "'b"), ("q", "'a")),
    ]
)
CALLS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), ASKED, PASSED), max_size=9)


def edges_of(calls: list[tuple[str, str, object, object]]) -> list[CallEdge]:
    return [
        CallEdge(f"m:{a}", f"m:{b}", "direct", "certain", Location("m.py", line), asked, passed)  # type: ignore[arg-type]
        for line, (a, b, asked, passed) in enumerate(calls, 1)
    ]


def walked(edges: list[CallEdge], start: str) -> set[str]:
    """What is reached by every walk, with all that is known of every parameter."""
    queue: list[tuple[str, dict[str, str]]] = [(start, {})]
    seen = [queue[0]]
    for label, known in queue:
        for edge in edges:
            if edge.caller == label and not edge.excluded_by(known):
                state = (edge.callee, edge.hands_on(known))
                if state not in seen:
                    seen.append(state)
                    queue.append(state)
    return {label for label, _ in seen}


@given(CALLS)
def test_what_is_reached_is_what_every_walk_reaches(calls: list[tuple[str, str, object, object]]) -> None:
    edges = edges_of(calls)
    found = Passing(edges).reach(["m:a"])
    assert {f"m:{name}" for name in NAMES if f"m:{name}" in found} == walked(edges, "m:a")


@given(CALLS)
def test_no_step_of_a_path_is_ruled_out_by_the_steps_before(calls: list[tuple[str, str, object, object]]) -> None:
    found = Passing(edges_of(calls)).reach(["m:a"])
    for name in NAMES:
        path = found.path(f"m:{name}") if f"m:{name}" in found else ()
        assert all(before.callee == behind.caller for before, behind in pairwise(path))
        known: dict[str, str] = {}
        for edge in path:
            assert not edge.excluded_by(known)
            known = edge.hands_on(known)


@given(CALLS)
def test_where_nothing_is_asked_it_is_plain_reachability(calls: list[tuple[str, str, object, object]]) -> None:
    edges = edges_of([(a, b, (), passed) for a, b, _, passed in calls])
    place = Location("m.py", 1)
    graph = CallGraph(Calls(tuple(FunctionNode(f"m:{n}", "m", place) for n in NAMES), tuple(sorted(edges))))
    plain, feasible = reach(graph, ["m:a"]), Passing(edges).reach(["m:a"])
    for label in plain.arrivals:
        assert [e.callee for e in feasible.path(label)] == [e.callee for e in plain.path(label)]


@given(st.lists(st.tuples(ASKED, PASSED), max_size=6))
def test_the_end_of_a_path_begins_behind_the_last_call_that_is_ruled_out(steps: list[tuple[object, object]]) -> None:
    path = edges_of([(str(step), str(step + 1), *said) for step, said in enumerate(steps)])
    begin = 0
    while (length := first_ruled_out(path[begin:])) is not None:
        begin += length
    assert Passing(path).end_of(path) == path[begin:]


def first_ruled_out(path: list[CallEdge]) -> int | None:
    """How many steps there are up to the first one that those before rule out; None where there is none."""
    return next((length for length in range(1, len(path) + 1) if not is_possible(path[:length])), None)


def is_possible(path: list[CallEdge]) -> bool:
    """Whether no step is ruled out by those before, tried from the first on."""
    known: dict[str, str] = {}
    for edge in path:
        if edge.excluded_by(known):
            return False
        known = edge.hands_on(known)
    return True
