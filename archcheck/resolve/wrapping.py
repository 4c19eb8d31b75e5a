"""What the decorators of a function do with the arguments of its calls: what they take out, bring along, and leave alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve import callers, hidden
from archcheck.resolve.unit import KEEPING, Unit
from archcheck.resolve.values import Foreign, ForeignInstance, Function, KnownFunction, Shape

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

# Decorators of libraries whose wrappers hand on what they are called with; those that register a function do so, too.
_FOREIGN_KEEPING = frozenset(
    [
        "backoff.on_exception",
        "backoff.on_predicate",
        "django.db.transaction.atomic",
        "django.utils.decorators.method_decorator",
        "functools.cache",
        "functools.lru_cache",
        "retrying.retry",
        "tenacity.retry",
        "twisted.internet.defer.inlineCallbacks",
        "typing.final",
        "typing_extensions.deprecated",
        "warnings.deprecated",
    ]
)
_LOOKING = frozenset(["get", "keys", "values", "items", "copy", "index", "count"])


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


UNKNOWN = Wrapping(is_known=False)


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
        elif not values or not all(_is_keeping(resolver, value.shape) for value in values):
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
    named = [parameter.name for parameter in wrapper.scope.parameters if parameter.takes_position]
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


def _is_keeping(resolver: Resolver, decorator: Shape) -> bool:
    """Whether what a decorator puts in the place of a function is called like that one."""
    match decorator:
        case Function(unit=unit):
            return _hands_back(unit)
        case Foreign(path=path) | ForeignInstance(path=path) | KnownFunction(name=path):
            return path in _FOREIGN_KEEPING or resolver.catalog.registers(path)
    return False


def _hands_back(decorator: Unit) -> bool:
    """Whether a function returns what it was handed."""
    leaves = [leave.value for leave in decorator.scope.exits if leave.value != f.NONE]
    return bool(leaves) and all(decorator.parameter_at(value) is not None for value in leaves)
