import pytest
from archcheck.facts.schema import NONE


@pytest.mark.parametrize(
    ("source", "bound"),
    [
        ("a = b", {"a": "assign b"}),
        ("a = b = c", {"a": "assign c", "b": "assign c"}),
        ("a, b = c", {"a": "assign Element(c, 0)", "b": "assign Element(c, 1)"}),
        (
            "a, *b, c = d",
            {"a": "assign Element(d, 0)", "b": "assign Element(d, None)", "c": "assign Element(d, -1)"},
        ),
        ("(a, [b]) = c", {"a": "assign Element(c, 0)", "b": "assign Element(Element(c, 1), 0)"}),
        ("a += b", {"a": "augmented Operation(+=, [a, b])"}),
        ("a: b = c", {"a": "assign c"}),
        ("a: b", {"a": "assign -"}),
        ("del a, (b, c)", {"a": "del -", "b": "del -", "c": "del -"}),
        ("for a in b: c", {"a": "for Iteration(b, False)"}),
        ("with a() as b: c", {"b": "with Entered(a(), False)"}),
        ("with (a as b, c as d): e", {"b": "with Entered(a, False)", "d": "with Entered(c, False)"}),
        ("try: a\nexcept b.C as d: e", {"d": "except Caught(b.C)"}),
        ("import a.b", {"a": "import Imported(a, , 0)"}),
        ("import a.b as c", {"c": "import Imported(a.b, , 0)"}),
        ("from ..a import b as c, d", {"c": "import Imported(a, b, 2)", "d": "import Imported(a, d, 2)"}),
        ("from . import a", {"a": "import Imported(, a, 1)"}),
        ("from a import *", {}),
        ("type A[T] = B[T]", {"A": "assign Subscript(B, T)"}),
        ("def f(): pass", {"f": "def Defined(1)"}),
        ("class C: pass", {"C": "class Defined(1)"}),
        ("type(a).b = c", {}),
    ],
)
def test_bindings(read, source, bound):
    assert read(source).bound() == bound


@pytest.mark.parametrize(
    ("source", "stores"),
    [
        ("a.b = c", ["assign a.b = c"]),
        ("a[b] = c", ["assign a.[] = c"]),
        ("a.b += c", ["augmented a.b = Operation(+=, [a.b, c])"]),
        ("del a.b", ["del a.b = -"]),
        ("a().b, c = d", ["assign a().b = Element(d, 0)"]),
        ("with a as b.c: d", ["with b.c = Entered(a, False)"]),
        ("type(a).b = c", ["assign type(a).b = c"]),
    ],
)
def test_stores(read, source, stores):
    assert read(source).stores() == stores


def test_annotations_of_a_name_and_of_an_attribute(read):
    found = read("a: 'B' = c\nd.e: F[G]")
    assert found.shown(found.binding("a").annotation) == "'B'"
    assert found.shown(found.scope().stores[0].annotation) == "Subscript(F, G)"


def test_index_of_an_item_that_is_set(read):
    found = read("a[b, c] = d")
    assert found.shown(found.scope().stores[0].index) == "Items(tuple, [b, c])"


def test_binding_takes_effect_behind_its_value(read):
    found = read("a\na = a.b\na")
    assert found.binding("a").at == 3


def test_parameters_stand_with_nodes_of_the_scope_around(read):
    found = read("def f(a, /, b: int, *c: str, d=1, e: F = g(), **h) -> I: pass")
    shown = [
        (parameter.name, parameter.kind, found.shown(parameter.annotation), found.shown(parameter.default))
        for parameter in found.scope("f").parameters
    ]
    assert shown == [
        ("a", "positional-only", "-", "-"),
        ("b", "positional", "int", "-"),
        ("c", "args", "str", "-"),
        ("d", "keyword", "-", "Constant(1)"),
        ("e", "keyword", "F", "g()"),
        ("h", "kwargs", "-", "-"),
    ]
    assert found.shown(found.scope("f").returns) == "I"


def test_lone_star_makes_keywords(read):
    assert [parameter.kind for parameter in read("def f(a, *, b): pass").scope("f").parameters] == [
        "positional",
        "keyword",
    ]


def test_class_with_decorators_bases_and_keywords(read):
    found = read("@a.b\n@c(d)\nclass E(F[G], H, metaclass=I): pass")
    scope = found.scope("E")
    assert [found.shown(index) for index in scope.decorators] == ["a.b", "c(d)"]
    assert [found.shown(index) for index in scope.bases] == ["Subscript(F, G)", "H"]
    assert [(name, found.shown(index)) for name, index in scope.keywords] == [("metaclass", "I")]
    assert (scope.line, scope.end_line) == (3, 3)


def test_qualified_names_leave_locals_out(read):
    source = "class A:\n def f(self):\n  def g(): pass\n  class B:\n   def h(self): pass"
    assert {scope.qualname for scope in read(source).facts.scopes} == {
        "<module>",
        "A",
        "A.f",
        "A.f.g",
        "A.f.B",
        "A.f.B.h",
    }


def test_every_scope_stands_behind_the_one_around(read):
    scopes = read("class A:\n def f(self): return [lambda: b for b in c]\ndef g(): pass").facts.scopes
    assert all(scope.parent < index for index, scope in enumerate(scopes))
    assert scopes[0].parent == NONE


def test_asynchronous_function(read):
    assert read("async def f(): pass").scope("f").is_async


def test_docstring_is_no_node(read):
    scope = read("def f():\n    'begin' ' or commit'\n    'x'").scope("f")
    assert scope.docstring
    assert [node.value for node in scope.nodes] == ["x"]


def test_formatted_string_is_no_docstring(read):
    assert not read("f'a'").scope().docstring


def test_returns(read):
    found = read("def f():\n    if a: return b\n    return")
    assert [(found.shown(leave.value, "f"), leave.line) for leave in found.scope("f").exits] == [("b", 2), ("-", 3)]


def test_yields_are_listed(read):
    found = read("def f():\n    a = yield b\n    yield from c")
    assert [found.shown(index, "f") for index in found.scope("f").yields] == ["Yielded(b, False)", "Yielded(c, True)"]


def test_names_of_outer_scopes(read):
    assert read("def f():\n    global a, b\n    nonlocal c").scope("f").shared == ("a", "b", "c")


@pytest.mark.parametrize("source", ["with a() as b, c(): d", "with (a() as b, c()): d", "with (a() as b, c(),): d"])
def test_items_of_with(read, source):
    found = read(source)
    assert [(found.shown(item.item), item.block, item.is_async) for item in found.scope().withs] == [
        ("a()", 1, False),
        ("c()", 1, False),
    ]


def test_span_of_a_with_item_is_that_of_its_expression(read):
    found = read("with a.b() as c: pass")
    assert found.cut(found.scope().withs[0].span) == "a.b()"


def test_target_of_a_conditional_item(read):
    found = read("with a if b else c() as d: pass")
    assert found.bound() == {"d": "with Entered(Choice(if, [a, c()]), False)"}
    assert found.cut(found.scope().withs[0].span) == "a if b else c()"


def test_asynchronous_with_and_for(read):
    found = read("async def f():\n    async with a as b: c\n    async for d in e: g")
    assert found.scope("f").withs[0].is_async
    assert found.bound("f") == {"b": "with Entered(a, True)", "d": "for Iteration(e, True)"}


@pytest.mark.parametrize(
    ("source", "exports"),
    [
        ("__all__ = ['a', 'b']", ("a", "b")),
        ("__all__ = ('a',) + ['b']\n__all__ += ['c']", ("a", "b", "c")),
        ("__all__ = a.__all__ + ['b']", None),
        ("__all__ = [name for name in a]", None),
        ("a = 1", None),
    ],
)
def test_exports(read, source, exports):
    assert read(source).facts.exports == exports


def test_imports_with_place_and_scope(read):
    found = read("import a.b as c, d\ndef f():\n    from ..g import h, i as j; from k import *").facts.imports
    assert [(i.module, i.name, i.alias, i.level, i.line, i.column, i.scope) for i in found] == [
        ("a.b", "", "c", 0, 1, 1, 0),
        ("d", "", "", 0, 1, 1, 0),
        ("g", "h", "", 2, 3, 5, 1),
        ("g", "i", "j", 2, 3, 5, 1),
        ("k", "*", "", 0, 3, 32, 1),
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("if TYPE_CHECKING: import a\nelse: import b", {"a": True, "b": False}),
        ("if typing.TYPE_CHECKING:\n    def f(): import a\nimport b", {"a": True, "b": False}),
        ("if not TYPE_CHECKING: import a\nelse: import b", {"a": False, "b": True}),
        ("if x: import a\nelif TYPE_CHECKING: import b\nelse: import c", {"a": False, "b": True, "c": False}),
        ("if TYPE_CHECKING and x: import a", {"a": True}),
        ("if TYPE_CHECKING or x: import a", {"a": False}),
        ("if not (TYPE_CHECKING and x): import a", {"a": False}),
    ],
)
def test_imports_for_type_checkers(read, source, expected):
    assert {found.module: found.type_checking for found in read(source).facts.imports} == expected
