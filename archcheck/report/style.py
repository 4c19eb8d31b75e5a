"""The few colours of the text reports, as ANSI sequences; nothing at all where colour is off."""

from collections.abc import Callable
from typing import Literal, TypeAlias

Tone: TypeAlias = Literal["path", "error", "warning", "mark", "gutter", "rule", "dim", "good", "strong"]
Paint: TypeAlias = Callable[[Tone, str], str]

CODES: dict[Tone, str] = {
    "path": "1",
    "error": "1;31",
    "warning": "1;33",
    "mark": "1;31",
    "gutter": "36",
    "rule": "1",
    "dim": "2",
    "good": "32",
    "strong": "1",
}


def painter(color: bool) -> Paint:
    """A function that paints text in a tone, or leaves it as it is."""
    return _painted if color else _plain


def _painted(tone: Tone, text: str) -> str:
    return f"\x1b[{CODES[tone]}m{text}\x1b[0m" if text else text


def _plain(tone: Tone, text: str) -> str:
    return text
