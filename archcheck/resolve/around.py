"""What decorators of the project do around the call of the function that they decorate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve import binding, callers
from archcheck.resolve.acts import Act
from archcheck.resolve.closures import owner_of
from archcheck.resolve.summaries import ending, exit_of, guarded, unique
from archcheck.resolve.unit import Unit, given
from archcheck.resolve.values import Context, Function, Known, KnownMethod, Place

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver


def around_call(resolver: Resolver, decorator: Unit) -> tuple[Act, ...]:
    """What a project decorator does around or behind the call of the function that it decorates: commits, and blocks that roll back."""
    acts: list[Act] = []
    for unit in decorator.with_inner():
        for index, node in unit.calls:
            if callers.calls_wrapped(unit, node) or _calls_kept(unit, node):
                acts += _around(resolver, unit, index)
            elif unit is not decorator:
                acts += _handed_on(resolver, unit, index, node)
                acts += _run_by_others(resolver, decorator, Place(unit, index), node)
    return unique(acts)


def _around(resolver: Resolver, unit: Unit, index: int) -> Iterator[Act]:
    """What commits around or behind a call on the normal path, and what rolls back around it."""
    around = set(unit.blocks_around(unit.block_of(index)))
    yield from (guarded(resolver, unit, event, around) for event in ending(resolver, unit, index, around))


def _run_by_others(resolver: Resolver, decorator: Unit, at: Place, call: f.Call) -> Iterator[Act]:
    """``return run(func, *args)``: what a function does around the call of the decorated function that it is handed."""
    handed = [a for a in given(call) if (name := _name_of(at.unit, a)) and owner_of(at.unit, name) is decorator]
    functions = [v.shape for v in resolver.value(at.unit, call.func) if handed and isinstance(v.shape, Function)]
    for function in functions:
        names = [
            p.name for p in function.unit.scope.parameters if binding.handed_argument(function, at, p.name) in handed
        ]
        for name in names:
            # Of what it hangs on nothing is known here: the call is not the decorator's.
            yield from (replace(act, guards=()) for act in resolver.around_handed(function.unit, name))


def around_handed(resolver: Resolver, function: Unit, name: str) -> tuple[Act, ...]:
    """What a function does around or behind the call of a parameter: commits, and blocks that roll back."""
    acts: list[Act] = []
    for unit in function.with_inner():
        for index, call in unit.calls:
            if _name_of(unit, call.func) == name and owner_of(unit, name) is function:
                acts += _around(resolver, unit, index)
    return unique(acts)


def _name_of(unit: Unit, index: int) -> str | None:
    node = unit.node(index)
    return node.id if isinstance(node, f.Name) else None


def _handed_on(resolver: Resolver, unit: Unit, index: int, node: f.Call) -> list[Act]:
    """``return other_decorator(func)``: the decorator hands its function to another one."""
    handed = any(
        isinstance(argument := unit.node(a), f.Name)
        and argument.id in (unit.parameters if unit.kind == "function" else ())
        for a in node.args
    )
    if not handed:
        return []
    found: list[Act] = []
    for value in resolver.value(unit, node.func):
        match value.shape:
            case Function(unit=other) if other is not unit:
                found += resolver.around_call(other)
            case KnownMethod() | Known():
                found += exit_of(resolver, value, None)
            case Context():
                found += exit_of(resolver, value, Place(unit, index))
    return found


def _calls_kept(unit: Unit, call: f.Call) -> bool:
    """``self.func(…)`` in the ``__call__`` of a class that keeps the decorated function."""
    callee = unit.node(call.func)
    owner = unit.method.class_around if unit.method is not None else None
    if owner is None or not isinstance(callee, f.Attribute) or unit.scope.name != "__call__":
        return False
    for keeper, store in owner.self_stores.get(callee.name, ()):
        stored = keeper.node(store.value) if store.value != f.NONE else None
        if isinstance(stored, f.Name) and stored.id in keeper.parameters:
            return True
    return False
