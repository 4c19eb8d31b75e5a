"""Walking a document that may still be wrong in places: what has the wrong shape is passed over."""

from collections.abc import Iterator
from typing import Final

from archcheck.config.locate import KeyPath


class _Each:
    """Every element of a list, in a path."""


EACH: Final = _Each()


def select(data: object, *steps: str | int | _Each) -> Iterator[tuple[KeyPath, object]]:
    """All values at a path, each with its own path; ``EACH`` stands for every element of a list."""
    if not steps:
        yield (), data
        return
    step, rest = steps[0], steps[1:]
    for key, value in _children(data, step):
        for path, found in select(value, *rest):
            yield (key, *path), found


def texts(data: object, *steps: str | int | _Each) -> Iterator[tuple[KeyPath, str]]:
    """As ``select``, strings alone."""
    for path, value in select(data, *steps):
        if isinstance(value, str):
            yield path, value


def words(data: object, *steps: str | int | _Each) -> list[str]:
    """The strings at a path."""
    return [text for _, text in texts(data, *steps)]


def _children(data: object, step: str | int | _Each) -> Iterator[tuple[str | int, object]]:
    if isinstance(step, _Each):
        if isinstance(data, list):
            yield from enumerate(data)
    elif isinstance(data, dict) and step in data:
        yield str(step), data[step]
    elif isinstance(data, list) and isinstance(step, int) and step < len(data):
        yield step, data[step]
