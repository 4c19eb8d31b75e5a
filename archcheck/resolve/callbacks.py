"""Functions that are handed on as values: to a call, into a container, onto an attribute."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.model.site import weakest
from archcheck.resolve import reached
from archcheck.resolve.reached import Reached
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Foreign, Function, Partial

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

# What these return stands for the function itself, and is followed as a value.
_SAME_FUNCTION = frozenset(
    ["wraps", "update_wrapper", "partial", "partialmethod", "cast", "isinstance", "issubclass", "hasattr", "getattr"]
)
# Who takes a function back does not call it.
_TAKES_BACK = frozenset(
    ["remove", "discard", "disconnect", "unregister", "unsubscribe", "remove_listener", "remove_handler"]
)
# Who says something of a function does not call it either.
_TELLS = frozenset(
    [
        "print",
        "repr",
        "str",
        "format",
        "type",
        "id",
        "hash",
        "callable",
        "signature",
        "isfunction",
        "ismethod",
        "iscoroutinefunction",
    ]
)
_LOGS = frozenset(["debug", "info", "warning", "warn", "error", "exception", "critical", "log"])
_LOGGERS = frozenset(["log", "logger", "logging", "getlogger", "get_logger"])


def handed_on(resolver: Resolver, unit: Unit, call: f.Call) -> Iterator[Reached]:
    """Functions among the arguments of a call: whoever receives them calls them, now or later."""
    given = (*call.args, *(value for _, value in call.keywords))
    found = [reached for index in given for reached in _functions(resolver, unit, index)]
    if found and not _stands_for_it(resolver, unit, call):
        yield from found


def _stands_for_it(resolver: Resolver, unit: Unit, call: f.Call) -> bool:
    name = unit.last_name(call.func)
    if name in _SAME_FUNCTION or name in _TAKES_BACK or name in _TELLS:
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
    for value in resolver.value(unit, index):
        if isinstance(value.shape, Function | Partial):
            found = reached.called(resolver, value)
            yield from (replace(r, how="callback", certainty=weakest("likely", r.certainty)) for r in found)
