"""A document with parts of archcheck's: what people wrote stays to the byte, and damaged marks are a mistake."""

import re

import pytest
from archcheck.model.errors import UserError
from archcheck.store.document import Part, with_part
from hypothesis import given
from hypothesis import strategies as st

PLACE = "reports/sweeps/one.md"
BEGIN, END = (f"<!-- {word} of what archcheck sweep log writes: one -->" for word in ("begin", "end"))
OLD, NEW = (Part("one", "Commits", f"{word} text\n") for word in ("old", "new"))
OTHER = Part("two", "Sleeps", "other text\n")


def test_a_document_that_is_not_there_is_made() -> None:
    made = f"# Commits\n\n{BEGIN}\n\nold text\n\n{END}\n"
    assert with_part(None, PLACE, OLD) == made
    assert with_part("", PLACE, OLD) == made
    assert with_part("\n \n", PLACE, OLD).endswith(made)


def test_a_part_takes_the_place_of_the_one_before() -> None:
    before = with_part("Our words.\n", PLACE, OLD) + "\nAnd more of them."
    assert with_part(before, PLACE, NEW) == before.replace("old text", "new text")
    assert with_part(before, PLACE, OLD) == before


@pytest.mark.parametrize(
    ("words", "between"), [("ours", "\n\n"), ("ours\n", "\n"), ("ours\n\n", ""), ("a\r\nours\r\n", "\r\n")]
)
def test_a_document_without_marks_has_the_part_at_its_end(words: str, between: str) -> None:
    text = with_part(words, PLACE, OLD)
    assert text.startswith(words + between + "<!--")
    assert (text.count("\n") == text.count("\r\n")) == ("\r\n" in words)


def test_two_parts_in_one_document() -> None:
    both = with_part(with_part("# Ours\n", PLACE, OLD), PLACE, OTHER)
    text = with_part(both, PLACE, NEW)
    assert text == both.replace("old text", "new text")
    assert with_part(text, PLACE, OTHER) == text


def test_no_line_end_behind_the_last_mark() -> None:
    text = with_part(None, PLACE, OLD).removesuffix("\n")
    assert with_part(text, PLACE, OLD) == text


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (f"{BEGIN}\nold\n", 1, "begins here and has no end"),
        (f"ours\n{END}\n", 2, "ends here and begins nowhere before"),
        (f"{END}\n{BEGIN}\n", 1, "ends here and begins nowhere before"),
        (f"{BEGIN}\n{BEGIN}\n{END}\n", 1, "begins here and has no end"),
        (f"{BEGIN}\n{END}\n{BEGIN}\n{END}\n", 3, "is there twice, also at line 1"),
        (f"{BEGIN}\n{END.replace('one', 'two')}\n{END}\n", 2, "ends here and begins nowhere before"),
        (f"ours {BEGIN}\n{END}\n", 1, "is a damaged mark"),
        (f"{BEGIN[:-1]}\nold\n{END[:-1]}\n", 1, "is a damaged mark"),
        (f"<<<<<<< HEAD\n{BEGIN}\na\n=======\n{BEGIN}\nb\n>>>>>>> x\n{END}\n", 2, "begins here and has no end"),
    ],
)
def test_damaged_marks(text: str, line: int, problem: str) -> None:
    with pytest.raises(UserError) as raised:
        with_part(text, PLACE, NEW)
    first = raised.value.mistakes[0]
    assert (first.place, first.line, first.problem) == (PLACE, line, problem)
    assert "restore it from git" in first.remedy


def test_words_about_marks_are_no_marks() -> None:
    words = "The part of what archcheck sweep log writes is between two comments.\n"
    assert with_part(words, PLACE, OLD).startswith(words)


@given(st.text(), st.text())
def test_what_is_outside_stays(before: str, after: str) -> None:
    made = with_part(before, PLACE, OLD) + after
    if re.search(r"writes: one -->\n", made):
        changed = with_part(made, PLACE, NEW)
        head, _, rest = made.partition(BEGIN)
        assert changed.startswith(head)
        assert changed.endswith(rest.partition(END)[2])
