import pytest
from archcheck.facts.extract import extract
from archcheck.facts.text import UnreadableSource


def test_columns_are_characters(read):
    found = read("é = 'äöü' + f()\nb = g()")
    assert found.calls() == ["f()", "g()"]


def test_astral_characters_are_one_column(read):
    assert read("x = '😀' + f()").calls() == ["f()"]


@pytest.mark.parametrize(
    "source",
    [
        b"\xef\xbb\xbff()\n",
        b"f()\r\n",
        b"f()\rg",
        b"\x0cf()\n",
        "# coding: latin-1\né = f()\n".encode("latin-1"),
        "# -*- coding: cp1252 -*-\n'€', f()".encode("cp1252"),
    ],
)
def test_encodings_and_line_ends(source):
    names = [node.id for node in extract(source).scopes[0].nodes if type(node).__name__ == "Name"]
    assert "f" in names


def test_line_ends_do_not_move_lines(read):
    assert read("a()\r\nb()\r\n\r\nc()\r\n").calls() == ["a()", "b()", "c()"]


def test_names_of_another_encoding_are_decoded():
    assert extract("# coding: latin-1\né = 1\n".encode("latin-1")).scopes[0].bindings[0].name == "é"


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        (b"a\nb = '\xff'\n", 2, "utf-8"),
        (b"# coding: nonsense\n", 1, "nonsense"),
        (b"# coding: ascii\n\n'\xe9'", 3, "ascii"),
    ],
)
def test_bytes_that_are_no_text(source, line, reason):
    with pytest.raises(UnreadableSource) as caught:
        extract(source)
    assert caught.value.line == line
    assert reason in caught.value.reason


@pytest.mark.parametrize(("source", "lines"), [("", 0), ("a", 1), ("a\n", 1), ("a\nb", 2), ("\n\n", 2)])
def test_number_of_lines(read, source, lines):
    assert read(source).facts.lines == lines


def test_comments_with_place(read):
    comments = read("# Layer: L2\nf(  # é why\n)\n").facts.comments
    assert [(c.line, c.column, c.text, c.alone) for c in comments] == [
        (1, 1, "# Layer: L2", True),
        (2, 5, "# é why", False),
    ]


def test_comments_far_down_are_kept_only_for_archcheck(read):
    comments = read("\n" * 300 + "# other\nf()  # archcheck: allow[x] y\n").facts.comments
    assert [(c.line, c.text) for c in comments] == [(302, "# archcheck: allow[x] y")]


def test_hash_in_a_string_is_no_comment(read):
    assert read("x = '# no'").facts.comments == ()
