"""What lists, sets and mappings hold because it is put into them after they were made empty.

Never certain: others may put something else into them. Only instances count: functions and classes are put into containers so that code
below runs what stands above without knowing it, which is no call of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Known, Many, Own, Shape, Value, Values, doubtful, merged

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_MAKERS = frozenset(
    [
        "list",
        "dict",
        "set",
        "deque",
        "defaultdict",
        "OrderedDict",
        "WeakSet",
        "WeakValueDictionary",
        "WeakKeyDictionary",
    ]
)
# Methods that put something in, each with the position of what it puts there.
_PUTS = {"append": 0, "appendleft": 0, "add": 0, "insert": 1, "push": 0, "put": 0, "put_nowait": 0, "setdefault": 1}
_INNER = frozenset(["setdefault", "get"])
_DEEPEST = 4


def is_empty(unit: Unit, index: int) -> bool:
    """Whether an expression makes a container with nothing in it."""
    match unit.node(index) if index != f.NONE else None:
        case f.Items(items=()) | f.Mapping(values=()):
            return True
        case f.Call(func=func, args=args, keywords=()):
            name = unit.last_name(func)
            return name in _MAKERS and (not args or name == "defaultdict")
    return False


def attribute(resolver: Resolver, owner: Unit, name: str) -> Values:
    """The containers that the methods of a class make of ``self.name``."""
    found: list[Value] = []
    for method in owner.children:
        if method.kind == "function" and method.self_name is not None:
            for unit in method.with_inner():
                found += _put_into(resolver, unit, f"{method.self_name}.{name}")
    return _told(found, f"`self.{name}`")


def local(resolver: Resolver, unit: Unit, name: str) -> Values:
    """The containers that a function, or the functions of a module, make of a name that is bound there."""
    found = _put_into(resolver, unit, name)
    if unit.kind == "module":
        for inner in unit.module.units:
            if inner is not unit and name not in inner.bindings and name not in inner.parameters:
                found += _put_into(resolver, inner, name)
    return _told(found, f"`{name}`")


def _told(found: list[Value], holder: str) -> Values:
    return doubtful(tuple(v.then(f"it is put into {holder}") for v in merged(found)))


def _put_into(resolver: Resolver, unit: Unit, holder: str) -> list[Value]:
    return [
        value.becomes(_nested(value.shape, depth + 1))
        for node, depth in _puts(unit, holder)
        for value in resolver.value(unit, node)
        if isinstance(value.shape, Known | Own | Many)
    ]


def _puts(unit: Unit, holder: str) -> Iterator[tuple[int, int]]:
    """What is put into a container or into those that it holds, each with how deep that is."""
    for store in unit.stores.get("[]", ()):
        depth = _depth(unit, store.base, holder)
        if depth is not None and store.value != f.NONE:
            yield store.value, depth
    for _, call in unit.calls:
        func = unit.node(call.func)
        position = _PUTS.get(func.name) if isinstance(func, f.Attribute) else None
        if isinstance(func, f.Attribute) and position is not None and position < len(call.args):
            depth = _depth(unit, func.value, holder)
            if depth is not None:
                yield call.args[position], depth


def _depth(unit: Unit, index: int, holder: str) -> int | None:
    """How deep in a container an expression stands; None where it stands somewhere else."""
    for depth in range(_DEEPEST):
        if unit.dotted(index) == holder:
            return depth
        match unit.node(index):
            case f.Subscript(value=inner):
                index = inner
            case f.Call(func=func) if isinstance(method := unit.node(func), f.Attribute) and method.name in _INNER:
                index = method.value
            case _:
                return None
    return None


def _nested(shape: Shape, depth: int) -> Shape:
    for _ in range(depth):
        shape = Many(shape)
    return shape
