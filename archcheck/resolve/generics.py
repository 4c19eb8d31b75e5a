"""Type variables: what they are bound to, and what the subclasses of a generic class put in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve import binding
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import OwnClass, Values, doubtful, merged

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver


def type_variable(resolver: Resolver, unit: Unit, index: int) -> Values:
    """Instances that a type variable may stand for; nothing where the name is no type variable."""
    node = unit.node(index)
    if not isinstance(node, f.Name):
        return ()
    bounds = [
        found
        for place in resolver.alias_places(unit, index)
        if isinstance(call := place.unit.node(place.node), f.Call) and place.unit.last_name(call.func) == "TypeVar"
        for bound in (binding.argument_node(place, "bound", None), *call.args[1:])
        if bound != f.NONE
        for found in resolver.annotation(place.unit, bound)
    ]
    return merged(bounds) or _by_subclasses(resolver, unit, node.id)


def _by_subclasses(resolver: Resolver, unit: Unit, name: str) -> Values:
    owner: Unit | None = unit
    while owner is not None and owner.kind != "class":
        owner = owner.parent
    position = _position(owner, name) if owner is not None else None
    if owner is None or position is None:
        return ()
    return doubtful(
        merged(
            [
                found
                for child in resolver.lookups.subclasses(owner.scope.name)
                for base in child.scope.bases
                if (argument := _argument(resolver, child.around, base, owner, position)) != f.NONE
                for found in resolver.annotation(child.around, argument)
            ]
        )
    )


def _position(owner: Unit, name: str) -> int | None:
    """Where a type variable stands among the parameters of a generic class."""
    for base in owner.scope.bases:
        names = [node.id for node in map(owner.around.node, _arguments(owner.around, base)) if isinstance(node, f.Name)]
        if name in names:
            return names.index(name)
    return None


def _argument(resolver: Resolver, unit: Unit, base: int, owner: Unit, position: int) -> int:
    node = unit.node(base)
    arguments = _arguments(unit, base)
    if not isinstance(node, f.Subscript) or position >= len(arguments):
        return f.NONE
    is_owner = any(v.shape == OwnClass(owner) for v in resolver.value(unit, node.value))
    return arguments[position] if is_owner else f.NONE


def _arguments(unit: Unit, base: int) -> tuple[int, ...]:
    node = unit.node(base)
    if not isinstance(node, f.Subscript):
        return ()
    inner = unit.node(node.index)
    return inner.items if isinstance(inner, f.Items) else (node.index,)
