"""A bug says what was being done; a user's mistake needs no such note."""

import pytest
from archcheck.model.errors import UserError, user_error
from archcheck.run.stages import stage


def test_a_bug_carries_a_note() -> None:
    with pytest.raises(ValueError, match="boom") as caught, stage("the layer map"):
        raise ValueError("boom")
    assert caught.value.__notes__ == ["archcheck was busy with the layer map"]


def test_a_mistake_of_the_user_carries_none() -> None:
    with pytest.raises(UserError) as caught, stage("the layer map"):
        raise user_error("a", "b")
    assert not hasattr(caught.value, "__notes__")
