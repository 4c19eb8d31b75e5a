"""What a call says of its callee's parameters, and what the code around a call asks of the function's own.

A call below ``if session is None:`` is no part of a path on which this function is handed a session. What may be asked and known of a
parameter stands in ``model/asked.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.model.asked import Asked, Asking, Passed
from archcheck.resolve import binding, closures, telling
from archcheck.resolve.asking import said
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Function, Own, OwnClass, Place

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_LEAVES = ("return", "raise")
_MOST_LEAVING = 64


@dataclass(frozen=True, slots=True)
class Condition:
    """An ``if`` whose test says something of the parameters of the function, or of one around it.

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


def conditions(resolver: Resolver, unit: Unit) -> Conditions:
    """The conditions of a function on its parameters and on those of the functions around it."""
    found = Conditions()
    for number, block in enumerate(unit.scope.blocks if unit.kind == "function" else ()):
        if block.kind == "if" and block.test != f.NONE:
            holds, fails = (tuple(said(resolver, unit, block.test, way, closures.handed_name)) for way in (True, False))
            if holds or fails:
                each = found.by_block[number] = Condition(block, holds, fails)
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
        if not wrapped.is_known:
            return tuple(_left_out(resolver, callee, call, minds))
        minds = {name: closely for name, closely in minds.items() if name not in wrapped.brought}
    owner = callee.class_around
    function = Function(callee, None if owner is None else Own(owner) if bound else OwnClass(owner))
    return tuple(_each(resolver, at, function, minds, at.unit.is_written_out(call)))


def _left_out(
    resolver: Resolver, callee: Unit, call: f.Call, minds: Mapping[str, bool]
) -> Iterator[tuple[str, Passed]]:
    """The defaults of parameters that a call says nothing of, below a decorator of which nothing is known.

    It may bring some of them along. That it does so in the place of ``None`` is usual; in the place of a flag or a text it is not.
    """
    named = {keyword for keyword, _ in call.keywords}
    if call.args or "**" in named:
        return
    for parameter in callee.scope.parameters:
        if parameter.name in minds and parameter.name not in named and parameter.default != f.NONE:
            told = telling.constant(resolver, callee.around, parameter.default)
            if told is not None and told != "none":
                yield parameter.name, told


def minded(resolver: Resolver, unit: Unit) -> tuple[tuple[str, bool], ...]:
    """The parameters of a function that matter here, each with whether it, or a function inside of it, asks about it or calls it; others it only hands on."""
    if unit.kind != "function":
        return ()
    used = closures.used_parameters(resolver, unit)
    return tuple((name, name in used) for name in sorted(used | closures.handed_parameters(unit)))


def _each(
    resolver: Resolver, at: Place, function: Function, minds: Mapping[str, bool], is_whole: bool
) -> Iterator[tuple[str, Passed]]:
    callee = function.unit
    for parameter in callee.scope.parameters:
        if parameter.name not in minds or not parameter.takes_one:
            continue
        node = binding.handed_argument(function, at, parameter.name)
        if node != f.NONE:
            told = telling.told(resolver, at.unit, node, closely=minds[parameter.name])
        elif is_whole and parameter.default != f.NONE:
            told = telling.constant(resolver, callee.around, parameter.default)
        else:
            told = None
        if told is not None:
            yield parameter.name, told
