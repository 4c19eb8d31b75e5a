"""Reachability, dominators and cuts, held against brute force on small random graphs."""

from __future__ import annotations

from itertools import combinations

import pytest
from archcheck.graph.call_graph import CallGraph
from archcheck.graph.fix_points import Family
from archcheck.graph.reach import exposures, reach, reach_backwards
from archcheck.model.calls import CallEdge, Calls, FunctionNode
from archcheck.model.location import Location
from archcheck.model.site import Certainty
from hypothesis import given, settings
from hypothesis import strategies as st

NAMES = "abcdefg"
Edges = frozenset[tuple[str, str]]
GRAPHS = st.frozensets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=16)
SOME = st.frozensets(st.sampled_from(NAMES), max_size=3)


def label(name: str) -> str:
    return f"m:{name}"


def graph_of(edges: Edges, certainty: Certainty = "certain") -> CallGraph:
    place = Location("m.py", 1)
    functions = tuple(FunctionNode(label(name), "m", place) for name in NAMES)
    calls = tuple(CallEdge(label(a), label(b), "direct", certainty, place) for a, b in sorted(edges))
    return CallGraph(Calls(functions, calls))


def closure(edges: Edges, starts: set[str], without: set[str]) -> set[str]:
    """Everything reached from some nodes when others are taken out, by repetition until nothing is new."""
    seen = starts - without
    while more := {b for a, b in edges if a in seen and b not in seen and b not in without}:
        seen |= more
    return seen


@given(GRAPHS, SOME, SOME)
@settings(max_examples=200, deadline=None)
def test_reach_is_the_closure(edges: Edges, starts: frozenset[str], barriers: frozenset[str]) -> None:
    walls = set(map(label, barriers))
    found = reach(graph_of(edges), map(label, starts), walls.__contains__)
    assert set(found.arrivals) == {label(n) for n in closure(edges, set(starts), set(barriers))}
    back = reach_backwards(graph_of(edges), map(label, starts), walls.__contains__)
    turned = frozenset((b, a) for a, b in edges)
    assert back == {label(n) for n in closure(turned, set(starts), set(barriers))}


@given(GRAPHS, SOME)
@settings(max_examples=200, deadline=None)
def test_paths_exist_and_none_is_shorter(edges: Edges, starts: frozenset[str]) -> None:
    found = reach(graph_of(edges), map(label, starts))
    distance = dict.fromkeys(starts, 0)
    level = set(starts)
    while level:
        level = {b for a, b in edges if a in level and b not in distance} - set(distance)
        distance |= dict.fromkeys(level, max(distance.values(), default=0) + 1)
    for name, steps in distance.items():
        path = found.path(label(name))
        assert len(path) == steps
        assert all((e.caller[2:], e.callee[2:]) in edges for e in path)
        assert [e.callee for e in path[:-1]] == [e.caller for e in path[1:]]


@given(GRAPHS, SOME, SOME)
@settings(max_examples=200, deadline=None)
def test_exposure_counts_who_reaches_a_site_through_others(
    edges: Edges, targets: frozenset[str], barriers: frozenset[str]
) -> None:
    walls = set(map(label, barriers))
    found = exposures(graph_of(edges), map(label, targets), lambda name: name, walls.__contains__)
    turned = frozenset((b, a) for a, b in edges)
    for target in targets - barriers:
        others = closure(turned, {target}, set(barriers)) - {target}
        assert found[label(target)] == (len(others), len(others))


@given(GRAPHS)
@settings(max_examples=200, deadline=None)
def test_everything_is_reached_from_the_entry_points_and_none_is_called_by_another_part(edges: Edges) -> None:
    graph = graph_of(edges)
    entries = {name[2:] for name in graph.entry_points}
    assert closure(edges, set(entries), set()) == set(NAMES)
    for entry in entries:
        callers = closure(frozenset((b, a) for a, b in edges), {entry}, set())
        assert callers <= closure(edges, {entry}, set())


@given(GRAPHS, st.frozensets(st.sampled_from(NAMES), min_size=1, max_size=3))
@settings(max_examples=200, deadline=None)
def test_dominators_are_what_no_path_goes_without(edges: Edges, targets: frozenset[str]) -> None:
    graph = graph_of(edges)
    entries = {name[2:] for name in graph.entry_points}
    family = Family(graph, {label(t): 1 for t in targets})
    for target in targets:
        expected = {n for n in NAMES if target not in closure(edges, entries, {n})}
        assert {name[2:] for name in family.dominators(label(target))} == expected


@given(GRAPHS, st.frozensets(st.sampled_from(NAMES), min_size=1, max_size=3))
@settings(max_examples=200, deadline=None)
def test_a_smallest_cut_cuts_and_none_is_smaller(edges: Edges, targets: frozenset[str]) -> None:
    graph = graph_of(edges)
    entries = {name[2:] for name in graph.entry_points}
    cut = Family(graph, {label(t): 1 for t in targets}).smallest_cut([label(t) for t in targets])

    def cuts(nodes: set[str]) -> bool:
        return not targets & closure(edges, entries, nodes)

    assert cuts({name[2:] for name in cut.functions})
    smaller = [set(c) for size in range(len(cut.functions)) for c in combinations(NAMES, size)]
    assert not any(cuts(nodes) for nodes in smaller)
    assert (cut.clears, cut.of) == (len(targets), len(targets))


@given(GRAPHS, st.dictionaries(st.sampled_from(NAMES), st.integers(1, 3), min_size=1, max_size=4), SOME)
@settings(max_examples=400, deadline=None)
def test_each_step_of_the_worklist_clears_most_of_what_is_left_and_all_of_them_everything(
    edges: Edges, sites: dict[str, int], barriers: frozenset[str]
) -> None:
    graph = graph_of(edges)
    entries = {name[2:] for name in graph.entry_points}
    weights = {label(name): count for name, count in sites.items()}
    family = Family(graph, weights, set(map(label, barriers)).__contains__)

    def reached(lifted: set[str]) -> int:
        return sum(sites[name] for name in sites.keys() & closure(edges, entries, lifted | barriers))

    lifted: set[str] = set()
    for step in family.worklist(weights):
        before = reached(lifted)
        most = max(before - reached(lifted | {name}) for name in NAMES)
        lifted |= {name[2:] for name in step.functions}
        assert step.clears == before - reached(lifted) == most > 0
        assert step.of == family.total == reached(set())
    assert reached(lifted) == 0


def test_a_module_body_is_lifted_for_its_own_sites_alone() -> None:
    place = Location("m.py", 1)
    nodes = tuple(FunctionNode(name, "m", place) for name in ("m:<module>", "m:f", "m:g"))
    calls = tuple(CallEdge("m:<module>", name, "direct", "certain", place) for name in ("m:f", "m:g"))
    graph = CallGraph(Calls(nodes, calls))
    held = {"m:f": 1, "m:g": 1}
    assert [step.functions for step in Family(graph, held).worklist(held)] == [("m:f",), ("m:g",)]
    held["m:<module>"] = 1
    assert [(step.functions, step.clears) for step in Family(graph, held).worklist(held)] == [(("m:<module>",), 3)]


@given(GRAPHS, SOME, SOME, st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)))
@settings(max_examples=200, deadline=None)
def test_barriers_only_take_away_and_calls_only_add(
    edges: Edges, starts: frozenset[str], barriers: frozenset[str], more: tuple[str, str]
) -> None:
    walls = set(map(label, barriers))
    inside = reach(graph_of(edges), map(label, starts), walls.__contains__).arrivals.keys()
    assert inside <= reach(graph_of(edges), map(label, starts)).arrivals.keys()
    assert inside <= reach(graph_of(edges | {more}), map(label, starts), walls.__contains__).arrivals.keys()


@pytest.mark.parametrize(("least", "reached"), [("certain", False), ("likely", True), ("possible", True)])
def test_calls_below_the_least_certainty_are_not_followed(least: Certainty, reached: bool) -> None:
    graph = graph_of(frozenset([("a", "b")]), "likely")
    assert ("m:b" in reach(graph, ["m:a"], least=least)) is reached


def test_of_two_paths_of_one_length_the_more_certain_one_is_shown() -> None:
    place = Location("m.py", 1)
    calls = [("a", "b", "likely"), ("b", "d", "certain"), ("a", "c", "certain"), ("c", "d", "certain")]
    edges = tuple(sorted(CallEdge(label(a), label(b), "direct", how, place) for a, b, how in calls))  # type: ignore[arg-type]
    graph = CallGraph(Calls(tuple(FunctionNode(label(n), "m", place) for n in "abcd"), edges))
    assert [edge.callee for edge in reach(graph, ["m:a"]).path("m:d")] == ["m:c", "m:d"]


def test_a_module_body_and_what_a_library_calls_are_entry_points() -> None:
    place = Location("m.py", 1)
    nodes = (FunctionNode("m:<module>", "m", place), FunctionNode("m:f", "m", place), FunctionNode("m:g", "m", place))
    edges = (CallEdge("m:f", "m:g", "direct", "certain", place), CallEdge("m:g", "m:f", "direct", "certain", place))
    graph = CallGraph(Calls(nodes, edges, registered=(("m:g", "flask.Flask.route"),)))
    assert graph.entry_points == {"m:<module>": "the body of a module", "m:g": "registered by flask.Flask.route"}
