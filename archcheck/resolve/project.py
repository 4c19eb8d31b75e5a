"""The checked project as the resolver sees it: all modules, and where names stand in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from archcheck.facts.schema import FileFacts, Store
from archcheck.model.source import SourceFile
from archcheck.resolve import named
from archcheck.resolve.named import Named, by_name
from archcheck.resolve.unit import Module, Unit


@dataclass(frozen=True)
class Project:
    """All modules of the checked project.

    Attributes:
        files: the files whose facts are there.
        facts: facts by path.
        is_test: whether a module, by its name, is a test.
        lines_of: the lines of a file's text, by path.
        numbers: of paths; files that have none yet get one.
    """

    files: Sequence[SourceFile]
    facts: Mapping[str, FileFacts]
    is_test: Callable[[str], bool]
    lines_of: Callable[[str], Sequence[str]] = field(repr=False)
    numbers: dict[str, int] = field(default_factory=dict, repr=False)

    @cached_property
    def all_modules(self) -> tuple[Module, ...]:
        """Every file that was read, sorted by path, also those that no import can spell."""
        chosen = [f for f in self.files if f.path in self.facts and f.fate != "shadowed"]
        return tuple(self.module_of(file, self.facts[file.path]) for file in sorted(chosen))

    def module_of(self, file: SourceFile, facts: FileFacts) -> Module:
        """The module of a file."""
        return Module(file, facts, self.is_test(file.module), self.numbers.setdefault(file.path, len(self.numbers)))

    @cached_property
    def modules(self) -> dict[str, Module]:
        """Modules by name."""
        return {module.name: module for module in self.all_modules}

    @cached_property
    def packages(self) -> frozenset[str]:
        """Names of all modules and of the packages around them, with or without a file of their own."""
        return packages(self.modules)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """Every scope of every module."""
        return tuple(unit for module in self.all_modules for unit in module.units)

    @cached_property
    def classes(self) -> Named[Unit]:
        """Classes by their own name, tests left out."""
        return by_name(self.units, named.classes)

    @cached_property
    def methods(self) -> Named[Unit]:
        """Methods by name, tests left out."""
        return by_name(self.units, named.methods)

    @cached_property
    def holders(self) -> Named[Unit]:
        """Classes by the names that they bind or store on their instances, tests left out."""
        return by_name(self.units, named.holders)

    @cached_property
    def decorated(self) -> Named[tuple[Unit, int]]:
        """Functions by the last names of their decorators: (function, node of the decorator in the scope around)."""
        return by_name(self.units, named.decorated)

    @cached_property
    def subclasses(self) -> Named[Unit]:
        """Classes by the last name of each of their bases; of a generic base (``Engine[C]``) that of the class."""
        return by_name(self.units, named.subclasses)

    @cached_property
    def stores(self) -> Named[tuple[Unit, Store]]:
        """What is set on objects from outside (``app.state.db = …``), by attribute name; tests left out."""
        return by_name(self.units, named.stores)

    @cached_property
    def calls(self) -> Named[tuple[Unit, int]]:
        """Calls by the last name of what is called: (unit, node), in order of path and position."""
        return by_name(self.units, named.calls)

    @cached_property
    def arguments(self) -> Named[tuple[Unit, int, int]]:
        """Arguments that may be functions, by their last name, a lambda by its label: (unit, call, argument)."""
        functions = self.function_names
        return by_name(
            self.units, lambda unit: ((n, at) for n, at in named.arguments(unit) if ":" in n or n in functions)
        )

    @cached_property
    def function_names(self) -> frozenset[str]:
        """Names of all functions and methods."""
        return frozenset(name for unit in self.units for name in named.functions(unit))

    @cached_property
    def callable_names(self) -> frozenset[str]:
        """Names under which something of the project may be called as an attribute."""
        # Celery and its like call a task by these.
        return frozenset(["delay", "apply_async", *(name for unit in self.units for name in named.callables(unit))])

    @cached_property
    def property_names(self) -> frozenset[str]:
        """Names of methods that a decorator turns into attributes."""
        return frozenset(name for unit in self.units for name in named.properties(unit))


def packages(modules: Iterable[str]) -> frozenset[str]:
    """The names of some modules and of the packages around them."""
    names: set[str] = set()
    for name in modules:
        parts = name.split(".")
        names.update(".".join(parts[:count]) for count in range(1, len(parts) + 1))
    return frozenset(names)
