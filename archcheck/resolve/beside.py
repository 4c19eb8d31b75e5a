"""What ``super()`` means in an instance of a class below: the method of a class that stands beside the one it is written in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve.reached import Reached
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import OwnClass, Super

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver


def of_super(resolver: Resolver, unit: Unit, func: f.Attribute) -> Iterator[Reached]:
    """Methods of classes beside that ``super().name()`` may run; those of its own bases are found by type."""
    node = unit.node(func.value)
    if isinstance(node, f.Call) and unit.last_name(node.func) == "super":
        for value in resolver.value(unit, func.value):
            if isinstance(value.shape, Super):
                yield from (Reached(m, "super", "likely") for m in resolver.beside(value.shape.unit, func.name))


def methods(resolver: Resolver, owner: Unit, name: str) -> tuple[Unit, ...]:
    """The next method of that name behind a class, in the order of each class below it that has several bases."""
    found: dict[Unit, None] = {}
    for below in resolver.descendants(owner):
        asked = resolver.order(below)
        behind = asked[asked.index(owner) + 1 :] if owner in asked else ()
        defining = ((u for u in each.children if u.kind == "function" and u.scope.name == name) for each in behind)
        following = next((unit for units in defining for unit in units), None)
        if following is not None:
            found[following] = None
    return tuple(found)


def order(resolver: Resolver, owner: Unit) -> tuple[Unit, ...]:
    """The project's classes in the order in which an instance asks them (C3), bases outside the project left out."""
    bases = [base.shape.unit for base in resolver.bases(owner) if isinstance(base.shape, OwnClass)]
    rows = [list(resolver.order(base)) for base in bases] + [bases]
    found = [owner]
    while rows := [row for row in rows if row]:
        # Where no class is free to come next, Python refuses the class; a base that is not known may be the reason here.
        free = (row[0] for row in rows if not any(row[0] in other[1:] for other in rows))
        following = next(free, rows[0][0])
        found.append(following)
        rows = [[each for each in row if each is not following] for row in rows]
    return tuple(found)
