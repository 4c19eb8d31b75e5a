"""Path globs, matched in time that no pattern can blow up: the patterns come from the checked repository."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

ANY_DIRECTORIES = "**"

_Token: TypeAlias = "str | _One | _Class"


@dataclass(frozen=True, slots=True)
class _One:
    """``?`` or, where it is many, ``*``."""

    many: bool


@dataclass(frozen=True, slots=True)
class _Class:
    """``[a-z]``."""

    ranges: tuple[tuple[str, str], ...]
    negated: bool


_STAR, _QUESTION = _One(True), _One(False)


def path_matches(pattern: Sequence[str], path: Sequence[str], *, classes: bool) -> bool:
    """Whether a path matches a glob, both given in segments; ``**`` stands for any number of segments.

    Args:
        pattern: segments with ``*``, ``?``, backslash escapes, and ``**`` on its own.
        path: segments of the path.
        classes: whether ``[a-z]`` is a class of characters, and no text.
    """
    reached = {0}
    for segment in pattern:
        if segment == ANY_DIRECTORIES:
            reached = set(range(min(reached), len(path) + 1))
        else:
            reached = {at + 1 for at in reached if at < len(path) and segment_matches(segment, path[at], classes)}
        if not reached:
            return False
    return len(path) in reached


def segment_matches(pattern: str, text: str, classes: bool) -> bool:
    """Whether one segment matches; goes back to the last star only, so the time is that of both lengths multiplied."""
    tokens = _tokens(pattern, classes)
    at = here = 0
    star, tried = -1, 0
    while here < len(text):
        if at < len(tokens) and tokens[at] == _STAR:
            star, tried = at, here
            at += 1
        elif at < len(tokens) and _fits(tokens[at], text[here]):
            at += 1
            here += 1
        elif star >= 0:
            tried += 1
            at, here = star + 1, tried
        else:
            return False
    return all(token == _STAR for token in tokens[at:])


def _fits(token: _Token, letter: str) -> bool:
    match token:
        case str():
            return token == letter
        case _Class(ranges, negated):
            return any(first <= letter <= last for first, last in ranges) != negated
        case _One():
            return not token.many
    return False


@lru_cache(maxsize=4096)
def _tokens(pattern: str, classes: bool) -> tuple[_Token, ...]:
    tokens: list[_Token] = []
    at = 0
    while at < len(pattern):
        letter = pattern[at]
        found = _class(pattern, at) if classes and letter == "[" else None
        if letter == "\\" and at + 1 < len(pattern):
            at += 1
            tokens.append(pattern[at])
        elif letter == "*":
            if tokens[-1:] != [_STAR]:
                tokens.append(_STAR)
        elif letter == "?":
            tokens.append(_QUESTION)
        elif found is not None:
            token, at = found
            tokens.append(token)
        else:
            tokens.append(letter)
        at += 1
    return tuple(tokens)


def _class(pattern: str, start: int) -> tuple[_Class, int] | None:
    """The class that begins at a bracket, and where it ends; None where the bracket is never closed."""
    end = pattern.find("]", start + 2)
    if end < 0:
        return None
    body = pattern[start + 1 : end]
    negated = body[0] in "!^"
    body = body[1:] if negated else body
    ranges: list[tuple[str, str]] = []
    at = 0
    while at < len(body):
        if body[at + 1 : at + 2] == "-" and at + 2 < len(body):
            ranges.append((body[at], body[at + 2]))
            at += 3
        else:
            ranges.append((body[at], body[at]))
            at += 1
    return _Class(tuple(ranges), negated), end
