"""Where a class of the project stands: its bases, all that it inherits from, and what inherits from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import (
    Foreign,
    ForeignInstance,
    Known,
    KnownClass,
    KnownFunction,
    OwnClass,
    Shape,
    Value,
    Values,
    unique,
)

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_MOST_SUBCLASSES = 24
_ABSTRACT = frozenset(["abstractmethod", "abstractproperty", "abstractclassmethod", "abstractstaticmethod"])
HARMLESS = frozenset(["builtins.object", "abc.ABC", "typing.Generic", "typing_extensions.Generic"])
"""Bases from outside of the project that bring nothing along."""


def bases(resolver: Resolver, unit: Unit) -> Values:
    """The base classes of a project class: all that it has, for these are no alternatives."""
    values: list[Value] = []
    for base in unit.scope.bases:
        node = unit.around.node(base)
        target = node.value if isinstance(node, f.Subscript) else base
        values += resolver.value(unit.around, target)
    return unique(values)


def lineage(resolver: Resolver, unit: Unit) -> tuple[Shape, ...]:
    """The class, then its bases and theirs, depth first, each once."""
    found: list[Shape] = [OwnClass(unit)]
    for base in resolver.bases(unit):
        shapes: tuple[Shape, ...]
        match base.shape:
            case OwnClass(unit=parent):
                shapes = resolver.lineage(parent)
            case KnownClass() | KnownFunction() | Foreign() | ForeignInstance() | Known():
                shapes = (base.shape,)
            case _:
                shapes = ()
        found += [shape for shape in shapes if shape not in found]
    return tuple(found)


def is_never_made(resolver: Resolver, owner: Unit) -> bool:
    """Whether no object is an instance of that very class: by its ``Meta``, or by methods that classes below must bring."""
    for child in owner.children:
        if child.kind == "class" and child.scope.name == "Meta":
            bound = child.bindings.get("abstract", ())[-1:]
            if any(b.value != f.NONE and child.node(b.value) == f.Constant("True") for b in bound):
                return True
    if not any(child.decorator_names & _ABSTRACT for child in owner.children if child.kind == "function"):
        return False
    named = {owner.around.last_name(node) for keyword, node in owner.scope.keywords if keyword == "metaclass"}
    paths = {shape.path for shape in resolver.lineage(owner) if isinstance(shape, Foreign)}
    return "abc.ABC" in paths or "ABCMeta" in named


def subclasses(resolver: Resolver, unit: Unit) -> tuple[Unit, ...]:
    """Project classes that inherit from one, directly or not; at most twenty-four."""
    found: list[Unit] = []
    queue = [unit]
    while queue and len(found) < _MOST_SUBCLASSES:
        current = queue.pop(0)
        for child in resolver.lookups.subclasses(current.scope.name):
            if (
                child not in found
                and child is not unit
                and any(isinstance(b.shape, OwnClass) and b.shape.unit is current for b in resolver.bases(child))
            ):
                found.append(child)
                queue.append(child)
    return tuple(found[:_MOST_SUBCLASSES])
