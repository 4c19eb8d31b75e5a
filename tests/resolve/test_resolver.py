"""Questions that come back to themselves: what is answered depends on the code alone, and not on who asked first."""

from __future__ import annotations

from archcheck.facts.extract import extract
from archcheck.model.source import SourceFile
from archcheck.resolve.project import Project
from archcheck.resolve.resolver import Resolver
from archcheck.resolve.values import Own
from hypothesis import example, given
from hypothesis import strategies as st
from tests.resolve.conftest import CATALOG

_FEW = st.integers(0, 5)
_GRAPHS = st.tuples(st.sets(st.tuples(_FEW, _FEW)), st.sets(_FEW), st.permutations(range(6)))


def _source(calls: set[tuple[int, int]], makers: set[int]) -> str:
    """Functions that return what others return; some make an instance of a class of their own."""
    lines = []
    for number in range(6):
        lines += [f"class C{number}: pass", f"def f{number}(x):"]
        lines += [f"    if x: return f{callee}(x)" for caller, callee in sorted(calls) if caller == number]
        lines.append(f"    return C{number}()" if number in makers else "    raise ValueError")
    return "\n".join(lines)


def _reached(calls: set[tuple[int, int]], start: int) -> set[int]:
    found, waiting = set(), [start]
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            waiting += [callee for caller, callee in calls if caller == number]
    return found


def resolver(text: str) -> Resolver:
    file = SourceFile("app.py", "/app.py", "app", False)
    return Resolver(
        Project([file], {"app.py": extract(text.encode())}, lambda module: False, lambda path: text), CATALOG
    )


@given(_GRAPHS)
@example(({(0, 1), (1, 2), (2, 1), (1, 0), (2, 3)}, {0, 3}, [2, 0, 1, 3, 4, 5]))
@example(({(0, 1), (1, 2), (2, 1), (3, 1), (0, 3), (3, 0), (0, 2), (1, 0)}, {0, 1, 2, 3}, [3, 1, 2, 0, 4, 5]))
def test_functions_that_call_each_other_return_all_that_any_of_them_makes(graph):
    calls, makers, order = graph
    asked = resolver(_source(calls, makers))
    functions = {unit.scope.name: unit for unit in asked.project.units if unit.kind == "function"}
    for number in order:
        made = {
            value.shape.unit.scope.name
            for value in asked.returned(functions[f"f{number}"])
            if isinstance(value.shape, Own)
        }
        assert made == {f"C{other}" for other in _reached(calls, number) & makers}


def test_walk_that_leads_back_to_itself_goes_round_until_nothing_new_is_found():
    asked = resolver(
        """
class A:
    def next(self): return B()
class B:
    def next(self): return C()
class C:
    def next(self): return C()

def last(x):
    node = A()
    while x:
        node = node.next()
    return node
"""
    )
    (last,) = [unit for unit in asked.project.units if unit.scope.name == "last"]
    assert {value.shape.unit.scope.name for value in asked.returned(last)} == {"A", "B", "C"}
