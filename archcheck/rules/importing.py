"""Where an import stands, for the rules that show one."""

from collections.abc import Callable
from typing import TypeAlias

from archcheck.model.location import Location

Lines: TypeAlias = Callable[[str, int], str | None]
"""Gives a source line by path and number, or None."""


def location(path: str, line: int, source: Lines) -> Location:
    """The import statement on a line, without its indentation and the comment behind it; ``line`` is 0 where it is unknown."""
    text = (source(path, line) or "") if line else ""
    code = text.partition("#")[0].rstrip()
    indent = len(code) - len(code.lstrip())
    return Location(path, line or 1, indent + 1, line or 1, len(code) + 1)
