"""How far a long run is: a callback that the use cases call and the terminal draws."""

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with the stage in a word, how much is done, and how much there is."""


def silent(stage: str, done: int, total: int) -> None:
    """Nobody is watching."""
