"""What lists, sets and mappings hold because it is put into them after they were made empty.

Never certain: others may put something else into them. Only instances count: functions and classes are put into containers so that code
below runs what stands above without knowing it, which is no call of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve.places import bound_places
from archcheck.resolve.scoping import binder_of, imported_as
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
                found += _given(resolver, unit, unit.puts.get(f"{method.self_name}.{name}", ()))
    return _told(found, f"`self.{name}`")


def local(resolver: Resolver, unit: Unit, name: str) -> Values:
    """The containers that a function, or whoever has imported a module, makes of a name that is bound there."""
    found = _given(resolver, unit, unit.puts.get(name, ()))
    if unit.kind == "module":
        for inner in unit.module.putting.get(name, ()):
            if inner is not unit and binder_of(inner, name) is unit:
                found += _given(resolver, inner, inner.puts[name])
        for other, dotted in resolver.lookups.puts(name):
            if _leads_to(resolver, other, dotted, unit, name):
                found += _given(resolver, other, other.puts[dotted])
    return _told(found, f"`{name}`")


def _leads_to(resolver: Resolver, unit: Unit, dotted: str, body: Unit, name: str) -> bool:
    """Whether a name that begins with an imported one means a name in the body of another module."""
    first, head = dotted.partition(".")[0], dotted.rpartition(".")[0]
    if head:
        modules = (unit.module.spelled(node) for node in imported_as(unit, first))
        return any(f"{module}{head[len(first) :]}" == body.module.name for module in modules)
    binder = binder_of(unit, first)
    values = {binding.value for binding in body.bindings.get(name, ())}
    places = bound_places(resolver, binder, first) if binder is not None else ()
    return any(place.unit is body and place.node in values for place in places)


def _told(found: list[Value], holder: str) -> Values:
    return doubtful(tuple(v.then(f"it is put into {holder}") for v in merged(found)))


def _given(resolver: Resolver, unit: Unit, puts: Sequence[tuple[int, int]]) -> list[Value]:
    return [
        value.becomes(_nested(value.shape, depth + 1))
        for node, depth in puts
        for value in resolver.value(unit, node)
        if isinstance(value.shape, Known | Own | Many)
    ]


def _nested(shape: Shape, depth: int) -> Shape:
    for _ in range(depth):
        shape = Many(shape)
    return shape
