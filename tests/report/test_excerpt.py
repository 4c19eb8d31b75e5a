"""The caret stands below the place, whatever the line holds."""

from archcheck.model.location import Location
from archcheck.report.excerpt import excerpt
from archcheck.report.style import painter

PLAIN = painter(False)


def shown(line: str, column: int, end_column: int, *, columns: int = 80, lines: int = 1) -> list[str]:
    place = Location("a.py", 7, column, 6 + lines, end_column)
    return excerpt(place, line, paint=PLAIN, columns=columns)


def test_carets_below_the_place() -> None:
    assert shown("    db.commit()", 5, 16) == [
        "    7 |     db.commit()",
        "      |     ^^^^^^^^^^^",
    ]


def test_tabs_are_widened_and_wide_characters_counted() -> None:
    assert shown("\t漢.commit()", 2, 12) == [
        "    7 |     漢.commit()",
        "      |     ^^^^^^^^^^^",
    ]


def test_escapes_move_the_caret() -> None:
    assert shown("\x1b;db.commit()", 3, 14) == [
        "    7 | \\x1b;db.commit()",
        "      |      ^^^^^^^^^^^",
    ]


def test_a_place_of_several_lines_is_marked_to_the_end_of_the_first() -> None:
    assert shown("x = db.execute(", 5, 2, lines=3) == [
        "    7 | x = db.execute(",
        "      |     ^^^^^^^^^^^",
    ]


def test_a_place_behind_the_line_is_marked_at_its_end() -> None:
    assert shown("ab", 40, 50) == ["    7 | ab", "      |   ^"]


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "a" * 300 + "commit()" + "b" * 300
    first, second = shown(line, 301, 309, columns=60)
    assert len(first) <= 60
    start = second.index("^")
    assert first[start : start + 8] == "commit()"
    assert second.count("^") == 8
    assert first.count("...") == 2


def test_a_place_longer_than_the_terminal_shows_its_start() -> None:
    first, second = shown("x" * 500, 1, 501, columns=60)
    assert len(first) <= 60
    assert len(second) <= 60
    assert first.endswith("...")
