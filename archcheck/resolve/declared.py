"""Parameters that are declared to be something: the annotation leaves out None."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve.annotated import ALIAS
from archcheck.resolve.lineage import HARMLESS
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Foreign, Known, Own, OwnClass

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_MAY_BE_NONE = frozenset(["Optional", "Any", "object", "None"])
_FIRST_COUNTS = frozenset(["Annotated", "Required", "NotRequired", "Final", "ClassVar"])
_HANDED_IN = frozenset(["Depends", "Security"])
_TRUE_BASES = HARMLESS | {"typing.Protocol"}
_DEEPEST = 4


def is_something(resolver: Resolver, function: Unit, name: str) -> bool:
    """Whether a parameter is declared to be an object, and has no default that may be None."""
    parameter, around = function.parameters[name], function.around
    if parameter.annotation == f.NONE or not parameter.takes_one:
        return False
    if parameter.default != f.NONE:
        default = around.node(parameter.default)
        if not isinstance(default, f.Call) or around.last_name(default.func) not in _HANDED_IN:
            return False
    values = resolver.annotation(around, parameter.annotation)
    known = bool(values) and all(v.certain and isinstance(v.shape, Own | Known) for v in values)
    return known and not _admits_none(resolver, around, parameter.annotation)


def is_true(resolver: Resolver, owner: Unit) -> bool:
    """Whether every instance of a class is true: it and all above it are known, and none says when it is false."""
    for shape in resolver.lineage(owner):
        if not isinstance(shape, OwnClass) and not (isinstance(shape, Foreign) and shape.path in _TRUE_BASES):
            return False
    return not any(resolver.instance_member(owner, name) for name in ("__bool__", "__len__"))


def _admits_none(resolver: Resolver, unit: Unit, index: int, depth: int = 0) -> bool:
    """Whether an annotation may mean None, read through aliases; an alias that is not to be found may."""
    match unit.node(index):
        case f.Name() | f.Attribute():
            if depth >= _DEEPEST or unit.last_name(index) in _MAY_BE_NONE:
                return True
            places = resolver.alias_places(unit, index)
            aliases = [p for p in places if not isinstance(p.unit.node(p.node), f.Defined | f.Imported)]
            if not aliases:
                return _is_by_alias(resolver, unit, index)
            return any(_admits_none(resolver, p.unit, p.node, depth + 1) for p in aliases)
        case f.Subscript(value=base, index=argument):
            kind, given = unit.last_name(base), unit.node(argument)
            if kind in _FIRST_COUNTS:
                first = given.items[0] if isinstance(given, f.Items) and given.items else argument
                return _admits_none(resolver, unit, first, depth)
            return kind in ("Optional", "Union")
        case f.Text(value=text):
            return any(name in text for name in _MAY_BE_NONE) or _is_by_alias(resolver, unit, index)
    return True


def _is_by_alias(resolver: Resolver, unit: Unit, index: int) -> bool:
    trails = (value.trail for value in resolver.annotation(unit, index))
    return any(trail is not None and ALIAS in trail.hops() for trail in trails)
