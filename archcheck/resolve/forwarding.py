"""Classes that answer for what they do not have: ``__getattr__``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Own, OwnClass, Place, Value, Values, doubtful, merged

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_HOOK = "__getattr__"


def forwarded(resolver: Resolver, unit: Unit, name: str) -> Values:
    """What a class gives that looks the name up on something else (``return getattr(self._session, name)``)."""
    if name.startswith("__"):
        # Python looks special methods up on the class, past this hook.
        return ()
    found: list[Value] = []
    for hook in _hooks(resolver, unit):
        for place, asked in _lookups(hook):
            found += [m for v in resolver.value(hook, asked) for m in resolver.member(v, name, place)]
    return tuple(v.then(f"`{unit.scope.name}.{_HOOK}` hands it on") for v in doubtful(merged(found)))


def may_forward(resolver: Resolver, receivers: Values) -> bool:
    """Whether a receiver's class answers for what it does not have: that may be a method of any other."""
    owners = (v.shape.unit for v in receivers if isinstance(v.shape, Own))
    return any(_HOOK in s.unit.bindings for o in owners for s in resolver.lineage(o) if isinstance(s, OwnClass))


def _hooks(resolver: Resolver, unit: Unit) -> Iterator[Unit]:
    """The hooks of a class and of its bases, as they run for its instances."""
    for shape in resolver.lineage(unit):
        if isinstance(shape, OwnClass) and _HOOK in shape.unit.bindings:
            yield from (child.of_class(unit) for child in shape.unit.children if child.scope.name == _HOOK)


def _lookups(hook: Unit) -> Iterator[tuple[Place, int]]:
    """Calls of ``getattr`` with the name that is asked for, each with the node that it is looked up on."""
    asked = [parameter.name for parameter in hook.scope.parameters][1:]
    for index, call in hook.calls:
        if hook.last_name(call.func) == "getattr" and len(call.args) >= 2:
            given = hook.node(call.args[1])
            if isinstance(given, f.Name) and [given.id] == asked:
                yield Place(hook, index), call.args[0]
