"""Functions that are short and plain enough to be a delegate of what they call, by their own code alone."""

from __future__ import annotations

from archcheck.resolve.unit import Unit

_NEVER = frozenset(["__exit__", "__aexit__", "__enter__", "__aenter__", "__init__", "__del__"])
_MOST_NODES = 160


def is_slim(unit: Unit) -> bool:
    """Whether a function is short and plain enough to be a delegate of what it calls."""
    if unit.kind != "function" or unit.scope.yields or len(unit.scope.nodes) > _MOST_NODES or unit.children:
        return False
    return not unit.scope.withs and unit.scope.name not in _NEVER and bool(unit.calls)


def called_names(unit: Unit) -> frozenset[str]:
    """The last names of what a function calls."""
    return frozenset(name for _, call in unit.calls if (name := unit.last_name(call.func)) is not None)
