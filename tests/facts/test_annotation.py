import pytest
from archcheck.facts.annotation import parse_annotation
from archcheck.facts.schema import Attribute, Name, Opaque, Operation, Subscript, Text


def test_nodes_and_root():
    nodes, root = parse_annotation("a.B | None")
    assert isinstance(nodes[root], Operation)
    assert isinstance(nodes[nodes[root].operands[0]], Attribute)


def test_one_name():
    assert parse_annotation("Session") == ((Name("Session"),), 0)


def test_text_inside_a_text():
    nodes, root = parse_annotation(" list['B'] ")
    assert isinstance(nodes[root], Subscript)
    assert isinstance(nodes[nodes[root].index], Text)


def test_lines_may_be_broken():
    nodes, root = parse_annotation("A[\n B]\n | C")
    assert isinstance(nodes[root], Operation)


@pytest.mark.parametrize(
    "text", ["", "a b", "a = b", "a)(b", "import a", "a\nb", "x" * 501, "(" * 400, "# a", "\ud800"]
)
def test_what_is_no_expression_is_opaque(text):
    assert parse_annotation(text) == ((Opaque(()),), 0)
