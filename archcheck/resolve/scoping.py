"""Which scope a name belongs to, and which of its bindings may be the one that a use sees."""

from __future__ import annotations

from bisect import bisect_right

from archcheck.facts.schema import NONE, Binding, Imported, Store
from archcheck.resolve.unit import Unit

END = 1 << 30
_LEAVES = ("return", "raise", "continue", "break")


def binder_of(unit: Unit, name: str) -> Unit | None:
    """The scope whose binding or parameter a name means in a unit, else None."""
    around: Unit | None = unit
    while around is not None:
        if name in around.scope.shared:
            return unit.module.body
        sees = around is unit or around.kind != "class"
        if sees and (name in around.bindings or name in around.parameters):
            return around
        around = around.parent
    return None


def imported_as(unit: Unit, name: str) -> list[Imported]:
    """The imports that bind a name in a unit or around it."""
    binder = binder_of(unit, name)
    if binder is None:
        return []
    nodes = (binder.node(binding.value) for binding in binder.bindings.get(name, ()) if binding.kind == "import")
    return [node for node in nodes if isinstance(node, Imported)]


def reaching(unit: Unit, bindings: tuple[Binding, ...], at: int) -> tuple[list[Binding], bool]:
    """The bindings of one name that may hold at time ``at``, latest first, and whether one of them surely does.

    A binding ends the search where its block is around the use; both branches of an ``if`` together do so, too.
    A binding in a branch that leaves, or in a branch that excludes the use's own, is passed over.
    """
    use_block = unit.block_of(at) if at < END else 0
    around = set(unit.blocks_around(use_block))
    found: list[Binding] = []
    branches: dict[int, set[str]] = {}
    if bindings and bindings[-1].at > at:
        bindings = bindings[: bisect_right(bindings, _last_time(unit, around, at), key=_time)]
    for binding in reversed(bindings):
        if binding.at > at and not _later_in_loop(unit, binding, around):
            continue
        if binding.block not in around:
            if binding.kind == "narrow":
                continue
            if _leaves_before(unit, binding.block, around) or _excluded(unit, binding.block, around):
                continue
            found.append(binding)
            if _covers(unit, binding.block, around, branches):
                return found, True
            continue
        found.append(binding)
        if binding.at <= at:
            return found, True
    return found, False


def _time(binding: Binding) -> int:
    return binding.at


def _last_time(unit: Unit, around: set[int], at: int) -> int:
    """The time up to which bindings may hold at time ``at``: in a loop, those that stand further down in it as well."""
    loops = [block for block in map(unit.block, around) if block.kind == "loop"]
    return max((loop.last for loop in loops), default=at)


def _later_in_loop(unit: Unit, binding: Binding, around: set[int]) -> bool:
    return any(block in around and unit.block(block).kind == "loop" for block in unit.blocks_around(binding.block))


def _leaves_before(unit: Unit, block: int, around: set[int]) -> bool:
    for outer in unit.blocks_around(block):
        if outer in around:
            return False
        if unit.block(outer).ends in _LEAVES[:2]:
            return True
    return False


def _excluded(unit: Unit, block: int, around: set[int]) -> bool:
    groups = {unit.block(b).group for b in around if unit.block(b).kind in ("if", "else", "case") and b != 0}
    return any(
        outer not in around and unit.block(outer).kind in ("if", "else", "case") and unit.block(outer).group in groups
        for outer in unit.blocks_around(block)
    )


def _covers(unit: Unit, block: int, around: set[int], branches: dict[int, set[str]]) -> bool:
    """Whether this branch and one seen before are both branches of one ``if`` right below the use's blocks."""
    facts = unit.block(block)
    if facts.parent not in around or facts.kind not in ("if", "else"):
        return False
    kinds = branches.setdefault(facts.group, set())
    kinds.add(facts.kind)
    return len(kinds) == 2


def stores_before(unit: Unit, stores: tuple[Store, ...], at: int) -> list[Store]:
    """Stores to one attribute that may hold at time ``at``, latest first, up to one whose block is around the use."""
    around = set(unit.blocks_around(unit.block_of(at)))
    found: list[Store] = []
    for store in reversed(stores):
        if store.at > at or (store.kind == "narrow" and store.block not in around):
            continue
        if store.block not in around and _leaves_before(unit, store.block, around):
            continue
        found.append(store)
        if store.block in around:
            break
    return found


def is_unset(binding: Binding) -> bool:
    """Whether the binding only declares or deletes the name."""
    return binding.value == NONE and binding.annotation == NONE
