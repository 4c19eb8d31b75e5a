"""Receivers of which nothing is known, typed by their attributes: the project's classes that have all of them, if these agree.

``self.pool.connection()`` in a decorator's inner function has a ``self`` without a type. Where every class of the project that
has a ``pool`` keeps a connection pool there, it is one of these. Such a type is never certain.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve.acts import TELLING_NAMES
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import (
    Foreign,
    ForeignInstance,
    Function,
    Known,
    KnownClass,
    OwnClass,
    Plain,
    Trail,
    Value,
    Values,
    merged,
)

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_MOST_CLASSES = 16
_SHORTEST = 3
_BUILT_IN: tuple[type, ...] = (str, bytes, list, dict, set, tuple, int, BaseException, io.TextIOWrapper)
_COMMON = frozenset(name for kind in _BUILT_IN for name in dir(kind)) | frozenset(
    ["run", "start", "stop", "send", "save", "delete", "next", "name", "id"]
)


def attribute(resolver: Resolver, unit: Unit, base: int, name: str) -> Values:
    """What ``name`` may be on a receiver without a type."""
    if name in _COMMON or name in resolver.candidates.names:
        return ()
    owners = resolver.lookups.holders(name)
    if not 0 < len(owners) <= _MOST_CLASSES:
        return ()
    dotted = unit.dotted(base)
    telling = dotted is not None and not TELLING_NAMES.isdisjoint(_attributes_of(unit, f"{dotted}.{name}"))
    if len(name) < _SHORTEST and not telling:
        return ()
    used = _attributes_of(unit, dotted)
    found: list[Value] = []
    for owner in owners:
        given = [v for v in resolver.instance_member(owner, name) if not isinstance(v.shape, Plain)]
        if telling and all(_has_no_transactions(resolver, v) for v in given):
            continue
        if given and all(_has(resolver, owner, other) for other in used):
            if not all(isinstance(v.shape, Known | KnownClass | Function) for v in given):
                return ()
            found += given
    return _agreeing(resolver, name, found)


def object_of_library(resolver: Resolver, unit: Unit, base: int, name: str, known: Values) -> Values:
    """What ``name`` may be on something that a library handed out and that may be the project's own (``request.context``).

    A method of the project is none: libraries have methods of any name.
    """
    found = attribute(resolver, unit, base, name) if known and is_open(resolver, known) else ()
    return found if all(isinstance(v.shape, Known) for v in found) else ()


def _agreeing(resolver: Resolver, name: str, found: list[Value]) -> Values:
    functions = [v.shape for v in found if isinstance(v.shape, Function)]
    if functions and (len(functions) != len(found) or not _one_family(resolver, functions)):
        return ()
    return tuple(Value(v.shape, False, Trail(f"`{name}` of the classes that have one", v.trail)) for v in merged(found))


def _one_family(resolver: Resolver, functions: list[Function]) -> bool:
    owners = [function.unit.class_around for function in functions]
    first = owners[0]
    return first is not None and all(o is not None and related(resolver, first, o) for o in owners)


def is_open(resolver: Resolver, values: Values) -> bool:
    """Whether nothing is known of a value, or only that a library that the catalog does not describe gave it."""
    return all(isinstance(v.shape, ForeignInstance) and not resolver.catalog.is_foreign(v.shape.path) for v in values)


def related(resolver: Resolver, first: Unit, second: Unit) -> bool:
    """Whether one of two classes inherits from the other."""
    return OwnClass(first) in resolver.lineage(second) or OwnClass(second) in resolver.lineage(first)


def family(resolver: Resolver, name: str) -> Sequence[Unit]:
    """The project's methods of a name, where all of them stand in one family of classes; else none."""
    methods = resolver.lookups.methods(name)
    owners = [m.class_around for m in methods if m.class_around is not None]
    return methods if all(related(resolver, owners[0], other) for other in owners[1:]) else ()


def _has(resolver: Resolver, owner: Unit, name: str) -> bool:
    if any(isinstance(shape, Foreign) for shape in resolver.lineage(owner)):
        return True
    return any(
        isinstance(shape, OwnClass) and (name in shape.unit.bindings or name in shape.unit.self_stores)
        for shape in resolver.lineage(owner)
    )


def _has_no_transactions(resolver: Resolver, value: Value) -> bool:
    """Whether a value is of a library that is known to have none, so that ``x.commit()`` cannot mean it."""
    return isinstance(value.shape, Foreign | ForeignInstance) and resolver.catalog.is_foreign(value.shape.path)


def _attributes_of(unit: Unit, dotted: str | None) -> frozenset[str]:
    if dotted is None:
        return frozenset()
    return frozenset(
        node.name for node in unit.scope.nodes if isinstance(node, f.Attribute) and unit.dotted(node.value) == dotted
    )
