"""Whether the arguments of a call fit the parameters of a function: where they do not, it raises before anything of the function runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve import callers, hidden
from archcheck.resolve.unit import KEEPING, Unit
from archcheck.resolve.values import Function, Own, Shape

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_OF_CLASSES = frozenset(["__init_subclass__", "__class_getitem__"])
_LOOKING = frozenset(["get", "keys", "values", "items", "copy", "index", "count"])


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
    if any(isinstance(unit.node(argument), f.Starred) for argument in call.args):
        return True
    looked_up = isinstance(unit.node(call.func), f.Attribute)
    brought = _brought(callee, on, looked_up=looked_up)
    return any(_binds(callee, len(call.args) + number, keywords) for number in brought)


def _brought(callee: Unit, on: Shape | None, *, looked_up: bool) -> tuple[int, ...]:
    """How many arguments may come with the object or class on which a function is called."""
    if "staticmethod" in callee.decorator_names or callee.scope.name == "__new__":
        return (0,)
    if callee.class_around is None:
        # A class may have it as a method (``run = function``).
        return (0, 1) if looked_up else (0,)
    of_class = "classmethod" in callee.decorator_names or callee.scope.name in _OF_CLASSES
    return (1,) if of_class or isinstance(on, Own) else (1, 0)


def _binds(callee: Unit, given: int, keywords: frozenset[str]) -> bool:
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


@dataclass(frozen=True, slots=True)
class Wrapping:
    """What the decorators of a function do with the arguments of its calls, as far as these get to it as they are written.

    Attributes:
        needed: keywords that they take out of every call (``kwargs["body"]``).
        brought: keywords that they may bring along.
        is_known: whether all of them hand on everything else.
    """

    needed: frozenset[str] = frozenset()
    brought: frozenset[str] = frozenset()
    is_known: bool = True


UNKNOWN_WRAPPING = Wrapping(is_known=False)


def wrapping(resolver: Resolver, function: Unit) -> Wrapping:
    """What the decorators of a function do with the arguments of its calls."""
    needed: frozenset[str] = frozenset()
    brought: frozenset[str] = frozenset()
    for decorator in function.scope.decorators:
        if function.around.last_name(decorator) in KEEPING:
            continue
        values = resolver.value(function.around, decorator)
        around = [each.unit for value in values for each in hidden.put_around(resolver, value)]
        wrappers = [unit for unit in around if unit.parent is not None and unit.parent.kind == "function"]
        if len(wrappers) == 1:
            needed |= frozenset(_taken_out(wrappers[0])) - brought
            more = _brought_by(wrappers[0])
            if more is None:
                return Wrapping(needed, brought, is_known=False)
            brought |= more
        elif not values or not all(isinstance(v.shape, Function) and _hands_back(v.shape.unit) for v in values):
            return Wrapping(needed, brought, is_known=False)
    return Wrapping(needed, brought)


def _taken_out(wrapper: Unit) -> Iterator[str]:
    """Literal keys under which a function looks into its ``**kwargs`` before all else, whatever was handed in."""
    rest = _collecting(wrapper, "kwargs")
    if rest is None or rest in wrapper.bindings:
        return
    last = min((index for index, call in wrapper.calls if callers.calls_wrapped(wrapper, call)), default=-1)
    bases = {node.value for node in wrapper.scope.nodes if isinstance(node, f.Subscript)}
    for index, node in enumerate(wrapper.scope.nodes[: last + 1]):
        # Behind a choice, a way out or another use of the keywords, it may be that they have come otherwise.
        if isinstance(node, f.Choice) or wrapper.block_of(index) != 0:
            return
        if node == f.Name(rest) and index not in bases:
            return
        key = wrapper.node(node.index) if isinstance(node, f.Subscript) else None
        if isinstance(node, f.Subscript) and wrapper.node(node.value) == f.Name(rest):
            if not isinstance(key, f.Text) or key.dynamic:
                return
            yield key.value


def _brought_by(wrapper: Unit) -> frozenset[str] | None:
    """The keywords that a function adds where it calls the one that it wraps; None where it may change the others."""
    first, rest = _collecting(wrapper, "args"), _collecting(wrapper, "kwargs")
    calls = [call for _, call in wrapper.calls if callers.calls_wrapped(wrapper, call)]
    if first is None or rest is None or not calls or not _leaves_alone(wrapper, {first, rest}):
        return None
    named = [parameter.name for parameter in wrapper.scope.parameters if parameter.kind == "positional"]
    found: set[str] = set()
    for call in calls:
        given = [wrapper.node(argument) for argument in call.args]
        whole = isinstance(given[-1], f.Starred) and wrapper.node(given[-1].value) == f.Name(first) if given else False
        others = [(keyword, wrapper.node(value)) for keyword, value in call.keywords]
        if not whole or given[:-1] != [f.Name(name) for name in named] or ("**", f.Name(rest)) not in others:
            return None
        found.update(keyword for keyword, _ in others if keyword != "**")
    return frozenset(found)


def _leaves_alone(wrapper: Unit, names: set[str]) -> bool:
    """Whether a function only looks into what it was called with, and hands it on whole."""
    if any(name in wrapper.bindings for name in names) or any(child.kind == "function" for child in wrapper.children):
        return False
    looked_into: set[int] = set()
    for node in wrapper.scope.nodes:
        match node:
            case f.Subscript(value=base) | f.Starred(value=base):
                looked_into.add(base)
            case f.Attribute(value=base, name=name) if name in _LOOKING:
                looked_into.add(base)
            case f.Operation(operator="in" | "not in", operands=operands):
                looked_into.update(operands)
            case f.Call(func=func, args=args) if wrapper.last_name(func) == "len":
                looked_into.update(args)
            case f.Call(keywords=keywords) if callers.calls_wrapped(wrapper, node):
                looked_into.update(value for keyword, value in keywords if keyword == "**")
    stored = {store.base for stores in wrapper.stores.values() for store in stores}
    uses = {index for index, node in enumerate(wrapper.scope.nodes) if isinstance(node, f.Name) and node.id in names}
    return uses <= looked_into and not uses & stored


def _collecting(unit: Unit, kind: f.ParameterKind) -> str | None:
    """The name of a function's ``*args`` or ``**kwargs``."""
    return next((parameter.name for parameter in unit.scope.parameters if parameter.kind == kind), None)


def _hands_back(decorator: Unit) -> bool:
    """Whether a function returns what it was handed."""
    leaves = [leave.value for leave in decorator.scope.exits if leave.value != f.NONE]
    return bool(leaves) and all(decorator.parameter_at(value) is not None for value in leaves)
