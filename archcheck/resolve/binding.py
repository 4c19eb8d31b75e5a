"""Whether the arguments of a call fit the parameters of a function: where they do not, it raises before anything of the function runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve import callers, hidden
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Function, Own, Shape

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

# Other decorators may take other arguments.
_PLAIN = frozenset(
    ["staticmethod", "classmethod", "contextmanager", "asynccontextmanager", "override", "abstractmethod"]
)


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
    if not callee.decorator_names <= _PLAIN:
        return resolver.needed(callee) <= keywords
    if any(isinstance(unit.node(argument), f.Starred) for argument in call.args):
        return True
    return any(_binds(callee, len(call.args) + brought, keywords) for brought in _brought(callee, on))


def _brought(callee: Unit, on: Shape | None) -> tuple[int, ...]:
    """How many arguments may come with the object or class on which a function is called."""
    if callee.class_around is None or "staticmethod" in callee.decorator_names:
        return (0,)
    return (1,) if "classmethod" in callee.decorator_names or isinstance(on, Own) else (1, 0)


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


def needed(resolver: Resolver, function: Unit) -> frozenset[str]:
    """The keywords that decorators of a function take out of every call (``kwargs["body"]``), as far as they get it as it is written."""
    found: frozenset[str] = frozenset()
    for decorator in function.scope.decorators:
        values = resolver.value(function.around, decorator)
        around = [each.unit for value in values for each in hidden.put_around(resolver, value)]
        wrappers = [unit for unit in around if unit.parent is not None and unit.parent.kind == "function"]
        if len(wrappers) == 1:
            found |= frozenset(_taken_out(wrappers[0]))
            if not _hands_on_all(wrappers[0]):
                break
        elif not values or not all(isinstance(v.shape, Function) and _hands_back(v.shape.unit) for v in values):
            break
    return found


def _taken_out(wrapper: Unit) -> Iterator[str]:
    """Literal keys under which a function looks into its ``**kwargs``, whatever happens."""
    rest = next((parameter.name for parameter in wrapper.scope.parameters if parameter.kind == "kwargs"), None)
    if rest is None or rest in wrapper.puts or rest in wrapper.bindings:
        return
    for index, node in enumerate(wrapper.scope.nodes):
        if isinstance(node, f.Subscript) and wrapper.node(node.value) == f.Name(rest) and wrapper.block_of(index) == 0:
            key = wrapper.node(node.index)
            if isinstance(key, f.Text) and not key.dynamic:
                yield key.value


def _hands_on_all(wrapper: Unit) -> bool:
    """Whether a function calls the one that it wraps with what it was called with, and no keyword of its own."""
    calls = [call for _, call in wrapper.calls if callers.calls_wrapped(wrapper, call)]
    return bool(calls) and all(
        [keyword for keyword, _ in call.keywords] == ["**"]
        and any(isinstance(wrapper.node(argument), f.Starred) for argument in call.args)
        for call in calls
    )


def _hands_back(decorator: Unit) -> bool:
    """Whether a function returns what it was handed."""
    leaves = [leave.value for leave in decorator.scope.exits if leave.value != f.NONE]
    return bool(leaves) and all(decorator.parameter_at(value) is not None for value in leaves)
