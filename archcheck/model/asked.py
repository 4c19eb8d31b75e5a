"""What a place in a function asks of the function's parameters, and what a call says of them."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

Asked: TypeAlias = str
"""What a parameter has to be: ``true``, ``false``, ``none``, ``something`` (anything but None), ``'text`` for that very text, or
``@module:function`` for that very function.
"""
Passed: TypeAlias = str
"""What a call hands to a parameter: ``true``, ``false`` (and not None), ``none``, ``some`` (anything but None), a text or a function as
above, or ``=name`` for the caller's own parameter.
"""
Asking: TypeAlias = tuple[tuple[str, Asked], ...]
"""What has to hold of some parameters, by name."""
_TEXT = "'"
_FUNCTION = "@"
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


def that_function(label: str) -> str:
    """What is asked or handed over where it is a function."""
    return _FUNCTION + label


def is_exact(said: str) -> bool:
    """Whether a certain text or function is asked for or handed over."""
    return said.startswith((_TEXT, _FUNCTION))


def inexact(said: str) -> str:
    """The same without saying which text or function it is."""
    return "true" if is_exact(said) else said


def _fails(wanted: Asked, known: Passed) -> bool:
    if is_exact(wanted) and is_exact(known):
        return wanted != known
    return inexact(known) in _EXCLUDED[inexact(wanted)]
