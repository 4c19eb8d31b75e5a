"""Paths through the methods of one object, held against what Python itself runs on objects of random classes."""

from __future__ import annotations

from itertools import product

from archcheck.graph.feasible import Passing
from archcheck.graph.receivers import Receivers
from archcheck.model.calls import CallEdge, How
from archcheck.model.location import Location
from hypothesis import assume, given
from hypothesis import strategies as st

NAMES = ("f", "g", "h")
CALLS = st.one_of(st.none(), st.tuples(st.sampled_from(["self", "super"]), st.sampled_from(NAMES)))
CLASSES = st.lists(
    st.tuples(st.lists(st.integers(0, 5), max_size=3, unique=True), st.dictionaries(st.sampled_from(NAMES), CALLS)),
    min_size=1,
    max_size=6,
)


def made(drawn: list[tuple[list[int], dict[str, tuple[str, str] | None]]], ran: list[str]) -> list[type]:
    """Classes whose methods call one method of the same object at most, and note that they run."""
    classes: list[type] = []

    def method(number: int, name: str, call: tuple[str, str] | None) -> object:
        def run(self: object) -> None:
            if len(ran) < 50:
                ran.append(f"m:K{number}.{name}")
                target = self if call is not None and call[0] == "self" else super(classes[number], self)
                getattr(target, call[1] if call is not None else "", lambda: None)()

        return run

    for number, (bases, methods) in enumerate(drawn):
        above = tuple(classes[base] for base in bases if base < number)
        body = {name: method(number, name, call) for name, call in methods.items()}
        classes.append(type(f"K{number}", above, body))
    return classes


def edges(drawn: list[tuple[list[int], dict[str, tuple[str, str] | None]]]) -> list[CallEdge]:
    """Each call to each method of the name that it calls."""
    methods = {(number, name): call for number, (_, names) in enumerate(drawn) for name, call in names.items()}
    return [
        CallEdge(f"m:K{a}.{name}", f"m:K{b}.{other}", "method", "certain", Location("m.py", 1), on=call[0])
        for ((a, name), call), (b, other) in product(methods.items(), methods)
        if call is not None and call[1] == other
    ]


@given(CLASSES)
def test_an_object_runs_what_python_runs_on_it(
    drawn: list[tuple[list[int], dict[str, tuple[str, str] | None]]],
) -> None:
    ran: list[str] = []
    try:
        classes = made(drawn, ran)
    except TypeError:
        assume(False)
    orders = {f"m:{c.__name__}": [f"m:{each.__name__}" for each in c.__mro__[:-1]] for c in classes}
    functions = {f"m:K{number}.{name}" for number, (_, names) in enumerate(drawn) for name in names}
    for made_of, name in product(classes, NAMES):
        ran.clear()
        getattr(made_of(), name, lambda: None)()
        if ran:
            entry = CallEdge("m:main", ran[0], "method", "certain", Location("m.py", 1), on=f"=m:{made_of.__name__}")
            passing = Passing([entry, *edges(drawn)], Receivers(orders, functions))
            found = passing.reach(["m:main"])
            assert {label for label in functions if label in found} == set(ran)


def test_what_is_known_of_a_class_holds_for_those_below() -> None:
    orders = {"m:A": ["m:A"], "m:B": ["m:B", "m:A"], "m:C": ["m:C", "m:B", "m:A"]}
    functions = {"m:A.f", "m:A.g", "m:C.g", "m:B.f"}
    place = Location("m.py", 1)
    again = [CallEdge("m:A.f", callee, "method", "certain", place, on="self") for callee in ("m:A.g", "m:C.g")]

    def reached(on: str, how: How = "method") -> set[str]:
        entry = CallEdge("m:main", "m:A.f", how, "certain", place, on=on)
        found = Passing([entry, *again], Receivers(orders, functions)).reach(["m:main"])
        return {label for label in functions if label in found}

    assert reached("") == reached("<m:A") == reached("<m:elsewhere") == {"m:A.f", "m:A.g"}
    # What making an object runs is what is called, whatever its class has under that name.
    assert reached("=m:C", "construct") == {"m:A.f", "m:C.g"}
    assert reached("=m:A") == {"m:A.f", "m:A.g"}
    assert reached("=m:C") == reached("<m:B") == set()


def test_two_classes_of_one_name_are_one() -> None:
    orders = {"m:A": ["m:A", "m:A", "m:Base"], "m:B": ["m:B", "m:Base"], "m:Base": ["m:Base"]}
    functions = {"m:Base.f", "m:A.g", "m:Base.g"}
    place = Location("m.py", 1)
    again = [CallEdge("m:Base.f", callee, "method", "certain", place, on="self") for callee in ("m:A.g", "m:Base.g")]
    entry = CallEdge("m:main", "m:Base.f", "inherited", "certain", place, on="<m:A")
    found = Passing([entry, *again], Receivers(orders, functions)).reach(["m:main"])
    assert {label for label in functions if label in found} == {"m:Base.f", "m:A.g"}


def test_super_in_a_function_inside_of_a_method_rules_out_nothing() -> None:
    orders = {"m:A": ["m:A"], "m:B": ["m:B", "m:A"]}
    functions = {"m:A.f", "m:B.f", "m:B.f.inner"}
    place = Location("m.py", 1)
    edges = [
        CallEdge("m:B.f", "m:B.f.inner", "direct", "certain", place),
        CallEdge("m:B.f.inner", "m:A.f", "super", "certain", place, on="super"),
    ]
    assert "m:A.f" in Passing(edges, Receivers(orders, functions)).reach(["m:B.f"])


def test_a_base_that_is_called_by_its_name_runs_on_the_same_object() -> None:
    orders = {"m:Root": ["m:Root"], "m:Base": ["m:Base", "m:Root"], "m:Own": ["m:Own", "m:Base", "m:Root"]}
    functions = {"m:Own.f", "m:Base.f", "m:Root.f", "m:Own.g"}
    place = Location("m.py", 1)
    path = [
        CallEdge("m:main", "m:Own.f", "construct", "certain", place, on="=m:Own"),
        CallEdge("m:Own.f", "m:Base.f", "super", "certain", place, on="super"),
        CallEdge("m:Base.f", "m:Root.f", "super", "certain", place, on="same"),
        CallEdge("m:Root.f", "m:Own.g", "method", "certain", place, on="self"),
    ]
    passing = Passing(path, Receivers(orders, functions))
    assert "m:Own.g" in passing.reach(["m:main"])
    assert passing.end_of(path) == path
