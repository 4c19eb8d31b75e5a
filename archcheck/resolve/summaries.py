"""What project functions do as a whole: what context managers and dependencies perform around the code that uses them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve import callbacks, guards
from archcheck.resolve.acts import Act, Event, ordered
from archcheck.resolve.delegates import CLOSES, is_abstract
from archcheck.resolve.duck import family, is_open
from archcheck.resolve.unfollowed import EVERYDAY
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import (
    Context,
    Function,
    Generated,
    Known,
    KnownClass,
    Own,
    OwnClass,
    Place,
    Trail,
    Value,
)

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_DEEPEST = 3
# A block further down is a transaction of its own, not the purpose of what leads there.
_DEEPEST_BLOCK = 1
# These have a function run some other time.
_LATER = frozenset(
    [
        *("Thread", "Process", "Timer", "signal", "add_signal_handler", "add_job", "add_done_callback"),
        *("call_soon", "call_soon_threadsafe", "call_later", "call_at", "on_commit"),
    ]
)


def leaving(resolver: Resolver, unit: Unit) -> tuple[Act, ...]:
    """What a generator function does behind its ``yield`` when nothing was raised: commits, and blocks around it that roll back.

    What happens behind one of several and not behind the others is not certain, unless an argument decides.
    """
    found = [_behind_yield(resolver, unit, at) for at in unit.scope.yields]
    shared = set.intersection(*({act.api for act in acts} for acts in found)) if found else set()
    return unique(
        act if act.guards or act.api in shared else replace(act, certain=False) for acts in found for act in acts
    )


def _behind_yield(resolver: Resolver, unit: Unit, at: int) -> list[Act]:
    acts = _behind(resolver, unit, at, 0)
    node = unit.node(at)
    if isinstance(node, f.Yielded) and node.is_from and node.value != f.NONE:
        acts += [a for v in resolver.value(unit, node.value) for a in exit_of(resolver, v, None)]
    return acts


def _behind(resolver: Resolver, unit: Unit, at: int, depth: int) -> list[Act]:
    """What commits after the time ``at`` on the normal path, and what leaving the ``with`` blocks around it does."""
    around = set(unit.blocks_around(unit.block_of(at)))
    acts = [
        guarded(resolver, unit, event, {0})
        for event in ending(resolver, unit, at, around)
        if event.body < 0 or event.body in around or depth <= _DEEPEST_BLOCK
    ]
    if depth < _DEEPEST:
        acts += _through_calls(resolver, unit, at, around, depth)
    return acts


def ending(resolver: Resolver, unit: Unit, at: int, around: set[int]) -> Iterator[Event]:
    """Commits behind a place on the normal path, and what leaving the blocks around it does."""
    for event in resolver.events(unit):
        behind = event.act.commits and event.at > at and guards.on_normal_path(unit, event.block, around)
        if behind or (event.body in around and (event.act.commits or event.act.rolls_back)):
            yield event


def _through_calls(resolver: Resolver, unit: Unit, at: int, around: set[int], depth: int) -> Iterable[Act]:
    for index in range(at + 1, len(unit.scope.nodes)):
        node = unit.scope.nodes[index]
        if node.__class__ is not f.Call or not guards.on_normal_path(unit, unit.block_of(index), around):
            continue
        yield from _performed_by_call(resolver, Place(unit, index), node, depth + 1)


def _performed_by_call(resolver: Resolver, at: Place, call: f.Call, depth: int) -> Iterator[Act]:
    """Commits of the function that a call is of, of one without a body those of its overrides; where it is not known on what, those of
    the only methods of that name.
    """
    unit = at.unit
    values = resolver.value(unit, call.func)
    for value in values:
        if isinstance(value.shape, Function) and value.shape.unit.kind == "function":
            for act in _performed_for(resolver, value.shape.unit, depth):
                yield from _as_asked_here(resolver, act, value.shape, at)
    yield from _performed_by_handed(resolver, at, call, depth)
    func = unit.node(call.func)
    if values or not isinstance(func, f.Attribute) or func.name in EVERYDAY or func.name in CLOSES:
        return
    if is_open(resolver, resolver.value(unit, func.value)):
        yield from _performed_by_all(resolver, family(resolver, func.name), depth)


def _performed_by_handed(resolver: Resolver, at: Place, call: f.Call, depth: int) -> Iterator[Act]:
    """Commits of functions inside of this one, as near as it is itself, that a call is handed, which has them run (``retried(write)``)."""
    if at.unit.last_name(call.func) in _LATER:
        return
    for _, handed in callbacks.handed_on(resolver, at, call):
        inner = handed.unit
        if inner.parent is at.unit and handed.how != "kept":
            for act in performed(resolver, inner, depth - 1):
                # What its own parameters are nobody knows here.
                asked = tuple(guard for guard in act.guards if guard.name not in inner.parameters)
                yield replace(act, certain=False, guards=asked)


def _as_asked_here(resolver: Resolver, act: Act, function: Function, call: Place) -> Iterator[Act]:
    """An act of a function that is called: it hangs on what the call hands over, or on what the function around is handed."""
    held = guards.hold(resolver, act.guards, function, call)
    if held is not False:
        handed = guards.handed_on(act.guards, function, call)
        yield replace(act, certain=act.certain and (held is True or len(handed) == len(act.guards)), guards=handed)


def _performed_for(resolver: Resolver, unit: Unit, depth: int) -> Iterable[Act]:
    if unit.class_around is None or not is_abstract(unit):
        return performed(resolver, unit, depth)
    return _performed_by_all(resolver, resolver.overrides(unit.class_around, unit.scope.name), depth)


def _performed_by_all(resolver: Resolver, methods: Iterable[Unit], depth: int) -> Iterator[Act]:
    """Commits of whichever of some methods it may be, where each that has a body commits."""
    bodies = [method for method in methods if not is_abstract(method)]
    found = [performed(resolver, method, depth) for method in bodies]
    if all(found):
        for method, acts in zip(bodies, found, strict=True):
            hop = f"it may be `{method.label}`"
            yield from (replace(act, certain=False, trail=Trail(hop, act.trail)) for act in acts)


def performed(resolver: Resolver, unit: Unit, depth: int = 0) -> tuple[Act, ...]:
    """Commits that calling a function performs when nothing is raised, itself or through at most three others."""
    if unit.scope.yields or depth >= _DEEPEST:
        return ()
    return unique(_behind(resolver, unit, -1, depth))


def guarded(resolver: Resolver, unit: Unit, event: Event, around: set[int]) -> Act:
    """What happens, with what the conditions between it and the blocks around ask."""
    act = event.act
    conditions = guards.conditions(resolver, unit, event.block, around)
    if not conditions:
        return act
    return Act(act.effects, act.api, act.wraps, act.kind, act.certain, act.trail, (*act.guards, *conditions))


def unique(acts: Iterable[Act]) -> tuple[Act, ...]:
    """The first of those that do the same under the same conditions."""
    found: dict[tuple[str, tuple[object, ...]], Act] = {}
    for act in acts:
        found.setdefault((act.api, act.guards), act)
    return tuple(found.values())


def exit_of(resolver: Resolver, value: Value, call: Place | None) -> tuple[Act, ...]:
    """What leaving ``with value:`` normally does to a transaction; what project managers do as wrappers."""
    match value.shape:
        case Known(name=name):
            effects = ordered(tuple(resolver.catalog.exit_of(name)))
            if not effects:
                return ()
            kind = resolver.catalog.kind_of(name)
            certain = value.certain and not resolver.catalog.exit_differs(name)
            return (Act(effects, f"{name}.__exit__", None, kind, certain, value.trail),)
        case Context(function=function, call=place):
            acts = resolver.leaving(function.unit) or _leaving_below(resolver, function)
            return _as_wrapper(resolver, function.unit, acts, value, place or call, function)
        case Own(unit=owner):
            return _exit_of_class(resolver, value, owner, call)
    return ()


def _leaving_below(resolver: Resolver, function: Function) -> tuple[Act, ...]:
    """What the context managers do that may stand in for one that does nothing itself, in a class below the receiver's."""
    receiver = function.receiver
    if not isinstance(receiver, Own | OwnClass):
        return ()
    return _of_overrides(resolver, receiver.unit, function.unit.scope.name, resolver.leaving)


def _of_overrides(
    resolver: Resolver, owner: Unit, name: str, done_by: Callable[[Unit], tuple[Act, ...]]
) -> tuple[Act, ...]:
    return unique(replace(act, certain=False) for other in resolver.overrides(owner, name) for act in done_by(other))


def _exit_of_class(resolver: Resolver, value: Value, owner: Unit, call: Place | None) -> tuple[Act, ...]:
    described = resolver.catalog.type(f"{owner.module.name}.{owner.scope.qualname}")
    if described is not None and resolver.catalog.exit_of(described.name):
        return exit_of(resolver, value.then(f"`{described.name}` is in the catalog", Known(described.name)), call)
    for name in ("__exit__", "__aexit__"):
        for member in resolver.instance_member(owner, name):
            if isinstance(member.shape, Function):
                unit = member.shape.unit
                return _as_wrapper(resolver, owner, resolver.exiting(unit), value, call, Function(owner, value.shape))
    for shape in resolver.lineage(owner)[1:]:
        if isinstance(shape, Known | KnownClass):
            return exit_of(
                resolver, value.then(f"`{owner.scope.name}` inherits from `{shape.name}`", Known(shape.name)), call
            )
    return ()


def exiting(resolver: Resolver, unit: Unit) -> tuple[Act, ...]:
    """What an ``__exit__`` does where nothing was raised; one without a body does what its overrides do."""
    if is_abstract(unit) and unit.class_around is not None:
        return _of_overrides(resolver, unit.class_around, unit.scope.name, resolver.exiting)
    acts = [
        _without_error(unit, guarded(resolver, unit, event, {0}))
        for event in resolver.events(unit)
        if event.act.commits
        and guards.on_normal_path(unit, event.block, {0})
        and not guards.on_error(unit, event.block)
    ]
    if not acts:
        for index, node in unit.calls:
            block = unit.block_of(index)
            if guards.on_normal_path(unit, block, {0}) and not guards.on_error(unit, block):
                acts += _performed_by_call(resolver, Place(unit, index), node, 1)
    return unique(acts)


def _without_error(unit: Unit, act: Act) -> Act:
    """An act of an ``__exit__`` where nothing was raised: what it asks of the error holds."""
    of_error = guards.of_error(unit)
    return replace(act, guards=tuple(guard for guard in act.guards if guard.name not in of_error))


def _as_wrapper(
    resolver: Resolver, unit: Unit, acts: tuple[Act, ...], value: Value, call: Place | None, function: Function
) -> tuple[Act, ...]:
    """The acts that happen at this call, as those of a wrapper."""
    kept: list[Act] = []
    for act in acts:
        held = guards.hold(resolver, act.guards, function, call)
        if held is not False:
            certain = act.certain and value.certain and held is True
            trail = Trail(f"`{unit.label}` does `{act.wraps or act.api}`", value.trail)
            handed = guards.handed_on(act.guards, function, call)
            kept.append(Act(act.effects, unit.label, act.wraps or act.api, act.kind, certain, trail, handed))
    return (_as_one(kept),) if kept else ()


def _as_one(acts: list[Act]) -> Act:
    first = acts[0]
    effects = ordered(tuple(effect for act in acts for effect in act.effects))
    shared = first.guards if all(act.guards == first.guards for act in acts) else ()
    return Act(effects, first.api, first.wraps, first.kind, any(a.certain for a in acts), first.trail, shared)


def as_wrapper(
    resolver: Resolver, unit: Unit, acts: tuple[Act, ...], value: Value, call: Place | None
) -> tuple[Act, ...]:
    """Acts of a decorator or delegate of the project, as those of a wrapper at a place of use."""
    shape = value.shape
    called = shape if isinstance(shape, Function) and shape.unit is unit else Function(unit)
    return _as_wrapper(resolver, unit, acts, value, call, called)


def dependency_acts(resolver: Resolver, value: Value, seen: frozenset[Unit] = frozenset()) -> tuple[Act, ...]:
    """What a dependency (``Depends(value)``) does behind its yield, itself or through those that it takes."""
    match value.shape:
        case Function(unit=unit) if unit not in seen:
            # What a framework hands to its parameters nobody knows here.
            found = resolver.leaving(unit) if unit.scope.yields else ()
            own = tuple(replace(act, certain=act.certain and not act.guards, guards=()) for act in found)
            acts = list(_as_wrapper(resolver, unit, own, value, None, value.shape))
            for target in resolver.dependencies(unit):
                acts += dependency_acts(resolver, target[0], seen | {unit})
            return tuple(acts)
        case Generated(function=function):
            return dependency_acts(resolver, value.becomes(function), seen)
    return ()
