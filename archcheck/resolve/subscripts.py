"""What stands under an index or a key: an element, what an object's ``__getitem__`` gives, and what was put under a literal key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve.elsewhere import set_by_name
from archcheck.resolve.scoping import stores_before
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import (
    Alias,
    Foreign,
    ForeignInstance,
    Function,
    Many,
    Own,
    OwnClass,
    Place,
    Row,
    Shape,
    Value,
    Values,
    merged,
)

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_GENERIC = frozenset(["typing", "typing_extensions", "builtins", "collections", "contextlib"])


def subscript(resolver: Resolver, unit: Unit, index: int, node: f.Subscript) -> Values:
    """What ``node.value[node.index]`` may be."""
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
        wanted, wholes = written
        values += wanted
        bases = tuple(base for base in bases if base.shape not in wholes)
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


def _written_under_key(resolver: Resolver, unit: Unit, node: f.Subscript) -> tuple[Values, frozenset[Shape]] | None:
    """What mappings that are written out have under a literal key, and what each of them is as a whole; None where one is not written
    out, or not all of its keys are literal.
    """
    key, holder = unit.node(node.index), unit.node(node.value)
    if not isinstance(key, f.Text) or key.dynamic or (isinstance(holder, f.Name) and holder.id in unit.parameters):
        return None
    bound = resolver.alias_places(unit, node.value) or (Place(unit, node.value),)
    wanted: list[Value] = []
    wholes: set[Shape] = set()
    for place in bound:
        if isinstance(place.unit.node(place.node), f.Name):
            continue
        values = place.unit.keyed.get(place.node)
        if values is None:
            return None
        wholes.update(v.shape for v in resolver.value(place.unit, place.node))
        wanted += [v for value in values.get(key.value, ()) for v in resolver.value(place.unit, value)]
    return merged(wanted), frozenset(wholes)


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
