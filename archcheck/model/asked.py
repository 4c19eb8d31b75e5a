"""What a place in a function asks of the function's parameters, and what a call says of them."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

Asked: TypeAlias = str
"""What a parameter has to be: ``true``, ``false``, ``none``, ``something`` (anything but None), or ``'text`` for that very text."""
Passed: TypeAlias = str
"""What a call hands to a parameter: ``true``, ``false`` (and not None), ``none``, ``some`` (anything but None), ``'text`` for that very
text, or ``=name`` for the caller's own parameter.
"""
Asking: TypeAlias = tuple[tuple[str, Asked], ...]
"""What has to hold of some parameters, by name."""
_TEXT = "'"
_EXCLUDED: dict[Asked, tuple[Passed, ...]] = {
    "true": ("none", "false"),
    "false": ("true",),
    "none": ("true", "false", "some"),
    "something": ("none",),
}


def are_excluded(asked: Iterable[tuple[str, Asked]], known: Mapping[str, Passed]) -> bool:
    """Whether conditions fail where that much is known of the parameters."""
    return any(name in known and _fails(wanted, known[name]) for name, wanted in asked)


def that_text(text: str) -> str:
    """What is asked or handed over where it is a text; an empty one is false, and one is as good as another."""
    return _TEXT + text if text else "false"


def is_text(said: str) -> bool:
    """Whether a certain text is asked for or handed over."""
    return said.startswith(_TEXT)


def without_text(said: str) -> str:
    """The same without saying which text it is."""
    return "true" if is_text(said) else said


def _fails(wanted: Asked, known: Passed) -> bool:
    if is_text(wanted) and is_text(known):
        return wanted != known
    return without_text(known) in _EXCLUDED[without_text(wanted)]
