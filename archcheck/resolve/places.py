"""Where the expressions stand that names are bound to, through imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.facts.schema import NONE
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Package, Place

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_MOST_IMPORTS = 8


def places(resolver: Resolver, unit: Unit, index: int) -> tuple[Place, ...]:
    """Where the expression stands that a name, or a symbol of a project module, is bound to."""
    match unit.node(index):
        case f.Name(id=wanted):
            scope: Unit | None = unit
            while scope is not None:
                if wanted in scope.bindings:
                    return bound_places(resolver, scope, wanted)
                scope = scope.parent
        case f.Attribute(value=base, name=wanted):
            return tuple(
                place
                for value in resolver.value(unit, base)
                if isinstance(value.shape, Package) and (module := resolver.lookups.module(value.shape.module))
                for place in bound_places(resolver, module.body, wanted)
            )
    return ()


def bound_places(resolver: Resolver, scope: Unit, wanted: str, depth: int = 0) -> tuple[Place, ...]:
    """Where the expressions stand that a scope binds a name to; of an imported one those in the module that it comes from."""
    found: list[Place] = []
    for binding in scope.bindings.get(wanted, ()):
        node = scope.node(binding.value) if binding.value != NONE else None
        if isinstance(node, f.Imported) and depth < _MOST_IMPORTS:
            source = scope.module.absolute(node.module, node.level)
            known = resolver.lookups.module(source) if node.name else None
            if known is not None:
                found += bound_places(resolver, known.body, node.name, depth + 1)
        elif node is not None:
            found.append(Place(scope, binding.value))
    return tuple(found)
