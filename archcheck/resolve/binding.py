"""Which argument of a call is handed to which parameter, and whether they fit: where they do not, it raises before anything of the function runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Function, Own, OwnClass, Place, Shape

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver


def fits(resolver: Resolver, unit: Unit, call: f.Call, callee: Unit, on: Shape | None) -> bool:
    """Whether a call may be one of a function.

    Args:
        resolver: knows the decorators.
        unit: the scope in which the call stands.
        call: the call.
        callee: the function.
        on: the object on which it is called, if that is known.
    """
    if any(keyword == "**" for keyword, _ in call.keywords):
        return True
    keywords = frozenset(keyword for keyword, _ in call.keywords)
    if not callee.keeps_parameters:
        return resolver.wrapping(callee).needed <= keywords
    if unit.has_star(call):
        return True
    looked_up = isinstance(unit.node(call.func), f.Attribute)
    brought = _brought(callee, on, looked_up=looked_up)
    return any(binds(callee, len(call.args) + number, keywords) for number in brought)


def _brought(callee: Unit, on: Shape | None, *, looked_up: bool) -> tuple[int, ...]:
    """How many arguments may come with the object or class on which a function is called."""
    if "staticmethod" in callee.decorator_names or callee.scope.name == "__new__":
        return (0,)
    if callee.class_around is None:
        # A class may have it as a method (``run = function``).
        return (0, 1) if looked_up else (0,)
    return (1,) if callee.takes_class or isinstance(on, Own) else (1, 0)


def binds(callee: Unit, given: int, keywords: frozenset[str]) -> bool:
    """Whether a function takes so many arguments by position, the first one included, and some by keyword."""
    parameters = callee.scope.parameters
    kinds = {parameter.kind for parameter in parameters}
    positional = [parameter for parameter in parameters if parameter.takes_position]
    if given > len(positional) and "args" not in kinds:
        return False
    named = {parameter.name for parameter in parameters if parameter.takes_keyword} & keywords
    if "kwargs" not in kinds and named != keywords:
        return False
    filled = {parameter.name for parameter in positional[:given]} | named
    return all(p.default != f.NONE or p.name in filled for p in parameters if p.takes_one)


def argument_node(at: Place | None, keyword: str, position: int | None) -> int:
    """The node of an argument of a call, by keyword or position; NONE where it is not given."""
    call = at.unit.node(at.node) if at is not None else None
    if not isinstance(call, f.Call) or at is None:
        return f.NONE
    for name, node in call.keywords:
        if name == keyword and keyword:
            return node
    if position is not None and position < len(call.args):
        before = call.args[: position + 1]
        if not any(isinstance(at.unit.node(node), f.Starred) for node in before):
            return call.args[position]
    return f.NONE


def handed_argument(function: Function, at: Place, name: str) -> int:
    """The node that a call hands to a parameter of a project function; NONE where it hands none."""
    call = at.unit.node(at.node)
    names = positional(function, at.unit, call) if isinstance(call, f.Call) else []
    parameter = function.unit.parameters.get(name)
    keyword = name if parameter is not None and parameter.takes_keyword else ""
    return argument_node(at, keyword, names.index(name) if name in names else None)


def positional(function: Function, unit: Unit, call: f.Call) -> list[str]:
    """The parameters that a call hands its arguments to by position: without the first of a method that the call brings by itself."""
    names = [p.name for p in function.unit.scope.parameters if p.takes_position]
    return names[1:] if function.unit.self_name is not None and _brings_first(function, unit, call) else names


def _brings_first(function: Function, unit: Unit, call: f.Call) -> bool:
    match function.receiver:
        case None:
            # A method that only its name tells is called on some object or other.
            return isinstance(unit.node(call.func), f.Attribute)
        case OwnClass() if not function.unit.takes_class and unit.is_written_out(call):
            # ``Base.save(order, session)`` hands the object in; a metaclass or a decorator may bring it all the same.
            return not binds(function.unit, len(call.args), frozenset(keyword for keyword, _ in call.keywords))
        case OwnClass():
            return function.unit.takes_class
    return True
