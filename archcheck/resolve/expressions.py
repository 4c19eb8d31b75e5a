"""What an expression may be, by the kind of its node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve import duck, subscripts
from archcheck.resolve.elsewhere import set_by_name
from archcheck.resolve.scoping import stores_before
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import (
    Alias,
    Foreign,
    Function,
    KnownFunction,
    Many,
    Own,
    OwnClass,
    Package,
    Place,
    Plain,
    Row,
    Shape,
    Super,
    Value,
    Values,
    merged,
)

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver


def value(resolver: Resolver, unit: Unit, index: int) -> Values:
    """What the node may be."""
    node = unit.node(index)
    match node:
        case f.Name(id=name):
            return resolver.name(unit, name, index)
        case f.Attribute(value=base, name=name):
            return _attribute(resolver, unit, index, base, name)
        case f.Call():
            return _call(resolver, unit, index, node)
        case f.Await(value=inner) | f.Starred(value=inner):
            return resolver.value(unit, inner)
        case f.Subscript():
            return subscripts.subscript(resolver, unit, index, node)
        case f.Choice(options=options, operator=operator):
            return _choice(resolver, unit, options[-1:] if operator == "and" else options)
        case f.Inner(scope=scope):
            return _inner(resolver, unit.module.units[scope])
        case f.Defined(scope=scope):
            return _defined(resolver, unit.module.units[scope])
        case f.Imported():
            return _imported(resolver, unit, node)
        case f.Items(kind=kind, items=items):
            return _display(resolver, unit, kind, items)
        case f.Mapping(values=values):
            return merged([v.becomes(Many(v.shape)) for item in values for v in resolver.value(unit, item)])
        case f.Element(value=inner, index=position):
            return _element(resolver, unit, inner, position)
        case f.Iteration(value=inner):
            return merged([found for v in resolver.value(unit, inner) for found in resolver.iterated(v)])
        case f.Entered(value=inner):
            return merged([found for v in resolver.value(unit, inner) for found in resolver.entered(v)])
        case f.Caught(classes=classes):
            return resolver.annotation(unit, classes)
        case f.Narrowed():
            return _narrowed(resolver, unit, node)
        case f.Text():
            return (Value(Plain("str")),)
        case f.Constant(value=text):
            return (Value(Plain("None" if text == "None" else "constant")),)
        case f.Operation(operator="|"):
            return (Value(Alias(Place(unit, index))),)
        case f.Operation() | f.Opaque():
            return ()
    return ()


def _attribute(resolver: Resolver, unit: Unit, index: int, base: int, name: str) -> Values:
    stored = _stored_before(resolver, unit, index, base, name)
    if stored is not None:
        return stored
    values: list[Value] = []
    receivers = resolver.value(unit, base)
    for receiver in receivers:
        values += resolver.member(receiver, name, Place(unit, index))
    if receivers:
        known = merged(values)
        return duck.object_of_library(resolver, unit, base, name, known) or known
    return set_by_name(resolver, unit, base, name) or duck.attribute(resolver, unit, base, name)


def _stored_before(resolver: Resolver, unit: Unit, index: int, base: int, name: str) -> Values | None:
    """The value that the same function gave ``self.x`` a moment ago, where that is certain."""
    named = unit.stores.get(name, ())
    dotted = unit.dotted(base) if named else None
    if dotted is None:
        return None
    stores = tuple(s for s in named if unit.dotted(s.base) == dotted)
    if not stores:
        return None
    seen = stores_before(unit, stores, index)
    around = set(unit.blocks_around(unit.block_of(index)))
    if not seen or seen[-1].block not in around:
        return None
    values = [
        v.then(f"`{dotted}.{name}` is set on line {s.span[0]}")
        for s in seen
        for v in (resolver.annotation(unit, s.annotation) if s.annotation != f.NONE else resolver.value(unit, s.value))
    ]
    return merged(values) or None


def _call(resolver: Resolver, unit: Unit, index: int, node: f.Call) -> Values:
    func = unit.node(node.func)
    if isinstance(func, f.Name) and func.id == "super" and unit.method is not None:
        owner = unit.method.class_around
        return (Value(Super(owner)),) if owner is not None else ()
    values: list[Value] = []
    for callee in resolver.value(unit, node.func):
        values += resolver.call(callee, Place(unit, index))
    return merged(values)


def _choice(resolver: Resolver, unit: Unit, options: tuple[int, ...]) -> Values:
    values = [v for option in options for v in resolver.value(unit, option)]
    something = [v for v in values if not isinstance(v.shape, Plain)]
    return merged(something or values)


def _inner(resolver: Resolver, inner: Unit) -> Values:
    if inner.kind == "lambda":
        return (Value(Function(inner)),)
    elements = [v for leave in inner.scope.exits for v in resolver.value(inner, leave.value)]
    return merged([v.becomes(Many(v.shape)) for v in elements])


def _defined(resolver: Resolver, inner: Unit) -> Values:
    if inner.kind == "class":
        return (Value(OwnClass(inner)),)
    function = resolver.catalog.function(f"{inner.module.name}.{inner.scope.qualname}")
    if function is not None:
        return (Value(KnownFunction(function.name)).then(f"`{function.name}` is in the catalog"),)
    return resolver.decorated(inner)


def _imported(resolver: Resolver, unit: Unit, node: f.Imported) -> Values:
    module = unit.module.absolute(node.module, node.level)
    if not node.name:
        return resolver.path(module)
    submodule = f"{module}.{node.name}"
    # A package that imports from itself means its submodule: it has nothing else of that name yet.
    if module == unit.module.name and resolver.lookups.is_package(submodule):
        return (Value(Package(submodule)),)
    if resolver.lookups.is_package(module):
        found = resolver.symbol(module, node.name)
        if found or node.level:
            return found
    elif not node.level and resolver.lookups.is_package(module.partition(".")[0]):
        # A part of the own package that is not there comes with another distribution.
        return resolver.path(submodule) or (Value(Foreign(submodule)),)
    return resolver.path(submodule)


def _display(resolver: Resolver, unit: Unit, kind: str, items: tuple[int, ...]) -> Values:
    found = [resolver.value(unit, item) for item in items]
    if kind == "tuple":
        return (Value(Row(tuple(values[0].shape if values else None for values in found))),)
    return merged([v.becomes(Many(v.shape)) for values in found for v in values])


def _element(resolver: Resolver, unit: Unit, inner: int, position: int | None) -> Values:
    found: list[Value] = []
    for whole in resolver.value(unit, inner):
        match whole.shape:
            case Row(items=items) if position is not None and -len(items) <= position < len(items):
                shape = items[position]
                found += [whole.becomes(shape)] if shape is not None else []
            case Many(element=element):
                found.append(whole.becomes(element))
            case _:
                found += resolver.iterated(whole)
    return merged(found)


def _narrowed(resolver: Resolver, unit: Unit, node: f.Narrowed) -> Values:
    """The alternatives that an ``isinstance`` test leaves, or the tested classes where nothing was known; a class that is not known
    leaves them all.
    """
    tested = resolver.annotation(unit, node.classes)
    classes = unit.node(node.classes)
    if isinstance(classes, f.Items):
        tested = tuple(v for item in classes.items for v in resolver.annotation(unit, item))
    before = resolver.value(unit, node.value) if node.value != f.NONE else ()
    kept = [v for v in before if any(_is_one(resolver, v.shape, t.shape) for t in tested)]
    if not tested:
        return before
    if kept:
        return merged(kept)
    return tuple(v.then("narrowed by `isinstance`") for v in tested)


def _is_one(resolver: Resolver, shape: Shape, tested: Shape) -> bool:
    """Whether an instance passes a test for a class, which may be one above its own."""
    if isinstance(shape, Own) and isinstance(tested, Own):
        return OwnClass(tested.unit) in resolver.lineage(shape.unit)
    return shape == tested
