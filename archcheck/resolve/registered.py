"""Functions that a library calls: routes, tasks, commands, signal handlers, by the decorator that registers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.catalog.schema import Hook
from archcheck.facts import schema as f
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Foreign, ForeignInstance, KnownFunction, KnownMethod, Shape

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver


def hook(resolver: Resolver, unit: Unit) -> Hook | None:
    """What the catalog knows of a function that a library calls by its name."""
    if unit.kind != "function" or unit.parent is None or unit.parent.kind != "module":
        return None
    return resolver.catalog.hook(unit.scope.name, unit.parent.bindings)


def registration(resolver: Resolver, unit: Unit) -> str | None:
    """What a function is registered with: the library's API that decorates it, or the library that calls it by its name; or None."""
    known = hook(resolver, unit)
    if known is not None:
        return known.name
    for index in unit.scope.decorators if unit.kind == "function" else ():
        node = unit.around.node(index)
        target = node.func if isinstance(node, f.Call) else index
        for value in resolver.value(unit.around, target):
            path = path_of(value.shape)
            if path is not None and resolver.catalog.registers(path):
                return path
    return None


def path_of(shape: Shape) -> str | None:
    """The dotted path of something of a library."""
    match shape:
        case Foreign(path=path) | ForeignInstance(path=path) | KnownFunction(name=path):
            return path
        case KnownMethod(receiver=receiver, name=name):
            return f"{receiver.name}.{name}"
    return None
