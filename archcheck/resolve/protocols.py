"""Protocols: classes that say what they need of an object and have no body to follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Known, KnownMethod, Trail, Value, Values

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_CONNECTION = "dbapi.Connection"
_SHAPE = ("cursor", "commit", "rollback")


def described(resolver: Resolver, owner: Unit, name: str) -> Values:
    """A method without a body, of a class with the methods of a connection of PEP 249; never certain."""
    if not all(method in owner.bindings for method in _SHAPE) or resolver.catalog.member(_CONNECTION, name) is None:
        return ()
    if not all(_is_silent(owner, method) for method in (*_SHAPE, name)):
        return ()
    hop = f"`{owner.scope.name}` has the methods of a PEP 249 connection and no bodies"
    return (Value(KnownMethod(Known(_CONNECTION), _CONNECTION, name), False, Trail(hop)),)


def _is_silent(owner: Unit, name: str) -> bool:
    """Whether a method calls, stores and returns nothing."""
    for binding in owner.bindings.get(name, ()):
        defined = owner.node(binding.value) if binding.kind == "def" and binding.value != f.NONE else None
        if not isinstance(defined, f.Defined):
            return False
        scope = owner.module.units[defined.scope].scope
        calls = any(isinstance(node, f.Call) for node in scope.nodes)
        if calls or scope.withs or scope.stores or any(leave.value != f.NONE for leave in scope.exits):
            return False
    return name in owner.bindings
