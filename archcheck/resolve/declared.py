"""Parameters that are declared to be something: the annotation leaves out None, and objects of that class are true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Known, Own

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_MAY_BE_NONE = frozenset(["Optional", "Any", "object", "None"])
_FIRST_COUNTS = frozenset(["Annotated", "Required", "NotRequired", "Final", "ClassVar"])
_DEEPEST = 4


def is_something(resolver: Resolver, function: Unit, name: str) -> bool:
    """Whether a parameter is declared to be an object that is neither None nor false."""
    parameter, around = function.parameters[name], function.around
    if parameter.annotation == f.NONE or parameter.kind not in ("positional", "keyword"):
        return False
    # What stands there as a default is None, or what a framework replaces (``= Depends(…)``).
    if parameter.default != f.NONE and not isinstance(around.node(parameter.default), f.Call):
        return False
    if _admits_none(resolver, around, parameter.annotation):
        return False
    values = resolver.annotation(around, parameter.annotation)
    return bool(values) and all(v.certain and _is_true(resolver, v.shape) for v in values)


def is_true(resolver: Resolver, owner: Unit) -> bool:
    """Whether every instance of a class is true."""
    return not any(resolver.instance_member(owner, name) for name in ("__bool__", "__len__"))


def _is_true(resolver: Resolver, shape: object) -> bool:
    return isinstance(shape, Known) or (isinstance(shape, Own) and is_true(resolver, shape.unit))


def _admits_none(resolver: Resolver, unit: Unit, index: int, depth: int = 0) -> bool:
    """Whether an annotation may mean None, as far as it can be read through aliases."""
    match unit.node(index):
        case f.Name() | f.Attribute():
            places = resolver.alias_places(unit, index)
            if depth >= _DEEPEST or unit.last_name(index) in _MAY_BE_NONE:
                return True
            aliases = (p for p in places if not isinstance(p.unit.node(p.node), f.Defined | f.Imported))
            return any(_admits_none(resolver, p.unit, p.node, depth + 1) for p in aliases)
        case f.Subscript(value=base, index=argument):
            kind, given = unit.last_name(base), unit.node(argument)
            if kind in _FIRST_COUNTS:
                first = given.items[0] if isinstance(given, f.Items) and given.items else argument
                return _admits_none(resolver, unit, first, depth)
            return kind in ("Optional", "Union")
        case f.Text(value=text):
            return any(name in text for name in _MAY_BE_NONE)
    return True
