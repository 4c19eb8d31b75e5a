"""Context managers that are entered and left: by a ``with``, by a stack, or by a call of ``__exit__``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve import called, sole
from archcheck.resolve.acts import Act, Event, ordered
from archcheck.resolve.scoping import reaching
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import ForeignInstance, Known, Manager, Place, Values

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

ENTERS = frozenset(["enter_context", "enter_async_context"])
"""Methods of a stack that enter what they are handed."""
EXITS = frozenset(["__exit__", "__aexit__"])
"""Methods by which a context manager is left."""
_COMMIT = "transaction.commit"
_ROLLBACK = "transaction.rollback"


def blocks(resolver: Resolver, unit: Unit, claimed: set[int]) -> list[Event]:
    """The ``with`` blocks of a unit; the calls that make what they enter are claimed."""
    return [event for block in unit.scope.withs for event in _block(resolver, unit, block, claimed)]


def _block(resolver: Resolver, unit: Unit, block: f.With, claimed: set[int]) -> list[Event]:
    item = block.item
    values = resolver.value(unit, item)
    if all(isinstance(value.shape, ForeignInstance) for value in values):
        values = sole.sole_manager(resolver, unit, item) or values
    acts: list[Act] = []
    for value in values:
        acts += resolver.exit_of(value, Place(unit, item))
    if not acts:
        return []
    makers = [made for call, node in _calls_in(unit, item) for made in called.makers(resolver, unit, call, node)]
    claimed.update([item, *(call for call, _ in _calls_in(unit, item))])
    known = [value for value in values if not isinstance(value.shape, Manager) or not value.shape.ends]
    act = _joined(acts, makers, certain=len(acts) >= len(known))
    if act.via == "direct" and _COMMIT in act.effects and _rolls_back(resolver, unit, block, values):
        act = _left_by_raising(act)
    return [Event(act, "with", block.span, block.at, unit.block_of(item), block.block, _chosen(resolver, unit, item))]


def _rolls_back(resolver: Resolver, unit: Unit, block: f.With, values: Values) -> bool:
    """Whether nothing but an exception ever leaves a manager of a library's that then rolls back: none that it lets through, and none that
    another manager inside of it may swallow.
    """
    types = (resolver.catalog.type(v.shape.name) for v in values if isinstance(v.shape, Known))
    named = {keyword for known in types if known is not None for keyword in known.lets_through}
    maker = unit.node(block.item)
    lets_through = isinstance(maker, f.Call) and any(keyword in named for keyword, _ in maker.keywords)
    is_innermost = [each for each in unit.scope.withs if each.block == block.block][-1] is block
    return is_innermost and not lets_through and _always_raises(unit, block.block)


def _always_raises(unit: Unit, body: int) -> bool:
    """Whether a block is never left but by an exception: it ends by raising one itself, and nothing in it leaves it before."""
    if unit.block(body).ends != "raise" or any(body in unit.blocks_around(leave.block) for leave in unit.scope.exits):
        return False
    if any(each.ends == "raise" and each.kind == "with" and each.parent == body for each in unit.scope.blocks):
        return False
    jumps = (number for number, block in enumerate(unit.scope.blocks) if block.ends in ("break", "continue"))
    return not any(_leaves(unit, number, body) for number in jumps)


def _leaves(unit: Unit, jump: int, body: int) -> bool:
    """Whether a ``break`` or ``continue`` that ends a block leaves another block around it: its loop is not inside of that one."""
    for number in unit.blocks_around(jump):
        if number == body or unit.block(number).kind == "loop":
            return number == body
    return False


def _left_by_raising(act: Act) -> Act:
    """What a library's manager that commits on leaving does where an exception leaves it; one of the project's may commit all the same."""
    return replace(act, effects=ordered(tuple(_ROLLBACK if each == _COMMIT else each for each in act.effects)))


def _calls_in(unit: Unit, item: int) -> Iterator[tuple[int, f.Call]]:
    """The call that makes what is entered; of a choice (``begin() if … else nullcontext()``) each of them."""
    node = unit.node(item)
    if isinstance(node, f.Call):
        yield item, node
    elif isinstance(node, f.Choice):
        for option in node.options:
            yield from _calls_in(unit, option)


def _chosen(resolver: Resolver, unit: Unit, item: int) -> int:
    """Of several bindings of a manager's name the only one whose manager has an effect (``scope = begin() if … else given``)."""
    node = unit.node(item)
    seen = reaching(unit, unit.bindings.get(node.id, ()), item)[0] if isinstance(node, f.Name) else []
    values = [binding.value for binding in seen if binding.value != f.NONE]
    acting = [
        value for value in values if any(resolver.exit_of(v, Place(unit, value)) for v in resolver.value(unit, value))
    ]
    return acting[0] if len(acting) == 1 and len(seen) > 1 else -1


def _joined(acts: list[Act], makers: Sequence[Act], *, certain: bool) -> Act:
    first = min(acts, key=lambda a: (not a.certain, a.api))
    effects = ordered((*first.effects, *(e for a in makers for e in a.effects)))
    library = first.api.partition(".")[0]
    made = [a.api for a in makers if a.api.partition(".")[0] == library] or [a.api for a in makers]
    api = min(made) if first.via == "direct" and made else first.api
    kind = first.kind or next((a.kind for a in makers if a.kind), None)
    return Act(effects, api, first.wraps, kind, first.certain and certain, first.trail, first.guards)


def by_call(resolver: Resolver, unit: Unit, claimed: set[int]) -> list[Event]:
    """Context managers that are entered or left by a call; first of all, since they claim the call that made them."""
    found: list[Event] = []
    for index, node in unit.calls:
        func = unit.node(node.func)
        if isinstance(func, f.Attribute) and (func.name in ENTERS or func.name in EXITS):
            found += _entering(resolver, unit, index, node, func, func.name, claimed)
    return found


def _entering(
    resolver: Resolver, unit: Unit, index: int, node: f.Call, func: f.Node, name: str, claimed: set[int]
) -> list[Event]:
    """``stack.enter_context(x)`` leaves ``x`` like a ``with``; ``x.__exit__(…)`` leaves it now."""
    if name in EXITS:
        target = func.value if isinstance(func, f.Attribute) else f.NONE
        if target == f.NONE or isinstance(unit.node(target), f.Call):
            return []
    elif node.args:
        target = node.args[0]
    else:
        return []
    acts = [a for value in resolver.value(unit, target) for a in resolver.exit_of(value, Place(unit, target))]
    if not acts:
        return []
    claimed.add(target)
    inner = unit.node(target)
    makers = called.makers(resolver, unit, target, inner) if isinstance(inner, f.Call) else ()
    span = inner.span if isinstance(inner, f.Call) and name in ENTERS else node.span
    body = _body_of_stack(unit, func) if name in ENTERS else -1
    return [Event(_joined(acts, makers, certain=True), "with", span, index, unit.block_of(index), body)]


def _body_of_stack(unit: Unit, func: f.Node) -> int:
    """The body of the ``with`` that leaves what is entered by ``stack.enter_context``, -1 where the stack is no such ``with``'s."""
    stack = unit.node(func.value) if isinstance(func, f.Attribute) else None
    if not isinstance(stack, f.Name):
        return -1
    bound = [unit.node(b.value) for b in unit.bindings.get(stack.id, ()) if b.value != f.NONE]
    items = [node.value for node in bound if isinstance(node, f.Entered)]
    return next((item.block for item in unit.scope.withs if item.item in items), -1)
