"""Module patterns, and a slow and plain matcher beside them."""

import pytest
from archcheck.model.patterns import literal_segments, matches
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        ("shop", "shop", True),
        ("shop", "shop.a", False),
        ("shop.**", "shop", True),
        ("shop.**", "shop.a.b", True),
        ("shop.**", "shopping", False),
        ("shop.*", "shop.a", True),
        ("shop.*", "shop.a.b", False),
        ("shop.*.L4_*.**", "shop.orders.L4_runtime", True),
        ("shop.*.L4_*.**", "shop.orders.L4_runtime.x", True),
        ("shop.*.L4_*.**", "shop.L4_runtime", False),
        ("**.test_*", "test_a", True),
        ("**.test_*", "a.b.test_a", True),
        ("**.test_*", "a.test_a.b", False),
        ("**", "", False),
        ("**", "a.b", True),
        ("a.**.b.**", "a.b", True),
        ("a.**.b.**", "a.x.y.b.z", True),
        ("a?c", "abc", True),
        ("a?c", "a.c", False),
        ("a*c", "a.c", False),
        ("a+", "aa", False),
        ("A", "a", False),
        ("shop.a", "shop.a\n", False),
    ],
)
def test_matches(pattern: str, name: str, expected: bool) -> None:
    assert matches(pattern, name) is expected


@pytest.mark.parametrize(("pattern", "count"), [("a.b.c", 3), ("a.*.c", 2), ("a.b_*.**", 1), ("**", 0), ("?.a", 1)])
def test_literal_segments(pattern: str, count: int) -> None:
    assert literal_segments(pattern) == count


def slowly(pattern: list[str], name: list[str]) -> bool:
    if not pattern:
        return not name
    if pattern[0] == "**":
        return any(slowly(pattern[1:], name[skip:]) for skip in range(len(name) + 1))
    return bool(name) and letters(pattern[0], name[0]) and slowly(pattern[1:], name[1:])


def letters(pattern: str, text: str) -> bool:
    if not pattern:
        return not text
    if pattern[0] == "*":
        return any(letters(pattern[1:], text[skip:]) for skip in range(len(text) + 1))
    return bool(text) and pattern[0] in ("?", text[0]) and letters(pattern[1:], text[1:])


SEGMENTS = st.one_of(st.just("**"), st.text("ab*?", min_size=1, max_size=3).filter(lambda text: "**" not in text))


@given(
    st.lists(SEGMENTS, min_size=1, max_size=4), st.lists(st.text("ab", min_size=1, max_size=3), min_size=1, max_size=4)
)
def test_it_is_what_the_words_say(pattern: list[str], name: list[str]) -> None:
    assert matches(".".join(pattern), ".".join(name)) is slowly(pattern, name)
