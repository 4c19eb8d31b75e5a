"""Calls that no call expression shows: decorators, injected dependencies, class bodies, ``with``, operators, access."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve import callers, reached
from archcheck.resolve.binding import handed_argument
from archcheck.resolve.reached import Reached, sure
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Context, Function, Own, OwnClass, Place, Value

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_OPERATORS = {
    "+": "add", "-": "sub", "*": "mul", "/": "truediv", "//": "floordiv", "%": "mod", "**": "pow", "@": "matmul",
    "<<": "lshift", ">>": "rshift", "&": "and", "|": "or", "^": "xor",
    "==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge",
}  # fmt: skip
_HELD = ("in", "not in")


def of_definition(resolver: Resolver, unit: Unit) -> Iterator[tuple[Reached, f.Span]]:
    """What a unit reaches by being what it is: its decorators' wrappers, its dependencies, and the classes inside."""
    if unit.kind == "function":
        if not resolver.handed_in(unit):
            yield from _wrappers(resolver, unit)
        for value, span in resolver.dependencies(unit):
            yield from ((Reached(r.unit, "dependency", r.certainty), span) for r in reached.called(resolver, value))
    for child in unit.children:
        line = child.scope.line
        if child.kind == "class":
            yield Reached(child, "definition", "certain"), (line, 1, line, 1)
        for index, span in zip(child.scope.decorators, child.scope.decorator_spans, strict=True):
            if not isinstance(unit.node(index), f.Call):
                for value in resolver.value(unit, index):
                    # Decorating calls the decorator, here and now.
                    yield from (
                        (Reached(r.unit, "decorator", r.certainty), span) for r in reached.called(resolver, value)
                    )


def of_call(resolver: Resolver, function: Function, at: Place) -> Iterator[Reached]:
    """What decorators that hand something in run at a call that leaves it to them: a session that is brought along is the caller's."""
    names = resolver.handed_in(function.unit)
    if names and all(handed_argument(function, at, name) == f.NONE for name in names):
        yield from (reached for reached, _ in _wrappers(resolver, function.unit))


def _wrappers(resolver: Resolver, unit: Unit) -> Iterator[tuple[Reached, f.Span]]:
    for index, span in zip(unit.scope.decorators, unit.scope.decorator_spans, strict=True):
        for value in resolver.value(unit.around, index):
            yield from ((r, span) for r in put_around(resolver, value))


def put_around(resolver: Resolver, value: Value) -> Iterator[Reached]:
    """What runs when a decorated function is called: the inner function that a decorator of the project returns."""
    match value.shape:
        case Function(unit=decorator):
            if decorator.scope.yields or callers.is_put_around(decorator):
                yield Reached(decorator, "decorator", sure(value))
            for given in resolver.returned(decorator):
                if isinstance(given.shape, Function) and given.shape.unit.kind == "function":
                    yield Reached(given.shape.unit, "decorator", sure(value, given))
                elif isinstance(given.shape, Own):
                    yield from reached.method(resolver, given.shape.unit, "__call__", "decorator", sure(value))
        case Context(function=function):
            yield Reached(function.unit, "decorator", sure(value))
        case Own(unit=owner) | OwnClass(unit=owner):
            for unit in reached.defined(resolver, owner, "__call__"):
                yield Reached(unit, "decorator", sure(value))
                for given in resolver.returned(unit):
                    if isinstance(given.shape, Function) and given.shape.unit.kind == "function":
                        yield Reached(given.shape.unit, "decorator", sure(value))


def of_statements(resolver: Resolver, unit: Unit) -> Iterator[tuple[Reached, f.Span]]:
    """``with`` enters and leaves its items; setting an attribute runs a property's setter."""
    for item in unit.scope.withs:
        names = ("__aenter__", "__aexit__") if item.is_async else ("__enter__", "__exit__")
        for value in resolver.value(unit, item.item):
            if isinstance(value.shape, Own):
                for name in names:
                    owner = value.shape.unit
                    yield from ((r, item.span) for r in reached.method(resolver, owner, name, "with", sure(value)))
    for store in unit.scope.stores:
        if store.name in resolver.project.property_names:
            values = resolver.value(unit, store.base)
            yield from ((r, store.span) for r in reached.set_by(resolver, values, store.name))


def of_operation(resolver: Resolver, unit: Unit, node: f.Operation) -> Iterator[Reached]:
    """Operators that a class of the project defines."""
    for position, operator in enumerate(node.operator.split(",")):
        right = position + 1
        if operator in _HELD and right < len(node.operands):
            yield from _special(resolver, unit, node.operands[right], "__contains__")
        elif (name := _OPERATORS.get(operator)) and position < len(node.operands):
            yield from _special(resolver, unit, node.operands[position], f"__{name}__")
            if right < len(node.operands):
                yield from _special(resolver, unit, node.operands[right], f"__r{name}__")


def of_access(resolver: Resolver, unit: Unit, node: f.Subscript | f.Iteration) -> Iterator[Reached]:
    """``x[key]`` and ``for y in x`` on instances of the project's classes."""
    if isinstance(node, f.Subscript):
        yield from _special(resolver, unit, node.value, "__getitem__")
    else:
        for name in ("__aiter__", "__anext__") if node.is_async else ("__iter__", "__next__"):
            yield from _special(resolver, unit, node.value, name)


def _special(resolver: Resolver, unit: Unit, node: int, name: str) -> Iterator[Reached]:
    if resolver.lookups.has_method(name):
        for value in resolver.value(unit, node):
            if isinstance(value.shape, Own):
                yield from reached.method(resolver, value.shape.unit, name, "operator", sure(value))


def around(unit: Unit, index: int) -> f.Span:
    """A place for a node that has none of its own: that of a node inside it, else of its unit."""
    for node in reversed(unit.scope.nodes[: index + 1]):
        span: f.Span | None = getattr(node, "span", None)
        if span is not None:
            return span
    return (unit.scope.line, 1, unit.scope.line, 1)
