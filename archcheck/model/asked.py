"""What a place in a function asks of the function's parameters, and what a call says of them."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

Asked: TypeAlias = str
"""What a parameter has to be: ``true``, ``false``, ``none``, ``something`` (anything but None), ``'text`` for that very text,
``@module:function`` for that very function, ``.module:Class.NAME`` for that member of an enumeration; with ``!`` before it, anything
but that text, function or member.
"""
Passed: TypeAlias = str
"""What a call hands to a parameter: ``true``, ``false`` (and not None), ``none``, ``some`` (anything but None), a text, function or
member as above, or ``=name`` for the caller's own parameter.
"""
Asking: TypeAlias = tuple[tuple[str, Asked], ...]
"""What has to hold of some parameters, by name."""
_TEXT = "'"
_FUNCTION = "@"
_MEMBER = "."
_NOT = "!"
_EXCLUDED: dict[Asked, tuple[Passed, ...]] = {
    "true": ("none", "false"),
    "false": ("true",),
    "none": ("true", "false", "some"),
    "something": ("none",),
}
_OPPOSITE: dict[Asked, Asked] = {"true": "false", "false": "true", "none": "something", "something": "none"}


def are_excluded(asked: Iterable[tuple[str, Asked]], known: Mapping[str, Passed]) -> bool:
    """Whether conditions fail where that much is known of the parameters."""
    return any(name in known and _fails(wanted, known[name]) for name, wanted in asked)


def holds(wanted: Asked, known: Passed) -> bool | None:
    """Whether a condition holds of what is known: True, False, or None where that does not say."""
    if _fails(wanted, known):
        return False
    return True if _fails(opposite(wanted), known) else None


def opposite(wanted: Asked) -> Asked:
    """What is so where a condition fails."""
    if wanted in _OPPOSITE:
        return _OPPOSITE[wanted]
    return wanted[1:] if wanted.startswith(_NOT) else _NOT + wanted


def that_text(text: str) -> str:
    """What is asked or handed over where it is a text; an empty one is false, and one is as good as another."""
    return _TEXT + text if text else "false"


def that_function(label: str) -> str:
    """What is asked or handed over where it is a function."""
    return _FUNCTION + label


def that_member(label: str) -> str:
    """What is asked or handed over where it is a member of an enumeration."""
    return _MEMBER + label


def is_exact(said: str) -> bool:
    """Whether a certain text, function or member is asked for or handed over."""
    return said.startswith((_TEXT, _FUNCTION, _MEMBER, _NOT))


def inexact(said: Passed) -> Passed:
    """What is handed over, without saying which text, function or member it is."""
    if said.startswith(_MEMBER):
        # One may be a number as well, and that number zero.
        return "some"
    return "true" if is_exact(said) else said


def _fails(wanted: Asked, known: Passed) -> bool:
    if wanted.startswith(_NOT):
        return known == wanted[1:]
    if is_exact(wanted) and is_exact(known):
        # A member of an enumeration of texts is the text as well.
        return wanted != known and {wanted[0], known[0]} != {_MEMBER, _TEXT}
    if wanted.startswith(_MEMBER):
        return known == "none"
    loosely = "true" if is_exact(wanted) else wanted
    return inexact(known) in _EXCLUDED[loosely]
