"""Paths to decorated functions, where the decorator acts on some calls alone."""

from archcheck.graph.call_graph import CallGraph
from archcheck.graph.leaving import Leaving
from archcheck.graph.reach import reach
from archcheck.model.calls import CallEdge, Calls, FunctionNode, How
from archcheck.model.location import Location


def edge(caller: str, callee: str, line: int, how: How = "direct") -> CallEdge:
    return CallEdge(f"m:{caller}", f"m:{callee}", how, "certain", Location("m.py", line))


BRINGS = edge("brings", "save", 3)
LEAVES = (edge("leaves", "save", 5), edge("leaves", "provide.wrapper", 5, "decorator"))
MAIN = (edge("main", "brings", 1), edge("main", "detour", 2), edge("detour", "leaves", 4))


def graph(*edges: CallEdge) -> tuple[CallGraph, Leaving]:
    names = sorted({label for each in edges for label in (each.caller, each.callee)})
    nodes = tuple(FunctionNode(label, "m", Location("m.py", 1)) for label in names)
    return CallGraph(Calls(nodes, tuple(sorted(edges)))), Leaving(edges)


def test_the_path_ends_with_a_call_that_leaves_it_to_the_decorator() -> None:
    calls, leaving = graph(BRINGS, *LEAVES, *MAIN)
    reached = reach(calls, ["m:main"])
    assert leaving.depends("m:save", "m:provide")
    assert [each.caller for each in reached.path("m:save")] == ["m:main", "m:brings"]
    path = leaving.path(reached, "m:save", "m:provide")
    assert path is not None
    assert [each.caller for each in path] == ["m:main", "m:detour", "m:leaves"]


def test_there_is_none_where_every_call_brings_its_own() -> None:
    calls, leaving = graph(BRINGS, edge("main", "brings", 1), edge("other", "provide.wrapper", 9, "decorator"))
    assert leaving.path(reach(calls, ["m:main"]), "m:save", "m:provide") is None


def test_a_function_that_starts_a_path_is_one() -> None:
    calls, leaving = graph(BRINGS, *LEAVES)
    assert leaving.path(reach(calls, ["m:save"]), "m:save", "m:provide") == ()


def test_a_decorator_that_acts_on_every_call_leaves_nothing_to_it() -> None:
    _, leaving = graph(edge("main", "save", 1), edge("save", "provide.wrapper", 2, "decorator"))
    assert not leaving.depends("m:save", "m:provide")


def test_a_decorated_function_that_calls_another_one_may_still_be_handed_a_session() -> None:
    calls, leaving = graph(
        BRINGS, *LEAVES, *MAIN, edge("save", "load", 8), edge("save", "provide.wrapper", 8, "decorator")
    )
    assert leaving.depends("m:save", "m:provide")
    path = leaving.path(reach(calls, ["m:main"]), "m:save", "m:provide")
    assert path is not None and path[-1].caller == "m:leaves"
