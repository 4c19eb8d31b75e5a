"""What holds for any source."""

import ast
from pathlib import Path

import archcheck
import msgspec
import pytest
from archcheck.facts.extract import extract
from archcheck.facts.schema import Call, FileFacts, Name, Text, Yielded, packed, unpacked
from hypothesis import given
from hypothesis import strategies as st

FILES = sorted(Path(archcheck.__file__).parent.rglob("*.py"))
SOURCES = [path.read_text(encoding="utf-8") for path in FILES]
PIECES = [
    "def f(",
    "):",
    "\n",
    "\n    ",
    "a",
    ".b",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    "=",
    "*",
    "**",
    ":",
    "f'{",
    "}'",
    "'",
]
PIECES += [
    "lambda",
    " if ",
    " else ",
    " for ",
    " in ",
    "match ",
    "case ",
    "with ",
    " as ",
    "try:",
    "except ",
    "@",
    "é",
    "->",
]
PIECES += [
    "class C",
    "async ",
    "await ",
    "yield ",
    "import ",
    "from ",
    "type ",
    "isinstance(a, B)",
    "not ",
    "del ",
    ":=",
    "lazy ",
]
CODE = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def references(node):
    for field in node.__struct_fields__:
        value = getattr(node, field)
        if field in {"func", "args", "parts", "items", "options", "classes", "operands", "values"} or (
            field == "value" and isinstance(value, int)
        ):
            yield from value if isinstance(value, tuple) else (value,)


def check(facts):
    """Every reference points to something that stands before it, and the facts can be written and read."""
    for number, scope in enumerate(facts.scopes):
        assert scope.parent < number
        for at, node in enumerate(scope.nodes):
            assert all(0 <= index < at for index in references(node) if not isinstance(node, Yielded))
        for block in scope.blocks:
            assert 0 <= block.first <= block.last <= len(scope.nodes)
        for binding in scope.bindings:
            assert -1 <= binding.value < len(scope.nodes)
            assert binding.at <= len(scope.nodes)
            assert 0 <= binding.block < len(scope.blocks)
    encoded = msgspec.msgpack.encode(facts)
    assert msgspec.msgpack.decode(encoded, type=FileFacts) == facts


@given(st.text(max_size=60))
def test_any_text(text):
    check(extract(text.encode("utf-8", errors="replace")))


@given(CODE)
def test_any_pieces_of_code(source):
    check(extract(source.encode()))


@given(st.sampled_from(SOURCES), st.floats(0, 1), st.floats(0, 1))
def test_any_cut_out_of_real_code(source, start, length):
    at = int(start * len(source))
    check(extract(source[at : at + int(length * 800)].encode()))


@pytest.mark.parametrize("source", SOURCES, ids=[path.stem for path in FILES])
def test_as_much_as_the_interpreter_sees(source):
    tree, facts = ast.parse(source), extract(source.encode())
    nodes = [node for scope in facts.scopes for node in scope.nodes]
    seen = list(ast.walk(tree))
    assert facts.errors == ()
    assert sum(isinstance(node, Call) for node in nodes) == sum(isinstance(node, ast.Call) for node in seen)
    defined = [scope for scope in facts.scopes if scope.kind in ("function", "class")]
    assert len(defined) == sum(isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) for n in seen)
    assert sum(len(scope.withs) for scope in facts.scopes) == sum(isinstance(node, ast.withitem) for node in seen)
    assert len(facts.imports) == sum(len(n.names) for n in seen if isinstance(n, ast.Import | ast.ImportFrom))


@pytest.mark.parametrize("source", SOURCES, ids=[path.stem for path in FILES])
def test_span_of_a_call_starts_with_its_callee(source):
    lines = source.splitlines()
    for scope in extract(source.encode()).scopes:
        for node in scope.nodes:
            if isinstance(node, Call):
                line, column, end_line, end_column = node.span
                assert lines[end_line - 1][end_column - 2] == ")"
                callee = scope.nodes[node.func]
                if isinstance(callee, Name):
                    assert lines[line - 1][column - 1 :].startswith(callee.id)


@given(st.text(max_size=30).filter(lambda text: "\r" not in text and "\0" not in text))
def test_strings_have_the_value_that_python_gives_them(text):
    text = text.encode("utf-8", errors="replace").decode()
    nodes = extract(f"x = {text!r}".encode()).scopes[0].nodes
    assert [node.value for node in nodes if isinstance(node, Text)] == [text]


@given(
    st.tuples(*[st.one_of(st.integers(1, 300), st.integers(1, 2**40))] * 4).map(
        lambda p: (p[0], p[1], p[0] + p[2], p[3])
    )
)
def test_packed_span_is_the_same_span(span):
    assert unpacked(packed(span)) == span


@pytest.mark.parametrize("column", [2**14 - 1, 2**14, 100_000])
def test_span_far_to_the_right_is_read_back(column):
    name = "x" * (column - 3)
    (call,) = [n for n in extract(f"a={name}()".encode()).scopes[0].nodes if isinstance(n, Call)]
    assert call.span == (1, 3, 1, column + 2)
