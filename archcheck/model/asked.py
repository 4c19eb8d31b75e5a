"""What a place in a function asks of the function's parameters, and what a call says of them."""

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

Asked = Literal["true", "false", "none", "something"]
"""What a parameter has to be: true, false, None, or anything but None."""
Passed = str
"""What a call hands to a parameter: ``true``, ``false`` (and not None), ``none``, ``some`` (anything but None), or ``=name`` for the
caller's own parameter.
"""
Asking: TypeAlias = tuple[tuple[str, Asked], ...]
"""What has to hold of some parameters, by name."""
_EXCLUDED: dict[Asked, tuple[Passed, ...]] = {
    "true": ("none", "false"),
    "false": ("true",),
    "none": ("true", "false", "some"),
    "something": ("none",),
}


def are_excluded(asked: Iterable[tuple[str, Asked]], known: Mapping[str, Passed]) -> bool:
    """Whether conditions fail where that much is known of the parameters."""
    return any(known.get(name) in _EXCLUDED[wanted] for name, wanted in asked)
