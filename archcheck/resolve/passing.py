"""What a call says of its callee's parameters, and what the code around a call asks of the function's own.

A call below ``if session is None:`` is no part of a path on which this function is handed a session. What may be asked and known of a
parameter stands in ``model/asked.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.model.asked import Asked, Asking, Passed, that_function, that_text
from archcheck.resolve import closures, declared, entries
from archcheck.resolve.scoping import binder_of
from archcheck.resolve.unit import Unit, given
from archcheck.resolve.values import Function, Own, OwnClass, Place, Shape

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_LEAVES = ("return", "raise")
_MOST_LEAVING = 64
_LONGEST = 40
# None is an instance of these.
_OF_NONE = frozenset(["NoneType", "object", "Hashable"])


@dataclass(frozen=True, slots=True)
class Condition:
    """An ``if`` whose test says something of the function's own parameters.

    Attributes:
        block: the block that runs where the test holds.
        holds, fails: what is so of the parameters where the test holds, and where it fails.
    """

    block: f.Block
    holds: Asking
    fails: Asking


@dataclass(eq=False, slots=True)
class Conditions:
    """Those of one function.

    Attributes:
        by_block: by the number of the block that runs where the test holds.
        by_group: by the statement, for what runs where it fails.
        leaving: those whose block leaves the function, in order of time.
    """

    by_block: dict[int, Condition] = field(default_factory=dict)
    by_group: dict[int, list[Condition]] = field(default_factory=dict)
    leaving: list[Condition] = field(default_factory=list)


def conditions(_: Resolver, unit: Unit) -> Conditions:
    """The conditions of a function on its own parameters."""
    found = Conditions()
    for number, block in enumerate(unit.scope.blocks if unit.kind == "function" and unit.parameters else ()):
        if block.kind == "if" and block.test != f.NONE:
            holds, fails = _by_test(unit, block.test, True), _by_test(unit, block.test, False)
            if holds or fails:
                each = found.by_block[number] = Condition(block, tuple(holds), tuple(fails))
                found.by_group.setdefault(block.group, []).append(each)
                if block.ends in _LEAVES and len(found.leaving) < _MOST_LEAVING:
                    found.leaving.append(each)
    return found


def asked(resolver: Resolver, unit: Unit, index: int) -> Asking:
    """What has to hold of a function's parameters where a node of it runs: by the ``if`` around, and by those that have left before."""
    asking = resolver.conditions(unit)
    if not asking.by_block:
        return ()
    found: list[tuple[str, Asked]] = []
    around = list(unit.blocks_around(unit.block_of(index)))
    for number in around:
        if number in asking.by_block:
            found += asking.by_block[number].holds
        elif unit.block(number).kind == "else":
            found += [said for each in asking.by_group.get(unit.block(number).group, ()) for said in each.fails]
    for each in asking.leaving:
        if each.block.last <= index and each.block.parent in around:
            found += each.fails
    return tuple(sorted(set(found)))


def _by_test(unit: Unit, test: int, holds: bool, *, follow: bool = True) -> list[tuple[str, Asked]]:
    """What a condition says of parameters where it holds, or where it does not; a name may stand for a test that was made before."""
    match unit.node(test):
        case f.Name(id=name) if unit.parameter_at(test) is not None:
            return [(name, "true" if holds else "false")]
        case f.Name(id=name) if follow and (noted := _noted(unit, name, test)) != f.NONE:
            return _by_test(unit, noted, holds, follow=False)
        case f.Operation(operator="not", operands=(inner,)):
            return _by_test(unit, inner, not holds, follow=follow)
        case f.Call(args=(first, _)) as call if holds and _asks_for_class(unit, call):
            asked_about = unit.parameter_at(first)
            return [(asked_about, "something")] if asked_about is not None else []
        case f.Operation(operator="is" | "is not" | "==" | "!=" as operator, operands=(left, right)):
            compared = unit.parameter_at(left)
            said = _compared(unit, right, operator, (operator in ("is", "==")) == holds)
            return [(compared, said)] if compared is not None and said is not None else []
        case f.Choice(operator="and", options=options) if holds:
            return [each for option in options for each in _by_test(unit, option, True, follow=follow)]
        case f.Choice(operator="or", options=options) if not holds:
            return [each for option in options for each in _by_test(unit, option, False, follow=follow)]
    return []


def _compared(unit: Unit, index: int, operator: str, is_same: bool) -> Asked | None:
    """What something is that is, or is not, what a literal says."""
    if is_same:
        return _literal(entries.literal(unit, index))
    return "something" if operator in ("is", "is not") and unit.node(index) == f.Constant("None") else None


def _noted(unit: Unit, name: str, at: int) -> int:
    """The test whose result a name was bound to before, once and for all (``owns = session is None``)."""
    bindings = unit.bindings.get(name, ())
    if len(bindings) != 1 or name in unit.parameters or name in unit.module.sharing:
        return f.NONE
    (binding,) = bindings
    is_before = binding.kind == "assign" and binding.value != f.NONE and binding.at <= at
    return binding.value if is_before and isinstance(unit.node(binding.value), f.Operation) else f.NONE


def _asks_for_class(unit: Unit, call: f.Call) -> bool:
    """Whether a call is ``isinstance(x, C)`` with a class that None is no instance of."""
    func, kind = unit.node(call.func), unit.node(call.args[1])
    return (
        func == f.Name("isinstance")
        and isinstance(kind, f.Name | f.Attribute)
        and unit.last_name(call.args[1]) not in _OF_NONE
    )


def passed(resolver: Resolver, at: Place, callee: Unit, *, bound: bool) -> tuple[tuple[str, Passed], ...]:
    """What a call hands to the parameters of a function, as far as that is known.

    Args:
        resolver: types the arguments.
        at: the call.
        callee: the function.
        bound: whether the call brings the first parameter by itself.
    """
    call = at.unit.node(at.node)
    minds = dict(resolver.minded(callee))
    if not isinstance(call, f.Call) or not minds:
        return ()
    if not callee.keeps_parameters:
        wrapped = resolver.wrapping(callee)
        minds = {name: closely for name, closely in minds.items() if wrapped.is_known and name not in wrapped.brought}
    function = Function(callee, Own(callee.class_around) if bound and callee.class_around is not None else None)
    is_whole = not any(isinstance(at.unit.node(a), f.Starred) for a in call.args) and all(
        k != "**" for k, _ in call.keywords
    )
    return tuple(_each(resolver, at, function, minds, is_whole))


def minded(resolver: Resolver, unit: Unit) -> tuple[tuple[str, bool], ...]:
    """The parameters of a function that matter here, each with whether it asks about it itself, or calls it; others it only hands on."""
    if unit.kind != "function":
        return ()
    handed = (unit.parameter_at(argument) for _, call in unit.calls for argument in given(call))
    found = {name: False for name in handed if name is not None}
    asking = resolver.conditions(unit).by_block.values()
    asked_about = (name for each in asking for name, _ in (*each.holds, *each.fails))
    called = closures.called_parameters(unit)
    return tuple({**found, **dict.fromkeys((*sorted(called), *asked_about), True)}.items())


def _each(
    resolver: Resolver, at: Place, function: Function, minds: Mapping[str, bool], is_whole: bool
) -> Iterator[tuple[str, Passed]]:
    callee = function.unit
    for parameter in callee.scope.parameters:
        if parameter.name not in minds or parameter.kind not in ("positional", "keyword"):
            continue
        node = entries.handed_argument(function, at, parameter.name)
        if node != f.NONE:
            told = _told(resolver, at.unit, node, closely=minds[parameter.name])
        elif is_whole and parameter.default != f.NONE:
            told = _literal(entries.literal(callee.around, parameter.default))
        else:
            told = None
        if told is not None:
            yield parameter.name, told


def _told(resolver: Resolver, unit: Unit, index: int, *, closely: bool) -> Passed | None:
    parameter = unit.parameter_at(index)
    if parameter is not None:
        return "some" if declared.is_something(resolver, unit, parameter) else f"={parameter}"
    node = unit.node(index)
    function = _function(resolver, unit, index)
    if function is not None:
        return that_function(function.label)
    is_lambda = isinstance(node, f.Inner) and unit.module.units[node.scope].kind == "lambda"
    told = "true" if is_lambda else _literal(entries.literal(unit, index))
    if told is not None or not closely:
        return told
    return "true" if _is_something(resolver, unit, node) else None


def _function(resolver: Resolver, unit: Unit, index: int) -> Unit | None:
    """The function that an argument surely is: one whose name means nothing else, neither here nor where it stands."""
    node = unit.node(index)
    is_named = isinstance(node, f.Name) and _is_always(unit, node.id, "def", "import")
    if not is_named and not (isinstance(node, f.Attribute) and node.name in resolver.project.function_names):
        return None
    values = resolver.value(unit, index)
    shape = values[0].shape if len(values) == 1 and values[0].certain else None
    function = shape.unit if isinstance(shape, Function) and shape.unit.kind == "function" else None
    if function is None or not _is_always(function.around, function.scope.name, "def"):
        return None
    if isinstance(node, f.Attribute) and node.name != function.scope.name:
        # Where it is kept there may be nothing.
        return None
    owner = function.class_around
    return function if owner is None or function.scope.name not in owner.self_stores else None


def _is_always(unit: Unit, name: str, *kinds: str) -> bool:
    """Whether a name is bound once and for all, in one of some ways."""
    binder = binder_of(unit, name)
    if binder is None or name in binder.parameters or name in binder.module.sharing:
        return False
    bindings = binder.bindings.get(name, ())
    return len(bindings) == 1 and bindings[0].kind in kinds


def _is_something(resolver: Resolver, unit: Unit, node: f.Node) -> bool:
    """Whether an argument is surely neither None nor false: a function by its name, one that a function has made, a new object."""
    match node:
        case f.Name(id=name):
            return _is_always(unit, name, "def")
        case f.Call(func=func):
            values = resolver.value(unit, func)
            return bool(values) and all(v.certain and _gives_something(resolver, v.shape) for v in values)
    return False


def _gives_something(resolver: Resolver, shape: Shape) -> bool:
    match shape:
        case OwnClass(unit=owner):
            return declared.is_true(resolver, owner)
        case Function(unit=made) if made.scope.exits and made.block(0).ends == "return" and not made.scope.yields:
            given = [made.node(leave.value) if leave.value != f.NONE else None for leave in made.scope.exits]
            return all(isinstance(node, f.Name) and _is_always(made, node.id, "def") for node in given)
    return False


def _literal(value: object) -> str | None:
    """A literal as what is asked or handed over."""
    if value is entries.UNKNOWN:
        return None
    if isinstance(value, str):
        return that_text(value) if len(value) <= _LONGEST else "true"
    return "none" if value is None else "true" if value else "false"
