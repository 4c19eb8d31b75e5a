"""Attributes that are set from outside their object: ``app.state.db = …``, ``g.session = …``, ``module.engine = …``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import (
    Foreign,
    ForeignInstance,
    Own,
    OwnClass,
    Package,
    Shape,
    Values,
    doubtful,
    is_none,
    merged,
)

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_MOST_STORES = 40


def set_on(resolver: Resolver, shape: Shape, name: str) -> Values | None:
    """What the project gives ``shape.name`` from outside; None where it never does, empty where that has no type."""
    stores = resolver.lookups.stores(name)[:_MOST_STORES]
    matching = [
        (unit, store)
        for unit, store in stores
        if any(_same(resolver, shape, base.shape) for base in resolver.value(unit, store.base))
    ]
    return _stored(resolver, matching) if matching else None


def set_by_name(resolver: Resolver, unit: Unit, base: int, name: str) -> Values:
    """What is set on an object that goes by the same name elsewhere, for a receiver of which nothing is known."""
    called = unit.last_name(base)
    if called is None or called in ("self", "cls"):
        return ()
    stores = resolver.lookups.stores(name)[:_MOST_STORES]
    return _stored(resolver, [(other, s) for other, s in stores if other.last_name(s.base) == called])


def _stored(resolver: Resolver, stores: list[tuple[Unit, f.Store]]) -> Values:
    found = [
        value.then(
            f"`{unit.dotted(store.base) or '…'}.{store.name}` is set on line {store.span[0]} of {unit.module.name}"
        )
        for unit, store in stores
        if store.value != f.NONE
        for value in resolver.value(unit, store.value)
    ]
    return doubtful(merged([value for value in found if not is_none(value)]))


def _same(resolver: Resolver, wanted: Shape, base: Shape) -> bool:
    match wanted, base:
        case Foreign(path=one), Foreign(path=other):
            return one == other
        case ForeignInstance(path=one), ForeignInstance(path=other):
            return one.rpartition(".")[2] == other.rpartition(".")[2]
        case Package(module=one), Package(module=other):
            return one == other
        case Own(unit=one) | OwnClass(unit=one), Own(unit=other) | OwnClass(unit=other):
            return one is other or OwnClass(other) in resolver.lineage(one)
    return False
