"""What a call says of a parameter rules out what cannot be so, tried on values."""

import pytest
from archcheck.model.asked import are_excluded

VALUES = [None, False, True, 0, 1, "", "a", "b", [], [1], len, repr]
ASKED = {
    "true": bool,
    "false": lambda value: not value,
    "none": lambda value: value is None,
    "something": lambda value: value is not None,
    "'a": lambda value: value == "a",
    "@len": lambda value: value is len,
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
}


@pytest.mark.parametrize("wanted", ASKED)
@pytest.mark.parametrize("known", KNOWN)
def test_what_is_ruled_out_holds_of_no_value(wanted: str, known: str) -> None:
    possible = any(ASKED[wanted](value) for value in VALUES if KNOWN[known](value))
    assert are_excluded((("x", wanted),), {"x": known}) == (not possible)
    assert not are_excluded((("x", wanted),), {"y": known})
