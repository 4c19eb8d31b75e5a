"""The object on which a call runs a method: the same as here, one of a class or below it, or one that is made here and of that very class."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.model.calls import How
from archcheck.resolve.entries import bound_once
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Own, OwnClass, Package, Place

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver


def receivers(resolver: Resolver, unit: Unit, call: f.Call) -> Callable[[How], str]:
    """The object whose method a call runs, by how that is reached; see ``CallEdge.on``."""
    func = unit.node(call.func)
    made = [v.shape.unit for v in resolver.value(unit, call.func) if isinstance(v.shape, OwnClass)]
    new = ""
    if len(made) == 1:
        new = ("=" if _names_this_class(resolver, unit, func, made[0]) else "<") + made[0].label
    on = looked_up_on(resolver, unit, func.value) if isinstance(func, f.Attribute) else ""
    named = "same" if call.args and unit.is_self(call.args[0]) else ""
    past = on if on in ("super", "same") else named
    return lambda how: new if how == "construct" else past if how == "super" else on


def looked_up_on(resolver: Resolver, unit: Unit, base: int) -> str:
    """The object on which something is looked up; see ``CallEdge.on``."""
    if unit.is_self(base):
        return "self"
    node = unit.node(base)
    if isinstance(node, f.Call) and unit.last_name(node.func) == "super":
        owner = unit.method.class_around if unit.method is not None else None
        own = owner is not None and (not node.args or unit.last_name(node.args[0]) == owner.scope.name)
        # Past another class than its own it is the same object all the same.
        return "super" if own else "same" if len(node.args) == 2 and unit.is_self(node.args[1]) else ""
    of = {v.shape.unit for v in resolver.value(unit, base) if isinstance(v.shape, Own | OwnClass)}
    if len(of) != 1:
        return ""
    (owner,) = of
    return ("=" if _is_made_here(resolver, unit, base, owner) else "<") + owner.label


def _is_made_here(resolver: Resolver, unit: Unit, base: int, owner: Unit) -> bool:
    """Whether an object is one that a class by its own name has made: ``Order().save()``, or what a name or ``self.name`` is bound to for
    good.
    """
    made = _stored_once(resolver, unit, base) or Place(unit, bound_once(unit, base))
    node = made.unit.node(made.node)
    return isinstance(node, f.Call) and _names_this_class(resolver, made.unit, made.unit.node(node.func), owner)


def _stored_once(resolver: Resolver, unit: Unit, index: int) -> Place | None:
    """What ``self.name`` is bound to in its class, where nobody else binds it: no class below, and nobody from outside."""
    node = unit.node(index)
    keeper = unit.method.class_around if unit.method is not None else None
    if (
        keeper is None
        or not isinstance(node, f.Attribute)
        or not unit.is_self(node.value)
        or node.name in keeper.bindings
    ):
        return None
    stores = keeper.self_stores.get(node.name, ())
    if len(stores) != 1 or stores[0][1].value == f.NONE or resolver.lookups.stores(node.name):
        return None
    alone = all(holder is keeper for holder in resolver.lookups.holders(node.name))
    return Place(stores[0][0], stores[0][1].value) if alone else None


def _names_this_class(resolver: Resolver, unit: Unit, func: f.Node, owner: Unit) -> bool:
    """Whether what is called is a class by its own name, and no name or attribute that may be another class elsewhere."""
    match func:
        case f.Name(id=name):
            return name == owner.scope.name and not unit.is_parameter(name)
        case f.Attribute(value=base, name=name) if name == owner.scope.name:
            return any(isinstance(v.shape, Package) for v in resolver.value(unit, base))
    return False
