"""Conditions around an act: whether it lies on the normal path, and which arguments decide it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve import entries
from archcheck.resolve.acts import Guard
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Function, Place

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver


def on_normal_path(unit: Unit, block: int, around: set[int]) -> bool:
    """Whether a block runs where nothing was raised: it lies in no ``except`` that the place before did not lie in."""
    for outer in unit.blocks_around(block):
        if outer in around:
            return True
        if unit.block(outer).kind == "except":
            return False
    return True


def on_error(unit: Unit, block: int) -> bool:
    """Whether a block of an ``__exit__`` runs only where something was raised (``if exc_type:``)."""
    names = {p.name for p in unit.scope.parameters[1:4]}
    for outer in unit.blocks_around(block):
        facts = unit.block(outer)
        if facts.kind in ("if", "else") and facts.test != f.NONE:
            truth = _means_raised(unit, facts.test, names)
            if truth is not None and truth == (facts.kind == "if"):
                return True
    return False


def _means_raised(unit: Unit, test: int, names: set[str]) -> bool | None:
    match unit.node(test):
        case f.Name(id=name) if name in names:
            return True
        case f.Operation(operator="not", operands=(inner,)):
            found = _means_raised(unit, inner, names)
            return None if found is None else not found
        case f.Operation(operator="is" | "==", operands=(left, right)) if _is_none(unit, right):
            return False if _names_one(unit, left, names) else None
        case f.Operation(operator="is not" | "!=", operands=(left, right)) if _is_none(unit, right):
            return True if _names_one(unit, left, names) else None
        case f.Choice(operator="and" | "or", options=options):
            found_all = [_means_raised(unit, option, names) for option in options]
            return next((found for found in found_all if found is not None), None)
    return None


def _names_one(unit: Unit, index: int, names: set[str]) -> bool:
    node = unit.node(index)
    return isinstance(node, f.Name) and node.id in names


def _is_none(unit: Unit, index: int) -> bool:
    return unit.node(index) == f.Constant("None")


def conditions(unit: Unit, block: int, around: set[int]) -> tuple[Guard, ...]:
    """Parameters and attributes that the ``if`` blocks between a block and a place around it test."""
    found: list[Guard] = []
    for outer in unit.blocks_around(block):
        if outer in around:
            break
        facts = unit.block(outer)
        if facts.kind in ("if", "else") and facts.test != f.NONE:
            found += tested(unit, facts.test, facts.kind == "if")
    return tuple(found)


def tested(unit: Unit, test: int, truthy: bool) -> list[Guard]:
    """The names whose truth a condition tests, where that is all that it tests."""
    match unit.node(test):
        case f.Name(id=name) if name in unit.parameters or _closed_over(unit, name):
            return [Guard(name, truthy)]
        case f.Attribute(name=name) if unit.dotted(test) == f"{unit.self_name}.{name}":
            return [Guard(f"self.{name}", truthy)]
        case f.Operation(operator="not", operands=(inner,)):
            return tested(unit, inner, not truthy)
        case f.Choice(operator="and", options=options) if truthy:
            return [guard for option in options for guard in tested(unit, option, True)]
        case f.Choice(operator="or", options=options) if not truthy:
            return [guard for option in options for guard in tested(unit, option, False)]
    return []


def _closed_over(unit: Unit, name: str) -> bool:
    outer = unit.parent
    while outer is not None and outer.kind == "function":
        if name in outer.parameters:
            return True
        outer = outer.parent
    return False


def hold(resolver: Resolver, wanted: tuple[Guard, ...], function: Function, call: Place | None) -> bool | None:
    """Whether guards hold at a call: True, False, or None where an argument is no literal."""
    answer: bool | None = True
    for guard in wanted:
        found = _argument(resolver, guard.name, function, call)
        if found is entries.UNKNOWN:
            answer = None
        elif bool(found) != guard.truthy:
            return False
    return answer


def handed_on(wanted: tuple[Guard, ...], function: Function, call: Place | None) -> tuple[Guard, ...]:
    """Guards on parameters that a call fills with parameters of the function around it, as guards on these."""
    found: list[Guard] = []
    if call is None:
        return ()
    unit = call.unit
    for guard in wanted:
        index = entries.handed_argument(function, call, guard.name)
        handed = unit.parameter_at(index) if index != f.NONE else None
        if handed is not None:
            found.append(Guard(handed, guard.truthy))
    return tuple(found)


def _argument(resolver: Resolver, name: str, function: Function, call: Place | None) -> object:
    from archcheck.resolve.summaries import literal_argument

    unit = function.unit
    if not name.startswith("self."):
        outer: Unit | None = unit
        while outer is not None and name not in outer.parameters:
            outer = outer.parent
        return literal_argument(resolver, Function(outer, function.receiver), call, name) if outer else entries.UNKNOWN
    owner = unit if unit.kind == "class" else unit.class_around
    for keeper, store in owner.self_stores.get(name.removeprefix("self."), ()) if owner is not None else ():
        kept = keeper.node(store.value) if store.value != f.NONE else None
        if keeper.scope.name == "__init__" and isinstance(kept, f.Name) and kept.id in keeper.parameters:
            return literal_argument(resolver, Function(keeper, function.receiver), call, kept.id)
    return entries.UNKNOWN
