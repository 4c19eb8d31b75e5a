"""The calls that are followed, each with how it was found; what could not be followed is said."""

from __future__ import annotations

import pytest
from archcheck.model.calls import Calls

from .conftest import inventory


def calls(source: str, **others: str) -> Calls:
    return inventory({"app": source, **others}, calls=True).calls


def edges(source: str, **others: str) -> set[str]:
    return {
        f"{edge.caller.removeprefix('app:')} {edge.how} {edge.callee.removeprefix('app:')} {edge.certainty}"
        for edge in calls(source, **others).edges
        if edge.how != "definition"
    }


@pytest.mark.parametrize(
    ("source", "edge"),
    [
        ("def g(): ...\ndef f():\n    g()", "f direct g certain"),
        ("def g(): ...\nh = g\ndef f():\n    h()", "f direct g certain"),
        ("def g(): ...\ng()", "<module> direct g certain"),
        ("def g(): ...\ndef f():\n    return [g() for _ in x]", "f direct g certain"),
        ("def g(): ...\nf = lambda: g()", "<module> direct g certain"),
        ("def f():\n    def g(): ...\n    g()", "f direct f.g certain"),
        ("class A:\n    def g(self): ...\n    def f(self):\n        self.g()", "A.f method A.g certain"),
        ("class A:\n    def g(self): ...\ndef f(a: A):\n    a.g()", "f method A.g certain"),
        ("class A:\n    def g(self): ...\nclass B(A): ...\ndef f(b: B):\n    b.g()", "f inherited A.g certain"),
        (
            "class A:\n    def g(self): ...\nclass B(A):\n    def g(self): ...\ndef f(a: A):\n    a.g()",
            "f overridden B.g likely",
        ),
        (
            "class A:\n    def g(self): ...\nclass B(A):\n    def g(self):\n        super().g()",
            "B.g super A.g certain",
        ),
        ("class A:\n    def __init__(self): ...\ndef f():\n    A()", "f construct A.__init__ certain"),
        ("class A:\n    def __call__(self): ...\ndef f(a: A):\n    a()", "f method A.__call__ certain"),
        ("class A:\n    def __init__(self): ...\ndef f(a: A):\n    a.__class__()", "f construct A.__init__ certain"),
        ("class A:\n    @property\n    def g(self): ...\ndef f(a: A):\n    a.g", "f property A.g certain"),
        (
            "class A:\n    @property\n    def g(self): ...\n    @g.setter\n    def g(self, v): ...\ndef f(a: A):\n    a.g = 1",
            "f property A.g.setter certain",
        ),
        (
            "class A:\n    def __enter__(self): ...\n    def __exit__(self, *a): ...\ndef f(a: A):\n    with a:\n        pass",
            "f with A.__exit__ certain",
        ),
        ("class A:\n    def __add__(self, o): ...\ndef f(a: A):\n    a + 1", "f operator A.__add__ certain"),
        ("class A:\n    def __getitem__(self, k): ...\ndef f(a: A):\n    a[1]", "f operator A.__getitem__ certain"),
        ("class A:\n    def __contains__(self, k): ...\ndef f(a: A):\n    1 in a", "f operator A.__contains__ certain"),
        ("class A:\n    def __eq__(self, o): ...\ndef f(a: A):\n    a == 1", "f operator A.__eq__ certain"),
        (
            "class A:\n    def __iter__(self): ...\ndef f(a: A):\n    for x in a:\n        pass",
            "f operator A.__iter__ certain",
        ),
        ("def d(h):\n    def w():\n        h()\n    return w\n@d\ndef f(): ...", "f decorator d.w certain"),
        ("def d(h):\n    return h\n@d\ndef f(): ...", "<module> decorator d certain"),
        (
            "def d(n):\n    def e(h):\n        def w():\n            h()\n        return w\n    return e\n@d(1)\ndef f(): ...",
            "f decorator d.e.w certain",
        ),
        (
            "def d(h):\n    def w(a, b):\n        check(b)\n        return h(a, b)\n    return w\n@d\ndef f(a, b): ...\n"
            "class A: ...\nf(1, A())",
            "f decorator d.w certain",
        ),
        (
            "import wrapt\n@wrapt.decorator\ndef d(h, i, a, k):\n    return h(*a, **k)\n@d\ndef f(): ...",
            "f decorator d certain",
        ),
        (
            "import decorator\ndef d(n):\n    @decorator.decorator\n    def w(h, *a):\n        return h(*a)\n    return w\n"
            "@d(1)\ndef f(): ...",
            "f decorator d.w certain",
        ),
        (
            "class W:\n    def __init__(self, h):\n        self.h = h\n    def __call__(self):\n        return self.h()\n"
            "def d(h):\n    return W(h)\n@d\ndef g(): ...\ndef f():\n    g()",
            "f direct g certain",
        ),
        (
            "from typing import Protocol\nclass P(Protocol):\n    def __call__(self): ...\ndef d(h) -> P:\n    return wrap(h)\n"
            "@d\ndef g(): ...\ndef f():\n    g()",
            "f direct g certain",
        ),
        (
            "class Mixin:\n    def f(self):\n        self.g\nclass A(Mixin):\n    @property\n    def g(self): ...",
            "Mixin.f overridden A.g likely",
        ),
        ("from fastapi import Depends\ndef g(): ...\ndef f(x=Depends(g)): ...", "f dependency g certain"),
        ("def g(): ...\ndef f():\n    retry(g)", "f callback g likely"),
        ("import asyncio\nasync def g(): ...\ndef f():\n    asyncio.create_task(g())", "f direct g certain"),
        ("def g(): ...\ndef f(loop):\n    loop.run_in_executor(None, g)", "f callback g likely"),
        ("from threading import Thread\ndef g(): ...\ndef f():\n    Thread(target=g).start()", "f callback g likely"),
        ("from functools import partial\ndef g(): ...\ndef f():\n    on_commit(partial(g, 1))", "f callback g likely"),
        ("def g(): ...\nHOOKS = [g]", "<module> kept g likely"),
        ("def g(): ...\nHOOKS = {'g': g}\ndef f(k):\n    HOOKS[k]()", "f direct g certain"),
        ("class A:\n    def g(self): ...\n    def f(self):\n        handle(self.g)", "A.f callback A.g likely"),
        ("class A:\n    def rare_one(self): ...\ndef f(a):\n    a.rare_one()", "f name A.rare_one possible"),
        (
            "class A:\n    def odd(self): ...\nclass B:\n    def odd(self): ...\ndef f(a):\n    a.odd()",
            "f name B.odd possible",
        ),
        ("from celery import shared_task\n@shared_task\ndef g(): ...\ndef f():\n    g.delay()", "f queued g certain"),
        ("def f():\n    from app import g\n    g()\ndef g(): ...", "f direct g certain"),
        ("def g(): ...\ndef f():\n    try:\n        pass\n    finally:\n        g()", "f direct g certain"),
    ],
)
def test_an_edge_is_found(source: str, edge: str) -> None:
    assert edge in edges(source)


def test_a_decorated_function_is_called_under_its_own_name() -> None:
    source = "import functools\ndef d(h):\n    @functools.wraps(h)\n    def w():\n        return h()\n    return w\n@d\ndef g(): ...\ndef f():\n    g()"
    assert edges(source) == {
        "f direct g certain",
        "g decorator d.w certain",
        "<module> decorator d certain",
        # The wrapped function is called by way of itself: through it, every decorated function would reach every other.
    }


def test_super_and_a_named_class_reach_no_override() -> None:
    source = "class A:\n    def g(self): ...\nclass B(A):\n    def g(self): ...\ndef f(b: B):\n    A.g(b)"
    assert "f super A.g certain" in edges(source)
    assert not any("B.g" in edge for edge in edges(source))


def test_who_takes_a_callback_back_does_not_call_it() -> None:
    found = edges("def g(): ...\ndef f(bus):\n    bus.connect(g)\ndef h(bus):\n    bus.disconnect(g)")
    assert found == {"f kept g likely"}


def test_an_override_in_a_test_is_none() -> None:
    found = edges(
        "class A:\n    def g(self): ...\ndef f(a: A):\n    a.g()",
        **{"x.tests.t": "from app import A\nclass T(A):\n    def g(self): ..."},
    )
    assert found == {"f method A.g certain"}


def test_a_property_is_read_by_its_getter_and_set_by_its_setter() -> None:
    source = (
        "class A:\n    @property\n    def p(self):\n        read()\n    @p.setter\n    def p(self, v):\n        write()\n"
        "class B(A): ...\ndef read(): ...\ndef write(): ...\ndef f(b: B):\n    b.p\ndef g(b: B):\n    b.p = 1\n"
    )
    assert edges(source) == {
        "f property A.p certain",
        "g property A.p.setter certain",
        "A.p direct read certain",
        "A.p.setter direct write certain",
    }


def test_library_decorators_register() -> None:
    source = "from fastapi import APIRouter\nrouter = APIRouter()\n@router.post('/')\ndef f(): ...\n@router.get\ndef g(): ..."
    assert calls(source).registered == (("app:f", "fastapi.APIRouter.post"), ("app:g", "fastapi.APIRouter.get"))


def test_an_api_that_is_handed_to_the_project_is_a_handover() -> None:
    source = "from sqlalchemy.orm import Session\ndef run(job): ...\ndef f(s: Session):\n    run(job=s.commit)\n    other(s.commit)"
    (handover,) = calls(source).handovers
    assert (handover.caller, handover.receiver, handover.api) == ("app:f", "app:run", "sqlalchemy.orm.Session.commit")
    assert handover.location.line == 4


@pytest.mark.parametrize(
    "loaded",
    [
        "import stevedore\nx = stevedore.DriverManager('n', 'd').driver",
        "import importlib\nx = importlib.import_module('n').Driver()",
        "from django.utils.module_loading import import_string\nx = import_string('n')()",
    ],
)
def test_what_a_loader_gives_may_be_of_the_project(loaded: str) -> None:
    source = f"{loaded}\nclass A:\n    def store_all(self): ...\ndef f():\n    x.store_all()"
    assert "f name A.store_all possible" in edges(source)


def test_what_a_class_forwards_may_be_a_method_of_any_other() -> None:
    source = (
        "class Driver:\n    def store_all(self): ...\nclass Manager:\n    def __getattr__(self, name):\n"
        "        return getattr(self.driver, name)\n    def save(self):\n        self.store_all()\n"
    )
    assert "Manager.save name Driver.store_all possible" in edges(source)


def test_super_runs_what_stands_beside_in_a_class_below() -> None:
    source = (
        "class Base:\n    def save(self): ...\nclass Mixin:\n    def save(self):\n        super().save()\n"
        "class Other(Base):\n    def save(self):\n        super().save()\nclass Both(Mixin, Other): ...\n"
    )
    found = {edge for edge in edges(source) if " super " in edge}
    assert found == {"Mixin.save super Other.save likely", "Other.save super Base.save certain"}


def test_super_in_a_diamond_asks_the_common_base_last() -> None:
    source = "".join(
        f"class {name}:\n    def save(self):\n        super().save()\n" for name in ("A", "B(A)", "C(A)", "D(B, C)")
    )
    assert {edge for edge in edges(source) if " super " in edge} == {
        "D.save super B.save certain",
        "B.save super A.save certain",
        "B.save super C.save likely",
        "C.save super A.save certain",
    }


FAMILY = "class A:\n    @staticmethod\n    def s(): ...\n    @classmethod\n    def c(cls): ...\nclass B(A):\n    @staticmethod\n    def s(): ...\n    @classmethod\n    def c(cls): ...\n"


@pytest.mark.parametrize(
    ("call", "edge"),
    [
        ("def f(a: A):\n    a.s()", "f overridden B.s likely"),
        ("def f(kind: type[A]):\n    kind.s()", "f overridden B.s likely"),
        ("def f(kind: type[A]):\n    kind.c()", "f overridden B.c likely"),
        ("class H:\n    kind: type[A]\ndef f(h: H):\n    h.kind.c()", "f overridden B.c likely"),
    ],
)
def test_a_class_that_is_a_value_may_be_one_below(call: str, edge: str) -> None:
    assert edge in edges(FAMILY + call)


@pytest.mark.parametrize("call", ["def f():\n    A.c()", "def f():\n    A.s()", "import app\ndef f():\n    app.A.c()"])
def test_a_class_that_is_named_is_meant(call: str) -> None:
    assert not any("overridden" in edge for edge in edges(FAMILY + call))


def test_a_decorator_that_passes_the_instance_on_hands_nothing_in() -> None:
    source = (
        "import functools\ndef logs(g):\n    @functools.wraps(g)\n    def wrapper(self, *args):\n        return g(self, *args)\n"
        "    return wrapper\nclass A:\n    @logs\n    def save(self, x): ...\n"
    )
    assert "A.save decorator logs.wrapper certain" in edges(source)


def test_a_name_that_many_methods_have_is_a_blind_spot() -> None:
    source = (
        "".join(f"class A{n}:\n    def handle_it(self): ...\n" for n in range(4)) + "def f(x):\n    x.handle_it()\n"
    )
    (spot,) = calls(source).blind_spots
    assert (spot.kind, spot.line) == ("call", 10)
    assert "4 methods have that name" in spot.reason


@pytest.mark.parametrize(
    "source",
    [
        "class A:\n    def save(self): ...\ndef f(a: A):\n    a.savee()",
        "class B:\n    def save(self): ...\nclass A(B): ...\ndef f():\n    A().sav()",
        "class A:\n    def f(self):\n        self.gone()",
    ],
)
def test_a_call_of_what_the_class_does_not_have_is_missing(source: str) -> None:
    (spot,) = calls(source).missing
    assert spot.kind == "missing" and "app:A has no `" in spot.reason


@pytest.mark.parametrize(
    "source",
    [
        "from lib import B\nclass A(B): ...\ndef f(a: A):\n    a.gone()",
        "class A:\n    def __getattr__(self, name): ...\ndef f(a: A):\n    a.gone()",
        "class A:\n    def f(self):\n        self.other()\nclass M:\n    def other(self): ...\nclass C(A, M): ...",
        "class A: ...\ndef f(a: A):\n    a.gone = print\n    a.gone()",
        "class A: ...\nsetattr(A, name, print)\ndef f(a: A):\n    a.gone()",
        "class A:\n    def __init__(self, g):\n        self.g = g\n    def f(self):\n        self.g()",
        "import asyncio\nclass A: ...\nasync def g() -> A: ...\nasync def f():\n    task = asyncio.create_task(g())\n    task.cancel()",
    ],
)
def test_a_class_that_may_have_more_than_it_says_misses_nothing(source: str) -> None:
    assert calls(source).missing == ()


INJECTS = (
    "import functools\n"
    "def d(h):\n    @functools.wraps(h)\n    def w(*a, **k):\n        return h(*a, session=make(), **k)\n    return w\n"
    "from sqlalchemy.orm import Session\n"
    "def make() -> Session: ...\n"
)


@pytest.mark.parametrize(("call", "wrapped"), [("g(1)", True), ("g(1, session=s)", False), ("g(1, s)", False)])
def test_a_decorator_that_hands_in_runs_where_a_call_leaves_it_to_it(call: str, wrapped: bool) -> None:
    source = INJECTS + f"@d\ndef g(n, session): ...\ndef f(s):\n    {call}"
    found = edges(source)
    assert "f direct g certain" in found
    assert ("f decorator d.w certain" in found) is wrapped
    assert "g decorator d.w certain" not in found


def test_a_function_that_is_found_by_its_name_alone_is_handed_on_as_no_more_than_possible() -> None:
    source = "class A:\n    def store_all(self): ...\ndef run(f): ...\ndef f(a):\n    run(a.store_all)"
    assert {edge for edge in edges(source) if "store_all" in edge} <= {"f callback A.store_all possible"}


def test_a_lambda_that_a_decorator_is_handed_belongs_to_the_decorated_function() -> None:
    source = (
        "import lib\ndef g(): ...\ndef h(): ...\n"
        "class A:\n    @lib.retry(\n        before=lambda: g(),\n    )\n    def f(self): ...\n    key = lambda self: h()"
    )
    assert edges(source) == {"A.f direct g certain", "A direct h certain"}


def test_a_method_of_a_mixin_that_stands_before_is_an_override() -> None:
    source = (
        "class View:\n    def run(self):\n        self.done()\n    def done(self): ...\n"
        "class Mixin:\n    def done(self): ...\n"
        "class Behind:\n    def done(self): ...\n"
        "class A(Mixin, View): ...\nclass B(View, Behind): ..."
    )
    assert {edge for edge in edges(source) if edge.startswith("View.run")} == {
        "View.run method View.done certain",
        "View.run overridden Mixin.done likely",
    }


def test_super_behind_a_base_of_a_library_leads_to_the_next_base() -> None:
    source = (
        "from lib import Table\nclass Mixin:\n    def done(self): ...\n"
        "class A(Table, Mixin):\n    def done(self):\n        super().done()"
    )
    assert "A.done super Mixin.done likely" in edges(source)


def test_a_part_of_the_own_package_that_is_not_there_is_somebody_elses() -> None:
    found = calls(
        "from app.sdk import Cache\nclass B:\n    def unusual(self): ...\ndef f():\n    Cache.unusual()"
    ).edges
    assert not any(edge.callee == "app:B.unusual" for edge in found)


def test_what_decorators_do_is_no_more_certain_than_what_is_called() -> None:
    source = (
        "import functools\n"
        "def begun(function):\n    @functools.wraps(function)\n    def wrapper(*args, session=None):\n"
        "        return function(*args, session=session or make())\n    return wrapper\n"
        "class B:\n    @begun\n    def unusual(self, session=None): ...\n"
        "def f(b):\n    b.unusual()"
    )
    assert {edge for edge in edges(source) if edge.startswith("f ") and edge.endswith("certain")} == set()


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("f'do_{x}'", {"save", "drop"}),
        ("'do_' + x", {"save", "drop"}),
        ("'do_%s' % x", {"save", "drop"}),
        ("'do_{}'.format(x)", {"save", "drop"}),
        ("name", {"save", "drop"}),
        ("f'do_{x}_{x}'", set()),
        ("f'do_s{x}e'", {"save"}),
        ("f'{x}_save'", {"save"}),
        ("f'{x}_'", set()),
        ("x", set()),
    ],
)
def test_a_method_may_be_looked_up_by_a_part_of_its_name(name: str, found: set[str]) -> None:
    source = (
        "class A:\n    def run(self, x):\n        name = f'do_{x}'\n        getattr(self, " + name + ")()\n"
        "    def do_save(self): ...\n    def do_(self): ...\n    def undo_drop(self): ...\n"
        "class B(A):\n    def do_drop(self): ...\nclass C:\n    def do_go(self): ..."
    )
    classes = {"save": "A", "drop": "B"}
    assert {e for e in edges(source) if e.startswith("A.run")} == {
        f"A.run method {classes[each]}.do_{each} likely" for each in found
    }


def test_a_part_of_a_name_that_too_many_methods_have_says_nothing() -> None:
    many = "".join(f"    def do_{number}(self): ...\n" for number in range(13))
    assert not edges("class A:\n    def run(self, x):\n        getattr(self, f'do_{x}')()\n" + many)


@pytest.mark.parametrize("base", ["Protocol", "typing.Protocol", "Protocol[int]"])
def test_a_protocol_that_says_how_a_function_is_called_leaves_open_which_it_is(base: str) -> None:
    source = (
        f"import typing\nfrom typing import Protocol\nclass End({base}):\n    def __call__(self) -> None: ...\n"
        "def g(): ...\ndef how() -> End:\n    return g\nclass A:\n    def __init__(self):\n        self.end = how()\n"
        "    def run(self, by: End):\n        self.end()\n        by()\nA().run(g)"
    )
    found = {
        e.location.line: (e.how, e.certainty)
        for e in calls(source).edges
        if e.callee == "app:g" and e.caller != "app:<module>"
    }
    assert found == {12: ("direct", "certain"), 13: ("callback", "likely")}


def test_a_class_has_all_of_its_bases() -> None:
    many = "".join(f"class K{number}: ...\n" for number in range(20))
    bases = ", ".join(f"K{number}" for number in range(20))
    source = many + f"class Last:\n    def g(self): ...\nclass All({bases}, Last): ...\ndef f(a: All):\n    a.g()"
    assert "f inherited Last.g certain" in edges(source)


def test_a_method_may_be_looked_up_by_a_name_that_callers_hand_over() -> None:
    source = (
        "class A:\n    def save(self): ...\n    def drop(self): ...\n    def other(self): ...\n"
        "def run(a: A, method='other', *rest):\n    getattr(a, method)()\n"
        "def go(a: A, name):\n    run(a, 'save')\n    run(a, method='drop')\n    run(a, name)\n    run(a, 'no method')"
    )
    assert {e for e in edges(source) if e.startswith("run ")} == {
        f"run method A.{name} likely" for name in ("save", "drop")
    }


@pytest.mark.parametrize(
    ("call", "known"),
    [
        ("client.cast(context, 'ship', order=Order())", True),
        ("client.call('ship', order=Order(), note=1)", True),
        ("client.cast(context, 'ship', order=Order(), unknown=1)", False),
        ("client.cast(context, 1, 'ship', order=Order())", False),
        ("client.cast(context, f'{name}', order=Order())", False),
        ("client.cast(context, 'ship', Order())", False),
    ],
)
def test_what_a_call_hands_to_a_method_that_it_names(call: str, known: bool) -> None:
    source = (
        "class Order:\n    def close(self): ...\n    def open(self): ...\nclass Other:\n    def close(self): ...\n    def open(self): ...\n"
        "class Manager:\n    def ship(self, context, order, note=None):\n        order.close()\n"
        f"def send(client, context, name):\n    {call}"
    )
    assert ("Manager.ship method Order.close likely" in edges(source)) is known


@pytest.mark.parametrize(
    ("source", "how"),
    [
        ("def run(f):\n    f()\nrun(g)", "callback"),
        ("def run(f):\n    if isinstance(f, int): ...\n    f()\nrun(g)", "callback"),
        ("def run(f):\n    return [f() for _ in range(3)]\nrun(g)", "callback"),
        ("def run(f=g):\n    f()", "direct"),
        ("def run():\n    f = g\n    f()", "direct"),
        (
            "class A:\n    def __init__(self, f):\n        self.f = f\n    def run(self):\n        self.f()\nA(g)",
            "callback",
        ),
        ("class A:\n    def __init__(self):\n        self.f = g\n    def run(self):\n        self.f()", "direct"),
        ("class A:\n    f = g\n    def run(self):\n        self.f()", "direct"),
    ],
)
def test_a_function_that_was_handed_over_is_called_back(source: str, how: str) -> None:
    found = {e.how for e in calls("def g(): ...\n" + source).edges if e.callee == "app:g" and "run" in e.caller}
    assert found == {how}


@pytest.mark.parametrize(
    ("more", "on"),
    [
        ("", "=app:A"),
        ("    def again(self): self.kept = A()\n", "<app:A"),
        ("class Below(Keeper):\n    def again(self): self.kept = A()\n", "<app:A"),
        ("def again(k: Keeper): k.kept = A()\n", "<app:A"),
    ],
)
def test_what_an_object_keeps_is_of_the_class_that_made_it(more: str, on: str) -> None:
    source = (
        "class A:\n    def g(self): ...\nclass Keeper:\n    def __init__(self): self.kept = A()\n"
        f"    def f(self): self.kept.g()\n{more}"
    )
    assert [e.on for e in calls(source).edges if e.caller == "app:Keeper.f"] == [on]


@pytest.mark.parametrize(
    ("call", "callee", "on"),
    [
        ("self.g()", "A.g", "self"),
        ("super().g()", "Base.g", "super"),
        ("super(A, self).g()", "Base.g", "super"),
        ("Base.g(self)", "Base.g", "same"),
        ("Base.g(other)", "Base.g", ""),
        ("A()", "Root.__init__", "=app:A"),
        ("self.kind()", "Root.__init__", "<app:A"),
        ("other.g()", "A.g", "<app:A"),
        ("(A if x else Base)()", "Root.__init__", ""),
    ],
)
def test_whose_method_a_call_runs(call: str, callee: str, on: str) -> None:
    source = (
        "class Root:\n    def __init__(self): ...\n    def g(self): ...\nclass Base(Root):\n    def g(self): ...\n"
        f"class A(Base):\n    def g(self): ...\n    def f(self, other: 'A', x):\n        {call}\nA.kind = A"
    )
    assert [e.on for e in calls(source).edges if e.caller == "app:A.f" and e.callee == f"app:{callee}"] == [on]


@pytest.mark.parametrize(
    ("call", "called"),
    [
        ("pool.submit(g)", True),
        ("LOG.warning('%s', g)", False),
        ("self._logger.info('%s', g)", False),
        ("logging.getLogger('x').error('%s', g)", False),
        ("print(g)", False),
        ("events.info(g)", True),
    ],
)
def test_who_only_tells_of_a_function_does_not_call_it(call: str, called: bool) -> None:
    assert ("f callback g likely" in edges(f"def g(): ...\ndef f(self, pool, events):\n    {call}")) is called
