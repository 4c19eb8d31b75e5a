"""What an expression may be, by the kind of its node."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve import duck
from archcheck.resolve.elsewhere import set_by_name
from archcheck.resolve.scoping import stores_before
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import (
    Alias,
    Foreign,
    ForeignInstance,
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


_GENERIC = frozenset(["typing", "typing_extensions", "builtins", "collections", "contextlib"])


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
            return _subscript(resolver, unit, index, node)
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


def _subscript(resolver: Resolver, unit: Unit, index: int, node: f.Subscript) -> Values:
    stored = _item_before(resolver, unit, index, node)
    if stored:
        return stored
    values: list[Value] = []
    bases = resolver.value(unit, node.value)
    kept = _kept_under_key(resolver, unit, node, bases)
    if kept:
        return kept
    written = _written_under_key(resolver, unit, node)
    if written is not None:
        values += written.wanted
        bases = tuple(base for base in bases if base.shape not in written.others)
    for base in bases:
        match base.shape:
            case Many(element=element):
                values.append(base.becomes(element))
            case Row(items=items):
                values += _row_item(base, items, unit, node.index)
            case Foreign(path=path) if path.partition(".")[0] in _GENERIC:
                values.append(base.becomes(Alias(Place(unit, index))))
            case OwnClass():
                values.append(base)
            case Own(unit=owner):
                key = unit.node(node.index)
                named = resolver.instance_member(owner, key.value) if isinstance(key, f.Text) else ()
                values += named or _item_of(resolver, base, Place(unit, index))
            case _:
                values += resolver.member(base, "__class_getitem__", Place(unit, index)) or resolver.member(
                    base, "__getitem__", Place(unit, index)
                )
    return merged(values)


def _item_of(resolver: Resolver, base: Value, at: Place) -> Values:
    """What an object's ``__getitem__`` gives: its own, or that of a library's class, of which it is known what it gives."""
    found: list[Value] = []
    for member in resolver.member(base, "__getitem__", at):
        found += resolver.call(member, None) if isinstance(member.shape, Function) else [member]
    return merged(found)


def _kept_under_key(resolver: Resolver, unit: Unit, node: f.Subscript, bases: Values) -> Values:
    """What the project puts under a literal key of an object of a library's, or one that is handed in (``request.app["pool"]``)."""
    key, holder = unit.node(node.index), unit.node(node.value)
    is_shared = isinstance(holder, f.Attribute) or (isinstance(holder, f.Name) and holder.id in unit.parameters)
    if not isinstance(key, f.Text) or not is_shared or any(not isinstance(b.shape, ForeignInstance) for b in bases):
        return ()
    return set_by_name(resolver, unit, node.value, f"[{key.value}]")


def _item_before(resolver: Resolver, unit: Unit, index: int, node: f.Subscript) -> Values:
    """What the same function put under a literal key before (``context["connection"] = …``)."""
    key, kept = unit.node(node.index), unit.stores.get("[]", ())
    dotted = unit.dotted(node.value) if kept and isinstance(key, f.Text) else None
    if not isinstance(key, f.Text) or dotted is None:
        return ()
    stores = tuple(s for s in kept if unit.dotted(s.base) == dotted and _same_key(unit.node(s.index), key))
    return merged([v for s in stores_before(unit, stores, index) for v in resolver.value(unit, s.value)])


@dataclass(frozen=True, slots=True)
class _Written:
    """What mappings that are written out have under a literal key, and what a mapping with all their values would be."""

    wanted: Values
    others: frozenset[Shape]


def _written_under_key(resolver: Resolver, unit: Unit, node: f.Subscript) -> _Written | None:
    """What a mapping has under a literal key; None where it is not written out, or not all of its keys are literal."""
    key = unit.node(node.index)
    if not isinstance(key, f.Text) or key.dynamic:
        return None
    holder = unit.node(node.value)
    if isinstance(holder, f.Name) and holder.id in unit.parameters:
        return None
    bound = resolver.alias_places(unit, node.value) or (Place(unit, node.value),)
    places = [place for place in bound if not isinstance(place.unit.node(place.node), f.Name)]
    wanted: list[Value] = []
    others: set[Shape] = set()
    for place in places:
        mapping = place.unit.node(place.node)
        if not isinstance(mapping, f.Mapping) or not all(_is_literal(place.unit, each) for each in mapping.keys):
            return None
        for each, value in zip(mapping.keys, mapping.values, strict=True):
            found = resolver.value(place.unit, value)
            others.update(Many(v.shape) for v in found)
            wanted += found if _same_key(place.unit.node(each), key) else ()
    return _Written(merged(wanted), frozenset(others)) if others else None


def _is_literal(unit: Unit, index: int) -> bool:
    node = unit.node(index) if index != f.NONE else None
    return isinstance(node, f.Constant) or (isinstance(node, f.Text) and not node.dynamic)


def _same_key(node: f.Node, key: f.Text) -> bool:
    return isinstance(node, f.Text) and node.value == key.value


def _row_item(base: Value, items: tuple[object, ...], unit: Unit, index: int) -> list[Value]:
    node = unit.node(index)
    row = base.shape
    if isinstance(row, Row) and isinstance(node, f.Constant) and node.value.lstrip("-").isdigit():
        position = int(node.value)
        if -len(items) <= position < len(items):
            shape = row.items[position]
            return [base.becomes(shape)] if shape is not None else []
    return []


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
