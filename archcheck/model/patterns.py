"""Module patterns: dotted, matched segment by segment."""

import fnmatch
import re
from functools import lru_cache


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    parts: list[str] = []
    for segment in pattern.split("."):
        if segment == "**":
            parts.append(r"(?:\.[^.]+)*")
        else:
            body = fnmatch.translate(segment)
            inner = body.removeprefix("(?s:").removesuffix(r")\Z").replace(".*", "[^.]*")
            parts.append(r"\." + (inner if "*" in segment or "?" in segment else re.escape(segment)))
    return re.compile("".join(parts) + r"\Z")


def matches(pattern: str, name: str) -> bool:
    """Whether a dotted name matches: ``*`` and ``?`` inside a segment, ``**`` for zero or more whole segments."""
    return _compiled(pattern).match("." + name) is not None


def literal_segments(pattern: str) -> int:
    """How many segments of a pattern hold no wildcard; where two patterns match, the more literal one wins."""
    return sum(not any(mark in segment for mark in "*?[") for segment in pattern.split("."))
