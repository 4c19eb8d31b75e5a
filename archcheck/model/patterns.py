"""Module patterns: dotted, matched segment by segment."""

import re
from functools import lru_cache

_ANY = r"(?:\.[^.]+)*"


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile("".join(_ANY if segment == "**" else _segment(segment) for segment in pattern.split(".")) + r"\Z")


def _segment(segment: str) -> str:
    return r"\." + re.escape(segment).replace(r"\*", "[^.]*").replace(r"\?", "[^.]")


def matches(pattern: str, name: str) -> bool:
    """Whether a dotted name matches: ``*`` and ``?`` inside a segment, ``**`` for zero or more whole segments."""
    return _compiled(pattern).match("." + name) is not None


def literal_segments(pattern: str) -> int:
    """How many segments of a pattern hold no wildcard; where two patterns match, the more literal one wins."""
    return sum(not any(mark in segment for mark in "*?") for segment in pattern.split("."))
