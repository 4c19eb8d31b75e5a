"""What a call says of a parameter rules out what cannot be so, tried on values."""

from collections.abc import Callable
from enum import Enum, StrEnum

import pytest
from archcheck.model.asked import are_excluded, holds, inexact


class Way(Enum):
    READ = "a"
    WRITE = "b"


class Mode(StrEnum):
    """Members of it are texts as well, and one of them is false."""

    NONE = ""
    SOME = "a"


VALUES = [None, False, True, 0, 1, "", "a", "b", [], [1], len, repr, *Way, *Mode]
ASKED = {
    "true": bool,
    "false": lambda value: not value,
    "none": lambda value: value is None,
    "something": lambda value: value is not None,
    "'a": lambda value: value == "a",
    "@len": lambda value: value is len,
    ".Way.READ": lambda value: value is Way.READ,
    ".Mode.SOME": lambda value: value == Mode.SOME,
    "!'a": lambda value: value != "a",
    "!@len": lambda value: value is not len,
    "!.Way.READ": lambda value: value is not Way.READ,
}
KNOWN = {
    "true": bool,
    "false": lambda value: not value and value is not None,
    "none": lambda value: value is None,
    "some": lambda value: value is not None,
    "'a": lambda value: value == "a",
    "'b": lambda value: value == "b",
    "@len": lambda value: value is len,
    "@repr": lambda value: value is repr,
    ".Way.READ": lambda value: value is Way.READ,
    ".Way.WRITE": lambda value: value is Way.WRITE,
    ".Mode.SOME": lambda value: value is Mode.SOME,
    ".Mode.NONE": lambda value: value is Mode.NONE,
}


def possible(wanted: str, known: str) -> set[bool]:
    """Whether the condition may hold, and whether it may fail, of a value of which that much is known."""
    asked: Callable[[object], object] = ASKED[wanted]
    return {bool(asked(value)) for value in VALUES if KNOWN[known](value)}


@pytest.mark.parametrize("wanted", ASKED)
@pytest.mark.parametrize("known", KNOWN)
def test_what_is_ruled_out_holds_of_no_value(wanted: str, known: str) -> None:
    if are_excluded((("x", wanted),), {"x": known}):
        assert True not in possible(wanted, known)
    assert not are_excluded((("x", wanted),), {"y": known})


@pytest.mark.parametrize("wanted", ASKED)
@pytest.mark.parametrize("known", KNOWN)
def test_what_holds_holds_of_every_value(wanted: str, known: str) -> None:
    found = holds(wanted, known)
    assert found is None or possible(wanted, known) == {found}


@pytest.mark.parametrize("wanted", ASKED)
@pytest.mark.parametrize("known", KNOWN)
def test_all_is_said_that_can_be_said(wanted: str, known: str) -> None:
    """But of members, which may be equal to a text, and true or false."""
    if "." not in wanted + known:
        assert holds(wanted, known) is (None if len(possible(wanted, known)) == 2 else possible(wanted, known).pop())


@pytest.mark.parametrize("known", KNOWN)
def test_what_is_said_less_closely_is_still_so(known: str) -> None:
    assert all(KNOWN[inexact(known)](value) for value in VALUES if KNOWN[known](value))
