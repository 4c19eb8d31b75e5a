"""Conditions around an act: whether it lies on the normal path, and which arguments decide it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.model.asked import Passed, holds
from archcheck.resolve import binding, closures, telling
from archcheck.resolve.acts import Guard
from archcheck.resolve.asking import said
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Function, Place

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_OF_SELF = "self."
_BRANCHES = frozenset(["if", "else", "case"])
_GO_ROUND = frozenset(["break", "continue"])


def on_normal_path(unit: Unit, block: int, around: set[int]) -> bool:
    """Whether a block runs behind a place where nothing was raised.

    It lies in no ``except`` that the place did not lie in, in no other branch, and no block that the place stands in, and it does not, ends
    by leaving the function.

    Args:
        unit: the function.
        block: the block.
        around: the blocks around the place.
    """
    inner: list[f.Block] = []
    for outer in unit.blocks_around(block):
        if outer in around:
            break
        inner.append(unit.block(outer))
    taken = _taken(unit, around)
    if any(each.kind == "except" or (each.kind in _BRANCHES and each.group in taken) for each in inner):
        return False
    left = around.difference(unit.blocks_around(block))
    final = {each.group for each in inner if each.kind == "finally"}
    return any(unit.block(number).group in final for number in left) or not _leads_out(unit, left)


def _taken(unit: Unit, around: set[int]) -> set[int]:
    """The statements of which a place stands in one branch and the others do not run: in a loop they may, the next time."""
    first_loop = min((number for number in around if unit.block(number).kind == "loop"), default=len(unit.scope.blocks))
    return {unit.block(n).group for n in around if n < first_loop and unit.block(n).kind in _BRANCHES}


def _leads_out(unit: Unit, left: set[int]) -> bool:
    """Whether what runs on from the innermost of some blocks around one another leaves the function before it has left them."""
    goes_round = False
    # A block is numbered before those in it.
    for block in (unit.block(number) for number in sorted(left, reverse=True)):
        if goes_round or block.ends in _GO_ROUND:
            goes_round = block.kind != "loop"
        elif block.ends == "return" or (block.ends == "raise" and block.kind != "try"):
            return True
    return False


def on_error(unit: Unit, block: int) -> bool:
    """Whether a block of an ``__exit__`` runs only where something was raised (``if exc_type:``)."""
    names = of_error(unit)
    for outer in unit.blocks_around(block):
        facts = unit.block(outer)
        if facts.kind in ("if", "else") and facts.test != f.NONE:
            truth = _means_raised(unit, facts.test, names)
            if truth is not None and truth == (facts.kind == "if"):
                return True
    return False


def of_error(unit: Unit) -> frozenset[str]:
    """The parameters of an ``__exit__`` that say what was raised."""
    return frozenset(parameter.name for parameter in unit.scope.parameters[1:4])


def _means_raised(unit: Unit, test: int, names: frozenset[str]) -> bool | None:
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


def _names_one(unit: Unit, index: int, names: frozenset[str]) -> bool:
    node = unit.node(index)
    return isinstance(node, f.Name) and node.id in names


def _is_none(unit: Unit, index: int) -> bool:
    return unit.node(index) == f.Constant("None")


def conditions(resolver: Resolver, unit: Unit, block: int, around: set[int]) -> tuple[Guard, ...]:
    """What the ``if`` blocks between a block and a place around it ask of parameters and attributes."""
    found: list[Guard] = []
    for outer in unit.blocks_around(block):
        if outer in around:
            break
        facts = unit.block(outer)
        if facts.kind in ("if", "else") and facts.test != f.NONE:
            asked = said(resolver, unit, facts.test, facts.kind == "if", _deciding)
            found += (Guard(name, wanted) for name, wanted in asked)
    return tuple(found)


def _deciding(unit: Unit, index: int) -> str | None:
    """What a node is called if whoever calls the function, or the one around it, or has made the object, decides what it is."""
    node = unit.node(index)
    if isinstance(node, f.Attribute) and unit.dotted(index) == f"{unit.self_name}.{node.name}":
        return f"{_OF_SELF}{node.name}"
    return closures.handed_name(unit, index)


def hold(resolver: Resolver, wanted: tuple[Guard, ...], function: Function, call: Place | None) -> bool | None:
    """Whether guards hold at a call: True, False, or None where an argument does not say."""
    answers = [_holds(resolver, guard, function, call) for guard in wanted]
    return False if False in answers else None if None in answers else True


def _holds(resolver: Resolver, guard: Guard, function: Function, call: Place | None) -> bool | None:
    known = _handed(resolver, guard.name, function, call)
    return None if known is None else holds(guard.wanted, known)


def handed_on(wanted: tuple[Guard, ...], function: Function, call: Place | None) -> tuple[Guard, ...]:
    """Guards on parameters that a call fills with parameters of the function around it, as guards on these."""
    found: list[Guard] = []
    if call is None:
        return ()
    unit = call.unit
    for guard in wanted:
        index = binding.handed_argument(function, call, guard.name)
        handed = unit.parameter_at(index) if index != f.NONE else None
        if handed is not None:
            found.append(Guard(handed, guard.wanted))
    return tuple(found)


def _handed(resolver: Resolver, name: str, function: Function, call: Place | None) -> Passed | None:
    """What a call hands to a parameter, or to what is kept as an attribute, as far as that is known."""
    unit = function.unit
    if not name.startswith(_OF_SELF):
        outer: Unit | None = unit
        while outer is not None and name not in outer.parameters:
            outer = outer.parent
        return _argument(resolver, Function(outer, function.receiver), call, name) if outer is not None else None
    owner = unit if unit.kind == "class" else unit.class_around
    attribute = name.removeprefix(_OF_SELF)
    stores = owner.self_stores.get(attribute, ()) if owner is not None else ()
    # What is set again later need not be what the object was made with.
    if owner is None or len(stores) != 1 or resolver.lookups.stores(attribute):
        return None
    keeper, store = stores[0]
    kept = keeper.parameter_at(store.value) if store.value != f.NONE else None
    if kept is None or keeper.scope.name != "__init__" or call is None:
        return None
    return _argument(resolver, Function(keeper, function.receiver), call, kept)


def _argument(resolver: Resolver, function: Function, call: Place | None, name: str) -> Passed | None:
    """What a call hands to a parameter; without a call, as below a decorator that is not called, its default."""
    unit = function.unit
    if call is not None:
        node = call.unit.node(call.node)
        if not isinstance(node, f.Call) or not _is_call_of(resolver, call, node, unit):
            return None
        given = binding.handed_argument(function, call, name)
        if given != f.NONE:
            known = telling.told(resolver, call.unit, given, closely=True)
            return None if known is None or known.startswith("=") else known
        if not call.unit.is_written_out(node):
            return None
    default = unit.parameters[name].default
    return telling.constant(resolver, unit.around, default) if default != f.NONE else None


def _is_call_of(resolver: Resolver, at: Place, call: f.Call, function: Unit) -> bool:
    """Whether a call hands its arguments to a function: it may be one of that function, or it makes objects that the function sets up."""
    made = telling.exact_class(resolver, at.unit, call.func) if function.scope.name == "__init__" else None
    called = resolver.value(at.unit, call.func) if made is None else resolver.instance_member(made, "__init__")
    return any(isinstance(value.shape, Function) and value.shape.unit is function for value in called)
