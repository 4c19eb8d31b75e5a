"""What the checked code is called is shown, never obeyed."""

import pytest
from archcheck.report.visible import cells, visible, width
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain naïve 漢字", "plain naïve 漢字"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\nb\rc\x07", "a\\nb\\rc\\x07"),
        ("abc\u202etxt", "abc\\u202etxt"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("bad\udcffname", "bad\\udcffname"),
        ("\x9b2J", "\\x9b2J"),
        ("::error::x", "\\x3a:error::x"),
        ("a ::error b::c x[::2]", "a \\x3a:error b::c x[::2]"),
        ("# ##[error]x ##vso[y] ## [z] #[w]", "# #\\x23[error]x #\\x23vso[y] ## [z] #[w]"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_nothing_unprintable_is_left(text: str) -> None:
    assert visible(text).isprintable()


def test_cells_widen_tabs_to_the_next_stop() -> None:
    assert cells("\ta\tb") == ["    ", "a", "   ", "b"]


def test_cells_of_a_line_that_would_be_a_command() -> None:
    assert "".join(cells("x[1, ::2]  ##[error]")) == "x[1, ::2]  #\\x23[error]"


def test_width_counts_columns() -> None:
    assert width("ab") == 2
    assert width("漢字") == 4
    assert width("e\u0301") == 1
