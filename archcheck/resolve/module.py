"""A module of the checked project: its scopes, and what they bring to the whole."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from archcheck.facts.schema import FileFacts, Imported
from archcheck.model.source import SourceFile
from archcheck.resolve.leaning import NOTHING, module_bit
from archcheck.resolve.slim import called_names, is_slim
from archcheck.resolve.unit import Unit


class Module:
    """One file with its facts.

    Attributes:
        file: the file.
        name: dotted.
        facts: what the file says.
        is_test: whether it is a test.
        bit: stands for it where it is noted what an answer leans on.
    """

    def __init__(self, file: SourceFile, facts: FileFacts, is_test: bool, number: int = 0) -> None:
        self.file = file
        self.name = file.module
        self.facts = facts
        self.is_test = is_test
        self.bit = module_bit(number)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The scopes of the file; the first is the module's."""
        return tuple(Unit(self, index, scope) for index, scope in enumerate(self.facts.scopes))

    @cached_property
    def children(self) -> dict[int, tuple[Unit, ...]]:
        """Scopes by the index of the scope around."""
        found: dict[int, list[Unit]] = {}
        for unit in self.units[1:]:
            found.setdefault(unit.scope.parent, []).append(unit)
        return {parent: tuple(units) for parent, units in found.items()}

    @cached_property
    def sharing(self) -> dict[str, tuple[Unit, ...]]:
        """Scopes that declare a name ``global`` or ``nonlocal``, by that name."""
        found: dict[str, list[Unit]] = {}
        for unit in self.units:
            for name in unit.scope.shared:
                found.setdefault(name, []).append(unit)
        return {name: tuple(units) for name, units in found.items()}

    @cached_property
    def putting(self) -> dict[str, tuple[Unit, ...]]:
        """Scopes that put something into a container, by the container's dotted name."""
        found: dict[str, list[Unit]] = {}
        for unit in self.units:
            for name in unit.puts:
                found.setdefault(name, []).append(unit)
        return {name: tuple(units) for name, units in found.items()}

    @cached_property
    def stars(self) -> tuple[str, ...]:
        """Absolute names of the modules that ``from … import *`` takes everything of, in order."""
        return tuple(self.absolute(i.module, i.level) for i in self.facts.imports if i.name == "*")

    @cached_property
    def sets_attributes(self) -> bool:
        """Whether it sets attributes under names that may be computed (``setattr(owner, name, function)``)."""
        return any(unit.last_name(call.func) == "setattr" for unit in self.units for _, call in unit.calls)

    @cached_property
    def function_names(self) -> frozenset[str]:
        """Names of all functions and methods."""
        return frozenset(unit.scope.name for unit in self.units if unit.kind == "function")

    @cached_property
    def callable_names(self) -> frozenset[str]:
        """Names under which something of the module may be called as an attribute."""
        named = (unit.scope.name for unit in self.units if unit.kind in ("function", "class"))
        bound = (b.name for unit in self.units if unit.kind in ("class", "module") for b in unit.scope.bindings)
        stored = (store.name for unit in self.units for store in unit.scope.stores)
        return frozenset([*named, *bound, *stored])

    @cached_property
    def property_names(self) -> frozenset[str]:
        """Names of methods that a decorator turns into attributes."""
        return frozenset(unit.scope.name for unit in self.units if unit.is_property)

    @cached_property
    def slim(self) -> tuple[tuple[Unit, frozenset[str]], ...]:
        """Functions that may be delegates, each with the last names of what it calls."""
        return tuple((unit, called_names(unit)) for unit in self.units if is_slim(unit))

    @property
    def body(self) -> Unit:
        """The module's own scope."""
        return self.units[0]

    def absolute(self, module: str, level: int) -> str:
        """The absolute name that a relative import of this module means."""
        if level == 0:
            return module
        parts = self.name.split(".")
        drop = level - 1 if self.file.is_package else level
        base = parts[: len(parts) - drop] if drop else parts
        return ".".join([*base, module] if module else base)

    def spelled(self, node: Imported) -> str:
        """The absolute name of what an import of this module binds."""
        module = self.absolute(node.module, node.level)
        return f"{module}.{node.name}" if node.name else module


def bits_of(modules: Iterable[Module]) -> int:
    """The bits of some modules."""
    found = NOTHING
    for module in modules:
        found |= module.bit
    return found
