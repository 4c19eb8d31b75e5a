import pytest


@pytest.mark.parametrize(
    "source",
    [
        "def f[T = int](): g()",
        "def f[T: A = int, *Ts = *tuple[int, ...], **P = [int, str]](): g()",
        "class C[T: (A, B) = A](B): x = g()",
        "async def f[T = dict[str, int]](): g()",
        "type X[T = int] = Y[g()]",
        "try: a\nexcept B, C: g()",
        "try: a\nexcept B, C, D: g()",
        "x = t'{g()}'",
        "x = {**a for a in g()}",
        "x = [*a for a in g()]",
        "def f():\n    lazy import a; g()",
        "match = case = type = print = g()",
        "type(a).b = g()",
        "print(a) if b else g()",
        "with (yield a) as b: g()",
    ],
)
def test_newest_syntax_is_read_without_an_error(read, source):
    found = read(source)
    assert "g()" in found.calls()
    assert found.facts.errors == ()


@pytest.mark.parametrize(
    ("source", "imports"),
    [
        ("lazy import a.b as c, d", [("a.b", "", 1), ("d", "", 1)]),
        ("if x:\n  lazy from . import a", [("", "a", 3)]),
        ("lazy   from a import (b,\n c)", [("a", "b", 1), ("a", "c", 1)]),
    ],
)
def test_lazy_imports(read, source, imports):
    found = read(source).facts
    assert [(i.module, i.name, i.column) for i in found.imports] == imports
    assert found.errors == ()


def test_lazy_is_a_name_elsewhere(read):
    assert read("lazy = 1\nlazy.a()").calls() == ["lazy.a()"]


BEFORE = "def first():\n    a()\n\n\nclass K:\n    def m(self):\n        b()\n\n\n"
BEHIND = "\n\ndef last():\n    y()\n\n\n@d\nclass Z:\n    def q(self):\n        z()\n"


@pytest.mark.parametrize(
    "broken",
    [
        "def x(:\n    f()\n",
        "def x():\n    f(a b)\n",
        "def x():\n    f(\n",
        "def x():\n    y = [1, 2\n",
        "def x():\n    y = 'abc\n",
        "def x()\n    f()\n",
        "def x():\n    for y z:\n        f()\n",
        "class X\n    def y(self): f()\n",
        "x = }\n",
        "x = (1,\ndef g(): pass\n",
        "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> b\n",
        "else:\n    f()\n",
        "{% if x %}\nf()\n{% endif %}\n",
        "x = ?\n",
        "import\n",
    ],
)
def test_what_stands_around_a_broken_statement_is_read(read, broken):
    found = read(BEFORE + broken + BEHIND)
    assert {"first", "K", "K.m", "last", "Z", "Z.q"} <= {scope.qualname for scope in found.facts.scopes}
    for name, call in [("first", "a()"), ("K.m", "b()"), ("last", "y()"), ("Z.q", "z()")]:
        assert call in found.value(name)
    first = BEFORE.count("\n") + 1
    assert found.facts.errors
    assert all(first <= line <= first + broken.count("\n") + 3 for line, *_ in found.facts.errors)


def test_definitions_in_a_string_are_not_looked_for(read):
    found = read('x = """\ndef a():\n"""\ny = }\ndef b(): c()\n')
    assert found.bound()["x"] == "assign '\\ndef a():\\n'"
    assert found.calls() == ["c()"]
