"""What is known of arguments, and what conditions ask of parameters: never more than what is so."""

from __future__ import annotations

import pytest
from archcheck.model.calls import CallEdge

from .conftest import inventory

FUNC = "def func(): ...\n"


def edges(source: str) -> list[CallEdge]:
    return [e for e in inventory({"app": source}, calls=True).calls.edges if e.how != "definition"]


def passed(source: str, callee: str) -> list[tuple[tuple[str, str], ...]]:
    """What each call of a function hands on, in order."""
    found = [e for e in edges(source) if e.callee == f"app:{callee}"]
    return [e.passed for e in sorted(found, key=lambda e: e.location)]


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ("None", "none"), ("0", "false"), ("''", "false"), ("1", "true"), ("func", "@app:func"), ("lambda: 1", "@<lambda>"), ("y", "=y"),
        ("New()", "true"), ("Long()", None), ("made()", "true"), ("perhaps()", None), ("unknown", None), ("STATE", None),
        ("kept", None), ("[func]", None), ("Keeper().kept", None), ("Keeper().own", "@app:Keeper.own"), ("Keeper().put", None),
    ],
)  # fmt: skip
def test_what_an_argument_is(argument: str, told: str | None) -> None:
    source = (
        FUNC + "STATE = None\nclass New: ...\nclass Long:\n    def __len__(self): ...\n"
        "def made():\n    def inner(): ...\n    return inner\n"
        "def perhaps():\n    if STATE:\n        return None\n    return func\n"
        "class Keeper:\n    def __init__(self): self.kept, self.put = None, None\n    def own(self): ...\n    def put(self): ...\n"
        "    def start(self): self.kept = func\n"
        "def start():\n    global STATE\n    STATE = func\n"
        "def asks(x):\n    if x: func()\n"
        f"def go(y):\n    kept = None\n    if y: kept = func\n    asks({argument})"
    )
    assert passed(source, "asks") == [(("x", told),) if told else ()]


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("K.make(None, func)", (("a", "none"), ("b", "@app:func"))),
        ("K().make(None, func)", (("a", "none"), ("b", "@app:func"))),
        ("K.plain(K(), None, func)", (("a", "none"), ("b", "@app:func"))),
        ("K().plain(None, func)", (("a", "none"), ("b", "@app:func"))),
        ("K.still(None)", (("a", "none"), ("b", "false"))),
        ("K.still(*unknown)", ()),
        ("K.still(b=func, **unknown)", (("b", "@app:func"),)),
    ],
)
def test_which_parameter_an_argument_is_of(call: str, told: tuple[tuple[str, str], ...]) -> None:
    body = "        if a and b: func()\n"
    source = (
        FUNC + "class K:\n    @classmethod\n    def make(cls, a, b=0):\n" + body + "    def plain(self, a, b=0):\n" + body
        + "    @staticmethod\n    def still(a=1, b=0):\n" + body + f"def go(unknown):\n    {call}"
    )  # fmt: skip
    name = call.split(".")[1].split("(")[0]
    assert passed(source, f"K.{name}") == [told]


def test_what_a_decorator_may_change_is_not_known() -> None:
    source = (
        FUNC + "def begun(f):\n    def inner(*args):\n        return f(func, *args)\n    return inner\n"
        "@begun\ndef asks(x, y=None):\n    if x and y: func()\ndef go():\n    asks(None)"
    )
    assert () in passed(source, "asks") and all(not told for told in passed(source, "asks"))


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        ("if x: leaf()", (("x", "true"),)),
        ("if not x: leaf()", (("x", "false"),)),
        ("if x is None: leaf()", (("x", "none"),)),
        ("if x is not None and y: leaf()", (("x", "something"), ("y", "true"))),
        ("if x or y: leaf()", ()),
        ("if x: func()\n    else: leaf()", (("x", "false"),)),
        ("if x: func()\n    elif y is None: leaf()", (("x", "false"), ("y", "none"))),
        ("if x is None:\n        return\n    leaf()", (("x", "something"),)),
        ("if x is None:\n        func()\n    leaf()", ()),
        ("x = y\n    if x: leaf()", ()),
        ("def inner():\n        nonlocal x\n        x = 1\n    if x: leaf()", ()),
        ("for each in y:\n        if x: leaf()", (("x", "true"),)),
        ("if isinstance(x, str): leaf()", (("x", "something"),)),
        ("if not isinstance(x, str): leaf()", ()),
        ("if isinstance(x, type(None)): leaf()", ()),
        ("if isinstance(x, types.NoneType): leaf()", ()),
        (
            "if x is None:\n        return\n    if isinstance(x, str):\n        return\n    leaf()",
            (("x", "something"),),
        ),
    ],
)
def test_what_the_code_around_a_call_asks(body: str, asked: tuple[tuple[str, str], ...]) -> None:
    source = f"{FUNC}def leaf(): ...\ndef go(x, y):\n    {body}"
    (edge,) = [e for e in edges(source) if e.callee == "app:leaf"]
    assert edge.asked == asked
