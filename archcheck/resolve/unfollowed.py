"""Calls that lead nowhere: the receiver is unknown, or its class has no such method."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from archcheck.facts import schema as f
from archcheck.resolve.lineage import HARMLESS
from archcheck.resolve.reached import Reached
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Foreign, Own, OwnClass, Shape, Values, is_none

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_RARE = 3
EVERYDAY = frozenset(
    name for kind in (str, bytes, dict, list, set, tuple, int) for name in dir(kind) if not name.startswith("_")
)
_KNOWN_DECORATORS = frozenset(["dataclass", "final", "total_ordering", "runtime_checkable"])
# A task is taken for what it gives in the end.
_OF_TASKS = frozenset(
    ["add_done_callback", "cancel", "cancelled", "done", "exception", "get_name", "remove_done_callback", "result"]
)


@dataclass(frozen=True, slots=True)
class Unfollowed:
    """A call that could not be followed, or that calls what is not there."""

    kind: Literal["call", "missing"]
    name: str
    span: f.Span
    reason: str


def by_name(resolver: Resolver, name: str) -> Iterator[Reached]:
    """The methods and classes that a call on an unknown receiver may mean, where the name is rare enough to say something."""
    if name in EVERYDAY:
        return
    made = (_maker(owner) for owner in resolver.lookups.classes(name))
    found = [*resolver.lookups.methods(name), *(unit for unit in made if unit is not None)]
    if len(found) <= _RARE:
        yield from (Reached(unit, "name", "possible") for unit in found)


def _maker(owner: Unit) -> Unit | None:
    """What runs when an instance of a class is made, where the class itself says so."""
    return next((unit for unit in owner.children if unit.kind == "function" and unit.scope.name == "__init__"), None)


def says_nothing(receivers: Values) -> bool:
    """Whether nothing is known of a receiver without such a method: guesses alone, or that it may be ``None``, on which nobody calls one."""
    return all(not v.certain or is_none(v) for v in receivers)


def unknown(resolver: Resolver, call: f.Call, func: f.Attribute) -> Iterator[Unfollowed]:
    """A call on an unknown receiver whose name fits too many methods of the project to be followed by name."""
    methods = resolver.lookups.methods(func.name)
    if len(methods) > _RARE and func.name not in EVERYDAY:
        reason = f"`.{func.name}()` is called on a receiver without a type; {len(methods)} methods have that name"
        yield Unfollowed("call", func.name, call.span, reason)


def missing(resolver: Resolver, call: f.Call, func: f.Attribute, receivers: Values) -> Iterator[Unfollowed]:
    """A call of a method that the receiver's class, all of whose bases are known, does not have."""
    owners = [v.shape.unit for v in receivers if isinstance(v.shape, Own) and v.certain]
    if not owners or len(owners) < len(receivers):
        return
    if any(not _lacks(resolver, owner, func.name) for owner in owners):
        return
    owner = owners[0]
    near = difflib.get_close_matches(func.name, sorted(_names(resolver, owner)), n=3)
    hint = f"; near: {', '.join(near)}" if near else ""
    yield Unfollowed("missing", func.name, call.span, f"{owner.label} has no `{func.name}`{hint}")


def _lacks(resolver: Resolver, owner: Unit, name: str) -> bool:
    # What every string, list or mapping has says nothing: an index or a key may be taken for the element here.
    if name in EVERYDAY or name in _OF_TASKS or name.startswith("__"):
        return False
    if resolver.instance_member(owner, name) or name in _names(resolver, owner):
        return False
    # A mixin calls what only the classes that use it have.
    used_by_others = resolver.lookups.has_subclass(owner.scope.name)
    return not used_by_others and _is_closed(resolver, owner)


def _names(resolver: Resolver, owner: Unit) -> set[str]:
    shapes = resolver.lineage(owner)
    return {n for s in shapes if isinstance(s, OwnClass) for n in (*s.unit.bindings, *s.unit.self_stores)}


def _is_closed(resolver: Resolver, owner: Unit) -> bool:
    """Whether all that instances can have is written in classes that were read."""
    for shape in resolver.lineage(owner):
        if isinstance(shape, OwnClass):
            unit = shape.unit
            if unit.scope.keywords or unit.decorator_names - _KNOWN_DECORATORS or _is_dynamic(resolver, unit):
                return False
            if any(not resolver.value(unit.around, _target(unit, base)) for base in unit.scope.bases):
                return False
        elif not _is_harmless(shape):
            return False
    return True


def _target(unit: Unit, base: int) -> int:
    node = unit.around.node(base)
    return node.value if isinstance(node, f.Subscript) else base


def _is_dynamic(resolver: Resolver, unit: Unit) -> bool:
    """Whether instances may have more than what the class says."""
    by_hook = any(name in unit.bindings for name in ("__getattr__", "__getattribute__", "__slots__"))
    return by_hook or unit.module.sets_attributes


def _is_harmless(shape: Shape) -> bool:
    return isinstance(shape, Foreign) and shape.path in HARMLESS
