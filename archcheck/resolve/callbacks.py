"""Functions that are handed on as values: to a call, into a container, onto an attribute."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.model.site import weakest
from archcheck.resolve import reached
from archcheck.resolve.closures import handed_name
from archcheck.resolve.entries import handed_argument
from archcheck.resolve.reached import Reached
from archcheck.resolve.unit import Unit, given
from archcheck.resolve.values import Foreign, Function, Own, OwnClass, Partial, Place, Shape

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
# Who registers a function lets others call it.
_REGISTERS = frozenset(
    [
        *(
            "add",
            "addObserver",
            "add_event_handler",
            "add_event_listener",
            "add_handler",
            "add_listener",
            "add_middleware",
        ),
        *("add_observer", "add_route", "add_signal_handler", "add_url_rule", "append", "connect", "insert", "listen"),
        *("register", "setattr", "setdefault", "subscribe"),
    ]
)
# Built-in functions that call what they are handed before they return.
_CALLS_NOW = frozenset(["sorted", "sort", "map", "filter", "max", "min", "reduce", "groupby", "sub"])
_WITHIN = frozenset(["lambda", "comprehension"])
_PUTS = frozenset(["add", "append", "appendleft", "insert", "setdefault"])
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
        "hasattr",
        "isclass",
        "isinstance",
        "issubclass",
        "signature",
        "isfunction",
        "ismethod",
        "iscoroutinefunction",
    ]
)
_LOGS = frozenset(["debug", "info", "warning", "warn", "error", "exception", "critical", "log"])
_LOGGERS = frozenset(["log", "logger", "logging", "getlogger", "get_logger"])


def handed_on(resolver: Resolver, at: Place, call: f.Call) -> Iterator[tuple[int, Reached]]:
    """Functions among the arguments of a call, each with the argument: whoever receives them calls them, now or later, or keeps them."""
    unit = at.unit
    found = [(index, reached) for index in given(call) for reached in _functions(resolver, unit, index)]
    if found and not _stands_for_it(resolver, unit, call):
        callees = [value.shape for value in resolver.value(unit, call.func)]
        for index, function in found:
            yield index, replace(function, how="kept") if _is_kept(resolver, at, call, callees, index) else function


def is_put_away(resolver: Resolver, unit: Unit) -> bool:
    """Whether a unit stands in a lambda that is only put somewhere, or handed on when a module is imported."""
    inner, around = unit, unit.parent
    while around is not None and around.kind in _WITHIN:
        inner, around = around, around.parent
    if inner.kind != "lambda" or around is None or inner.owner is not around.owner:
        return False
    own = next((index for index, node in enumerate(around.scope.nodes) if node == f.Inner(inner.index)), f.NONE)
    call = next(((index, call) for index, call in around.calls if own in given(call)), None)
    if call is None:
        return any(store.value == own for store in around.scope.stores) or any(
            own in (display.items if isinstance(display, f.Items) else display.values) for display in around.displays
        )
    name = around.last_name(call[1].func)
    if around.kind != "function":
        return name not in _CALLS_NOW
    callees = [value.shape for value in resolver.value(around, call[1].func)]
    return _is_kept(resolver, Place(around, call[0]), call[1], callees, own)


def _is_kept(resolver: Resolver, at: Place, call: f.Call, callees: Sequence[Shape], argument: int) -> bool:
    """Whether a call only puts a function somewhere: by what the callees do with it, or by what they are called where these are foreign."""
    own = [each for callee in callees if (each := _function_of(resolver, callee)) is not None]
    if len(own) < len(callees) or not own:
        return not own and at.unit.last_name(call.func) in _REGISTERS
    return all(_only_keeps(function, at, argument) for function in own)


def _function_of(resolver: Resolver, callee: Shape) -> Function | None:
    """The function of the project that runs when something is called."""
    match callee:
        case Function(unit=unit) if unit.kind == "function":
            return callee
        case OwnClass(unit=owner):
            made = [v.shape.unit for v in resolver.instance_member(owner, "__init__") if isinstance(v.shape, Function)]
            return Function(made[0], Own(owner)) if len(made) == 1 else None
    return None


def _only_keeps(function: Function, at: Place, argument: int) -> bool:
    """Whether all that a function does with an argument is to put it onto an attribute or into a container, or to give it back."""
    unit = function.unit
    name = next((p.name for p in unit.scope.parameters if handed_argument(function, at, p.name) == argument), None)
    if name is None or not unit.is_parameter(name) or unit.scope.yields:
        return False
    users = [inner for inner in unit.with_inner() if inner is not unit and f.Name(name) in inner.scope.nodes]
    if not all(_is_given_back(unit, user) for user in users):
        return False
    uses = {index for index, node in enumerate(unit.scope.nodes) if node == f.Name(name)}
    put = {store.value for store in unit.scope.stores} | set(_given_back(unit))
    for _, call in unit.calls:
        func = unit.node(call.func)
        if (isinstance(func, f.Attribute) and func.name in _PUTS) or unit.last_name(call.func) in _TELLS:
            put.update(call.args)
    return bool(uses or users) and uses <= put


def _given_back(unit: Unit) -> Iterator[int]:
    """The nodes of what a function returns; of a choice all of them."""
    waiting = [leave.value for leave in unit.scope.exits if leave.value != f.NONE]
    for index in waiting:
        yield index
        node = unit.node(index)
        waiting.extend(node.options if isinstance(node, f.Choice) else ())


def _is_given_back(unit: Unit, inner: Unit) -> bool:
    """Whether a function inside of another one is only returned by it."""
    name = inner.scope.name
    if inner.parent is not unit or inner.kind != "function" or inner.scope.decorators:
        return False
    uses = {index for index, node in enumerate(unit.scope.nodes) if node == f.Name(name)}
    return bool(uses) and uses <= set(_given_back(unit))


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
    is_parameter = handed_name(unit, index) is not None
    for value in resolver.value(unit, index):
        if isinstance(value.shape, Function | Partial):
            handed = value.shape.unit if is_parameter and isinstance(value.shape, Function) else None
            for found in reached.called(resolver, value):
                yield replace(found, how="callback", certainty=weakest("likely", found.certainty), handed=handed)
