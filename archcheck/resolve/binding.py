"""Whether the arguments of a call fit the parameters of a function: where they do not, it raises before anything of the function runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Own, Shape

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
    positional = [parameter for parameter in parameters if parameter.kind == "positional"]
    if given > len(positional) and "args" not in kinds:
        return False
    named = [parameter for parameter in parameters if parameter.kind in ("positional", "keyword")]
    if "kwargs" not in kinds and not keywords <= {parameter.name for parameter in named}:
        return False
    filled = {parameter.name for parameter in positional[:given]} | keywords
    return all(parameter.default != f.NONE or parameter.name in filled for parameter in named)
