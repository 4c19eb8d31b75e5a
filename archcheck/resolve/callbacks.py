"""Functions that are handed on as values: to a call, into a container, onto an attribute."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.model.site import weakest
from archcheck.resolve import reached
from archcheck.resolve.closures import handed_name
from archcheck.resolve.keeping import TELLS, keeps
from archcheck.resolve.reached import Reached
from archcheck.resolve.unit import Unit, given
from archcheck.resolve.values import Foreign, Function, Partial, Place

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

# What these return stands for the function itself, and is followed as a value.
_SAME_FUNCTION = frozenset(["wraps", "update_wrapper", "partial", "partialmethod", "cast", "getattr"])
# Who takes a function back does not call it.
_TAKES_BACK = frozenset(
    ["remove", "discard", "disconnect", "unregister", "unsubscribe", "remove_listener", "remove_handler"]
)
_LOGS = frozenset(["debug", "info", "warning", "warn", "error", "exception", "critical", "log"])
_LOGGERS = frozenset(["log", "logger", "logging", "getlogger", "get_logger"])


def handed_on(resolver: Resolver, at: Place, call: f.Call) -> Iterator[tuple[int, Reached]]:
    """Functions among the arguments of a call, each with the argument: whoever receives them calls them, now or later, or keeps them."""
    unit = at.unit
    found = [(index, reached) for index in given(call) for reached in _functions(resolver, unit, index)]
    if found and not _stands_for_it(resolver, unit, call):
        for index, function in found:
            yield index, replace(function, how="kept") if keeps(resolver, at, call, index) else function


def _stands_for_it(resolver: Resolver, unit: Unit, call: f.Call) -> bool:
    """Whether a call only speaks of the functions that it is handed, takes them back, or gives something that stands for them."""
    name = unit.last_name(call.func)
    if name in _SAME_FUNCTION or name in _TAKES_BACK or name in TELLS:
        return True
    func = unit.node(call.func)
    if name in _LOGS and isinstance(func, f.Attribute):
        return (unit.last_name(func.value) or "").strip("_").lower() in _LOGGERS
    return not isinstance(unit.node(call.func), f.Call) and any(
        isinstance(v.shape, Foreign) and v.shape.path.startswith("typing.") for v in resolver.value(unit, call.func)
    )


def kept(resolver: Resolver, unit: Unit) -> Iterator[tuple[Reached, f.Span]]:
    """Functions that are put into lists and mappings or onto attributes, to be called from there."""
    for store in unit.scope.stores:
        if store.value != f.NONE:
            yield from ((replace(r, how="kept"), store.span) for r in _functions(resolver, unit, store.value))
    line = unit.scope.line
    place = (line, 1, line, 1)
    for display in unit.displays:
        for index in display.items if isinstance(display, f.Items) else display.values:
            span = getattr(unit.node(index), "span", place)
            yield from ((replace(r, how="kept"), span) for r in _functions(resolver, unit, index))


def _functions(resolver: Resolver, unit: Unit, index: int) -> Iterator[Reached]:
    node = unit.node(index)
    match node:
        case f.Name(id=name) | f.Attribute(name=name) if name in resolver.project.function_names:
            pass
        case f.Call() if unit.last_name(node.func) in ("partial", "partialmethod"):
            pass
        case f.Starred(value=inner):
            yield from _functions(resolver, unit, inner)
            return
        case _:
            return
    is_parameter = handed_name(unit, index) is not None
    for value in resolver.value(unit, index):
        if isinstance(value.shape, Function | Partial):
            handed = value.shape.unit if is_parameter and isinstance(value.shape, Function) else None
            for found in reached.called(resolver, value):
                yield replace(found, how="callback", certainty=weakest("likely", found.certainty), handed=handed)
