"""What calls give: constructors, factories, project functions, and the few built-ins that hand values on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.catalog.schema import Callable
from archcheck.facts import schema as f
from archcheck.resolve import binding, entries, foreign, inherited, loaders
from archcheck.resolve.delegates import is_abstract
from archcheck.resolve.returns import returned_on
from archcheck.resolve.scoping import reaching
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import (
    Context,
    Foreign,
    ForeignInstance,
    Function,
    Generated,
    Known,
    KnownClass,
    KnownFunction,
    KnownMethod,
    Manager,
    Many,
    Own,
    OwnClass,
    Partial,
    Place,
    Returning,
    Row,
    Shape,
    Value,
    Values,
    merged,
)

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

MANAGER_DECORATORS = frozenset(["contextmanager", "asynccontextmanager"])


def call(resolver: Resolver, value: Value, at: Place | None) -> Values:
    """What calling a value may give."""
    match value.shape:
        case KnownClass(name=name):
            return (value.then(f"`{name}(…)`", _instance(resolver, value.shape, at)),)
        case KnownFunction(name=name):
            return _by_entry(resolver, value, resolver.catalog.function(name), None, at, name)
        case KnownMethod(receiver=receiver, owner=owner, name=name, inheritor=inheritor):
            found = resolver.catalog.member(receiver.name, name)
            entry = found[1] if found else None
            return _by_entry(resolver, value, entry, receiver, at, f"{owner}.{name}", inheritor)
        case Known(name=name):
            known = resolver.catalog.type(name)
            return _by_entry(resolver, value, known.call if known else None, value.shape, at, name)
        case OwnClass(unit=unit):
            function = inherited.function_of(resolver, value.shape)
            if function is not None and function.returns is not None:
                return _by_entry(resolver, value, function, None, at, function.name)
            return (value.then(f"`{unit.scope.name}(…)` makes an instance", Own(unit)),)
        case Own(unit=unit):
            return merged(
                [r for m in resolver.instance_member(unit, "__call__") for r in _of_method(resolver, value, m, at)]
            )
        case Function() as function:
            return _project_call(resolver, value, function, at)
        case Partial(target=target):
            return resolver.call(value.becomes(target), at)
        case Returning(result=result):
            return (value.becomes(result),) if result is not None else ()
        case Foreign(path=path):
            return foreign.called(resolver, value, path, at)
        case ForeignInstance(path=path):
            return foreign.method_called(resolver, value, path, at)
    return ()


def _of_method(resolver: Resolver, receiver: Value, method: Value, at: Place | None) -> Values:
    shape = method.shape
    if isinstance(shape, Function) and shape.receiver is None:
        method = method.becomes(Function(shape.unit, receiver.shape))
    return resolver.call(method, at)


def _instance(resolver: Resolver, known: KnownClass, at: Place | None) -> Known:
    entry = resolver.catalog.type(known.name)
    if entry is None or entry.product is None:
        return Known(known.name, known.product)
    return Known(known.name, known.product or entries.product_of(resolver, entry.product, at))


def _by_entry(
    resolver: Resolver,
    value: Value,
    entry: Callable | None,
    receiver: Known | None,
    at: Place | None,
    name: str,
    inheritor: Own | None = None,
) -> Values:
    returns = entry.returns if entry is not None else None
    if returns is None:
        return ()
    expressions = (returns,) if isinstance(returns, str) else returns
    found = [v for each in expressions for v in entries.shapes(resolver, each, receiver, at, inheritor)]
    return tuple(value.then(f"`{name}(…)`", v.shape, certain=v.certain) for v in found)


def _project_call(resolver: Resolver, value: Value, function: Function, at: Place | None) -> Values:
    unit = function.unit
    hop = f"`{unit.scope.qualname}` of {unit.module.name}"
    if unit.decorator_names & MANAGER_DECORATORS:
        return (value.then(hop, Context(function, at)),)
    managers = _overriding_managers(resolver, function)
    if managers:
        return tuple(
            value.then(f"`{m.label}` overrides it", Context(Function(m, function.receiver), at), certain=False)
            for m in managers
        )
    if unit.scope.yields:
        declared = resolver.returned(unit) if unit.scope.returns != f.NONE else ()
        generated = Generated(function, at)
        return tuple(value.then(hop, v.shape) for v in declared if not isinstance(v.shape, Many | Manager)) or (
            value.then(hop, generated),
        )
    receiver = function.receiver
    returned = (
        returned_on(resolver, unit, receiver.unit) if isinstance(receiver, Own | OwnClass) else resolver.returned(unit)
    )
    given = (*returned, *_returned_arguments(resolver, function, at))
    if not given and at is not None:
        given = loaders.by_place(resolver, at)
    return tuple(value.then(hop, _for_receiver(v.shape, function), certain=v.certain) for v in given)


def _overriding_managers(resolver: Resolver, function: Function) -> tuple[Unit, ...]:
    """The context managers below that stand in for a method without a body, whatever it is annotated to return."""
    unit = function.unit
    owner = unit.class_around
    if owner is None or unit.scope.yields or any(leave.value != f.NONE for leave in unit.scope.exits):
        return ()
    return tuple(m for m in resolver.overrides(owner, unit.scope.name) if m.decorator_names & MANAGER_DECORATORS)


def _for_receiver(shape: Shape, function: Function) -> Shape:
    """``return self`` of a base class gives the subclass that it was called on."""
    owner = function.unit.class_around
    receiver = function.receiver
    if isinstance(shape, Own) and isinstance(receiver, Own | OwnClass) and shape.unit is owner:
        return receiver if isinstance(receiver, Own) else Own(receiver.unit)
    return shape


def _returned_arguments(resolver: Resolver, function: Function, at: Place | None) -> Values:
    """A function that returns a parameter gives what it was handed at this call."""
    unit = function.unit
    if at is None or unit.scope.returns != f.NONE:
        return ()
    found: list[Value] = []
    for leave in unit.scope.exits:
        node = unit.node(leave.value) if leave.value != f.NONE else None
        if isinstance(node, f.Name) and node.id in unit.parameters:
            _, surely = reaching(unit, unit.bindings.get(node.id, ()), leave.value)
            handed = binding.handed_argument(function, at, node.id)
            found += resolver.value(at.unit, handed) if handed != f.NONE and not surely else []
    return merged(found)


def entered(resolver: Resolver, value: Value) -> Values:
    """What ``with value as x`` binds."""
    match value.shape:
        case Known(name=name) as known:
            expression = resolver.catalog.enter_of(name)
            if expression is None:
                return ()
            return tuple(
                value.then(f"entering `{name}`", v.shape) for v in entries.shapes(resolver, expression, known, None)
            )
        case Context(function=function) | Generated(function=function):
            given = resolver.yielded(function.unit)
            hop = f"`{function.unit.scope.qualname}` yields it"
            return tuple(value.then(hop, v.shape, certain=v.certain) for v in given)
        case Own(unit=unit):
            for name in ("__enter__", "__aenter__"):
                found = [r for m in resolver.instance_member(unit, name) for r in _of_method(resolver, value, m, None)]
                if found:
                    return merged(found)
            return ()
        case Many(element=element) | Manager(entered=element):
            return (value.becomes(element),)
        case Foreign() | ForeignInstance():
            return (value,)
    return ()


def iterated(resolver: Resolver, value: Value) -> Values:
    """What iterating gives."""
    match value.shape:
        case Many(element=element):
            return (value.becomes(element),)
        case Row(items=items):
            return merged([value.becomes(item) for item in items if item is not None])
        case Generated(function=function) | Context(function=function):
            return tuple(value.then("iterated", v.shape, certain=v.certain) for v in resolver.yielded(function.unit))
        case Known(name=name) as known:
            entry = resolver.catalog.type(name)
            return entries.shapes(resolver, entry.iterates, known, None) if entry is not None and entry.iterates else ()
        case Own(unit=unit) as own:
            given = [
                r for m in resolver.instance_member(unit, "__iter__") for r in _of_method(resolver, value, m, None)
            ]
            found = [found for v in given if v.shape != value.shape for found in resolver.iterated(v)]
            return merged(
                found or [v for base in inherited.bases(resolver, value, own) for v in resolver.iterated(base)]
            )
    return ()


def _in_place_of(resolver: Resolver, unit: Unit, given: list[Value]) -> Values:
    """Objects that stand in the place of a function; where all are called like it, they lead to it, and a protocol is no more than it."""
    beside: list[Value] = []
    for value in given:
        members = resolver.instance_member(value.shape.unit, "__call__") if isinstance(value.shape, Own) else ()
        bodies = [m.shape.unit for m in members if isinstance(m.shape, Function)]
        if not bodies:
            return merged(given)
        beside += [] if all(map(is_abstract, bodies)) else [value]
    return merged([Value(Function(unit)), *beside])


def decorated(resolver: Resolver, unit: Unit) -> Values:
    """What a ``def`` binds: the function, unless a project decorator returns something that is no function.

    What a context manager's decorator is put upon makes no difference: the result is a context manager.
    """
    named = [(unit.around.last_name(node), node) for node in unit.scope.decorators]
    above = next((number for number, (name, _) in enumerate(named) if name in MANAGER_DECORATORS), len(named))
    for name, node in reversed(named[:above]):
        if name in ("staticmethod", "classmethod", "wraps"):
            continue
        for value in resolver.value(unit.around, node):
            match value.shape:
                case Function(unit=decorator) if decorator.scope.exits:
                    changed = [v for v in resolver.returned(decorator) if isinstance(v.shape, Own | Known)]
                    if changed:
                        return _in_place_of(resolver, unit, changed)
    return (Value(Function(unit)),)
