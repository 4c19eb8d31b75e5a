"""How a mistake reads."""

import pytest
from archcheck.model.errors import Mistake, UserError


@pytest.mark.parametrize(
    ("mistake", "text"),
    [
        (Mistake("layers.toml", 3, "a.b", "is wrong", "write c"), "layers.toml:3: a.b: is wrong; write c"),
        (Mistake("layers.toml", 0, "", "is empty"), "layers.toml: is empty"),
        (Mistake("--output", 0, "x", "is a directory", "name a file"), "--output: x: is a directory; name a file"),
    ],
)
def test_one(mistake: Mistake, text: str) -> None:
    assert str(mistake) == text


def test_all_by_place_and_line() -> None:
    error = UserError([Mistake("b", 1, "", "x"), Mistake("a", 10, "", "x"), Mistake("a", 2, "", "x")])
    assert str(error) == "a:2: x\na:10: x\nb:1: x"
