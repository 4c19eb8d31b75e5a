"""Context managers of other distributions whose object is used like a session: whether leaving them commits, only their source says."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from archcheck.facts import schema as f
from archcheck.model.report import BlindSpot
from archcheck.resolve import likeness
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import ForeignInstance

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

KIND = "manager"


class Block(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A ``with`` block of something of another distribution.

    Attributes:
        maker: dotted name of what was called.
        path: the file.
        line: the line.
        used_like: the catalog type that its object is used like there, if any.
    """

    maker: str
    path: str
    line: int
    used_like: str | None


def blocks(resolver: Resolver, unit: Unit) -> Iterator[Block]:
    """The ``with`` blocks of a unit of which it is not known what leaving them does."""
    for item in unit.scope.withs:
        maker = _maker(resolver, unit, item.item)
        if maker is not None:
            used = likeness.used_like(_used(unit, item))
            yield Block(maker, unit.module.file.path, item.span[0], used)


def blind_spots(found: Iterable[Block]) -> Iterator[BlindSpot]:
    """The blocks of those of which one is used like a session or a connection somewhere."""
    known = list(found)
    types = {block.maker: block.used_like for block in reversed(known) if block.used_like is not None}
    for block in known:
        if block.maker in types:
            reason = (
                f"whether leaving the block of {block.maker}() commits is not known: what it gives is used like a "
                f"{types[block.maker]}, and the catalog has no entry of it"
            )
            yield BlindSpot(KIND, block.path, block.line, reason)


def _maker(resolver: Resolver, unit: Unit, item: int) -> str | None:
    """The function or class of another distribution that gives a context manager, else None."""
    node = unit.node(item)
    if not isinstance(node, f.Call):
        return None
    paths = {v.shape.path if isinstance(v.shape, ForeignInstance) else "" for v in resolver.value(unit, item)}
    path = paths.pop() if len(paths) == 1 else ""
    # What a method of an unknown object gives has no name to speak of it by.
    is_named = bool(path) and "()" not in path and path.partition(".")[0] not in sys.stdlib_module_names
    return path if is_named and not resolver.catalog.is_foreign(path) else None


def _used(unit: Unit, item: f.With) -> frozenset[str]:
    """What is looked up, inside of its block, on the name to which a context manager's object is bound."""
    bound = ((b.name, unit.node(b.value)) for b in unit.scope.bindings if b.kind == "with" and b.value != f.NONE)
    names = {name for name, node in bound if isinstance(node, f.Entered) and node.value == item.item}
    block = unit.block(item.block)
    inside = unit.scope.nodes[block.first : block.last]
    return frozenset(node.name for node in inside if isinstance(node, f.Attribute) and unit.dotted(node.value) in names)
