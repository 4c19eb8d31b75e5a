"""Parameters of functions that are handed on as values, or registered by a decorator: what whoever receives the function calls it with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve import binding, entries
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Function, KnownFunction, KnownMethod, Place, Plain, Value, Values, doubtful, merged

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_MOST_PLACES = 20
_DEEPEST = 3


def parameter(resolver: Resolver, unit: Unit, name: str) -> Values:
    """What a parameter may be where the function is an argument: ``pool.do(write)`` says what ``write`` is called with.

    So does ``@event.listens_for(engine, "connect")``.
    """
    names = [p.name for p in unit.scope.parameters if p.takes_position]
    if name not in names:
        return ()
    position = names.index(name) - (unit.self_name is not None)
    # A decorator in a class body is handed the function itself, which is not a method of anything then.
    found = list(_by_decorators(resolver, unit, names.index(name)))
    for at, argument in list(_handed_on(resolver, unit))[:_MOST_PLACES]:
        found += _by_receivers(resolver, at, argument, position, 0)
    return doubtful(merged([v for v in found if not isinstance(v.shape, Plain)]))


def _handed_on(resolver: Resolver, unit: Unit) -> Iterator[tuple[Place, int]]:
    """Calls that have the function among their arguments, tests left out."""
    name = unit.label if unit.kind == "lambda" else unit.scope.name
    for caller, call, argument in resolver.lookups.arguments(name):
        if caller.module.is_test and not unit.module.is_test:
            continue
        if any(isinstance(v.shape, Function) and v.shape.unit is unit for v in resolver.value(caller, argument)):
            yield Place(caller, call), argument


def _by_receivers(resolver: Resolver, at: Place, argument: int, position: int, depth: int) -> Iterator[Value]:
    call = at.unit.node(at.node)
    if not isinstance(call, f.Call) or depth > _DEEPEST:
        return
    for value in resolver.value(at.unit, call.func):
        if isinstance(value.shape, Function):
            received = _received_as(value.shape, at.unit, call, argument)
            if received is not None:
                yield from _called_with(resolver, value.shape.unit, received, position, depth)
        elif isinstance(value.shape, KnownMethod):
            yield from _handed_by(resolver, value.shape, position)
        elif isinstance(value.shape, KnownFunction):
            yield from _called_on_event(resolver, value.shape, at, position)


def _by_decorators(resolver: Resolver, unit: Unit, position: int) -> Iterator[Value]:
    """What the library calls a function with that one of its decorators registers with it."""
    around = unit.around
    for index in unit.scope.decorators:
        call = around.node(index)
        for value in resolver.value(around, call.func) if isinstance(call, f.Call) else ():
            if isinstance(value.shape, KnownFunction):
                yield from _called_on_event(resolver, value.shape, Place(around, index), position)


def _called_on_event(resolver: Resolver, function: KnownFunction, at: Place, position: int) -> Iterator[Value]:
    """What a library calls a function with that is registered with it by a call, for the event that the call names."""
    known = resolver.catalog.function(function.name)
    events = known.events if known is not None else None
    call = at.unit.node(at.node)
    if events is None or not isinstance(call, f.Call) or not at.unit.is_written_out(call):
        return
    if any(
        keyword == events.by_keyword and entries.literal(at.unit, node) is not False for keyword, node in call.keywords
    ):
        return
    event = entries.text_of(at.unit, binding.argument_node(at, events.argument, events.position))
    expressions = events.hands.get(event or "", ())
    if 0 <= position < len(expressions) and expressions[position]:
        given = entries.shapes(resolver, expressions[position], None, at)
        yield from (v.then(f"`{function.name}` has it called on `{event}`") for v in given)


def _handed_by(resolver: Resolver, method: KnownMethod, position: int) -> Iterator[Value]:
    """What a method of a library calls a function with that it is handed."""
    found = resolver.catalog.member(method.receiver.name, method.name)
    expressions = found[1].hands if found is not None else ()
    if 0 <= position < len(expressions):
        given = entries.shapes(resolver, expressions[position], method.receiver, None)
        yield from (v.then(f"`{method.owner}.{method.name}` hands it") for v in given)


def _received_as(function: Function, unit: Unit, call: f.Call, argument: int) -> str | None:
    """The parameter of a function that receives an argument of a call."""
    if argument in call.args:
        names = binding.positional(function, unit, call)
        place = call.args.index(argument)
        return names[place] if place < len(names) else None
    return next((keyword for keyword, node in call.keywords if node == argument and keyword != "**"), None)


def _called_with(resolver: Resolver, unit: Unit, received: str, position: int, depth: int) -> Iterator[Value]:
    """What a function calls one of its parameters with: by the parameter's annotation, else by its body."""
    facts = unit.parameters.get(received)
    if facts is None:
        return
    declared = _declared(resolver, unit, facts.annotation, position) if facts.annotation != f.NONE else ()
    if declared:
        yield from (v.then(f"`{unit.scope.qualname}` calls `{received}` with it") for v in declared)
        return
    for inner in unit.with_inner():
        for index, node in inner.calls:
            if _names(inner, node.func, received):
                if 0 <= position < len(node.args):
                    given = resolver.value(inner, node.args[position])
                    yield from (v.then(f"`{unit.scope.qualname}` calls `{received}` with it") for v in given)
            else:
                for argument in (*node.args, *(value for _, value in node.keywords)):
                    if _names(inner, argument, received):
                        yield from _by_receivers(resolver, Place(inner, index), argument, position, depth + 1)


def _names(unit: Unit, index: int, wanted: str) -> bool:
    node = unit.node(index)
    return isinstance(node, f.Name) and node.id == wanted and wanted not in unit.bindings


def _declared(resolver: Resolver, unit: Unit, annotation: int, position: int) -> Values:
    """The argument's type in ``Callable[[Connection, str], None]`` or ``Callable[Concatenate[Connection, P], T]``."""
    around = unit.around
    node = around.node(annotation)
    if not isinstance(node, f.Subscript) or around.last_name(node.value) != "Callable":
        return ()
    both = around.node(node.index)
    if not isinstance(both, f.Items) or len(both.items) != 2:
        return ()
    given = around.node(both.items[0])
    if isinstance(given, f.Subscript) and around.last_name(given.value) == "Concatenate":
        given = around.node(given.index)
    if isinstance(given, f.Items) and 0 <= position < len(given.items):
        return resolver.annotation(around, given.items[position])
    return ()
