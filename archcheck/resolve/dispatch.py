"""Methods that are looked up by a name that is not written down there: of which a part is (``getattr(self, f"visit_{kind}")``), or that the
callers of a function hand over (``getattr(self, method)``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve import binding, callers, entries
from archcheck.resolve.lineage import subclasses
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import MOST_ALTERNATIVES, Function, Own, OwnClass, Shape, Value, Values, merged

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_LEAST_WRITTEN = 2
_DEEPEST = 4


def methods(resolver: Resolver, receivers: Values, unit: Unit, name: int) -> Values:
    """The methods that a name may mean on some receivers; none where it would be too many to tell.

    Args:
        resolver: the project's types.
        receivers: what the name is looked up on.
        unit: the unit of the call.
        name: the node of the name.
    """
    written = _written(unit, name)
    if len("".join(written).replace("_", "")) < _LEAST_WRITTEN:
        return ()
    pattern = re.compile(".+".join(map(re.escape, written)))
    hop = f"`getattr` looks up a method that is called `{'…'.join(written)}`"
    found = [
        Value(Function(method, receiver), False, value.trail).then(hop)
        for value in receivers
        for receiver, method in _methods_of(resolver, value.shape)
        if pattern.fullmatch(method.scope.name)
    ]
    return merged(found) if len(found) <= MOST_ALTERNATIVES else ()


def handed_names(resolver: Resolver, unit: Unit, name: int) -> tuple[str, ...]:
    """The names that the calls of a function hand to a parameter of it, where they are written down there."""
    parameter = unit.parameter_at(name) if unit.kind == "function" else None
    if parameter is None:
        return ()
    found: dict[str, None] = {}
    for at, function in callers.calls_of(resolver, unit):
        argument = binding.handed_argument(function, at, parameter)
        if argument != f.NONE:
            # Calls come without a note: one who looks into them asks for something that stands there.
            resolver.value(at.unit, argument)
            text = entries.literal(at.unit, argument)
            if isinstance(text, str) and text.isidentifier():
                found[text] = None
    return tuple(found)


def _methods_of(resolver: Resolver, shape: Shape) -> Iterator[tuple[Shape, Unit]]:
    """The methods of a class, of those above it, and of those below, each with its receiver."""
    if not isinstance(shape, Own | OwnClass):
        return
    owners = {each.unit: shape for each in resolver.lineage(shape.unit) if isinstance(each, OwnClass)}
    for below in subclasses(resolver, shape.unit):
        owners.setdefault(below, Own(below) if isinstance(shape, Own) else OwnClass(below))
    for owner, receiver in owners.items():
        for child in owner.children:
            if child.kind == "function" and child.self_name is not None:
                yield receiver, child


def _written(unit: Unit, index: int, depth: int = 0) -> Sequence[str]:
    """What is written of a text, in parts between which something is not; empty where nothing is."""
    match unit.node(index):
        case f.Text(value=text, dynamic=True):
            return text.split("{}")
        case f.Operation(operator="%", operands=(left, _)):
            return _plain(unit.node(left)).split("%s")
        case f.Operation(operator="+", operands=(left, right)):
            return (_plain(unit.node(left)), _plain(unit.node(right)))
        case f.Call(func=func):
            callee = unit.node(func)
            if isinstance(callee, f.Attribute) and callee.name == "format":
                return _plain(unit.node(callee.value)).split("{}")
        case f.Name(id=name) if depth < _DEEPEST:
            bindings = unit.bindings.get(name, ())
            if len(bindings) == 1 and bindings[0].kind == "assign" and bindings[0].value != f.NONE:
                return _written(unit, bindings[0].value, depth + 1)
    return ()


def _plain(node: f.Node) -> str:
    return node.value if isinstance(node, f.Text) and not node.dynamic else ""
