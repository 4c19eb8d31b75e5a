"""Functions that a library calls: routes, tasks, commands, signal handlers, by the decorator that registers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve.project import Unit
from archcheck.resolve.values import Foreign, ForeignInstance, KnownFunction, KnownMethod

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver


def registration(resolver: Resolver, unit: Unit) -> str | None:
    """The library's API that a function is registered with by a decorator, or None."""
    for index in unit.scope.decorators if unit.kind == "function" else ():
        node = unit.around.node(index)
        target = node.func if isinstance(node, f.Call) else index
        for value in resolver.value(unit.around, target):
            match value.shape:
                case Foreign(path=path) | ForeignInstance(path=path) | KnownFunction(name=path):
                    pass
                case KnownMethod(receiver=receiver, name=name):
                    path = f"{receiver.name}.{name}"
                case _:
                    continue
            if resolver.catalog.registers(path):
                return path
    return None
