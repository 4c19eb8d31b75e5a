"""What a class has because another one keeps a relation to it: Django's ``related_name``, SQLAlchemy's ``backref``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archcheck.catalog.schema import Reverse
from archcheck.facts import schema as f
from archcheck.resolve import binding, entries, inherited
from archcheck.resolve.named import text_within
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Known, Own, OwnClass, Place, Shape, Value, Values, merged

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver


def reverse(resolver: Resolver, unit: Unit, name: str) -> Values:
    """What instances of a class have under a name as the other end of a relation that another class declares."""
    found: list[Value] = []
    for owner, index in _declared(resolver, name):
        call = owner.node(index)
        for value in resolver.value(owner, call.func) if isinstance(call, f.Call) else ():
            entry = inherited.function_of(resolver, value.shape)
            if entry is None or entry.reverse is None or _name(Place(owner, index), entry.reverse) != name:
                continue
            if any(_leads_to(resolver, unit, each.shape) for each in resolver.call(value, Place(owner, index))):
                hop = f"`{owner.scope.qualname}` of {owner.module.name} has a `{entry.name}` to `{unit.scope.name}`"
                given = entries.shapes(resolver, entry.reverse.type, None, None, Own(owner))
                found += [v.then(hop) for v in given]
    return merged(found)


def _declared(resolver: Resolver, name: str) -> Iterator[tuple[Unit, int]]:
    """Calls in class bodies that may be a relation whose other end goes by that name."""
    owners = [_owner(name, default) for default in sorted(resolver.catalog.reverse_defaults)]
    asked = dict.fromkeys((name, *(owner for owner in owners if owner)))
    yield from dict.fromkeys(place for each in asked for place in resolver.lookups.relations(each))


def _owner(name: str, default: str) -> str | None:
    """The class that declares a relation, by its other end's name; None where the name does not follow the pattern."""
    head, _, tail = default.partition("{owner}")
    return name[len(head) : len(name) - len(tail)] if name.startswith(head) and name.endswith(tail) else None


def _name(at: Place, relation: Reverse) -> str | None:
    """What the other end of a relation is called."""
    node = binding.argument_node(at, relation.argument, None)
    if node != f.NONE:
        return text_within(at.unit, node)
    return relation.default.format(owner=at.unit.scope.name.lower()) if relation.default is not None else None


def _leads_to(resolver: Resolver, unit: Unit, shape: Shape) -> bool:
    """Whether a relation that gives an instance, or a factory of instances, is one to a class or to one above it."""
    match shape:
        case Known(product=Own(unit=target)) | Own(product=Own(unit=target)) | Own(unit=target):
            return OwnClass(target) in resolver.lineage(unit)
    return False
