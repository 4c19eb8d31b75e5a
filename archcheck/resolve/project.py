"""The checked project as the resolver sees it: all modules, and where names stand in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from archcheck.facts.schema import FileFacts, Store
from archcheck.model.source import SourceFile
from archcheck.resolve import named
from archcheck.resolve.module import Module
from archcheck.resolve.named import Named, by_name, updated
from archcheck.resolve.unit import Unit

_T = TypeVar("_T")


@dataclass(eq=False)
class Project:
    """All modules of the checked project.

    Attributes:
        files: the files whose facts are there.
        facts: facts by path.
        is_test: whether a module, by its name, is a test.
        lines_of: the lines of a file's text, by path.
        numbers: of paths; files that have none yet get one.
        former: the project at an earlier time in this process, whose modules are taken over where their files are the same.
    """

    files: Sequence[SourceFile]
    facts: Mapping[str, FileFacts]
    is_test: Callable[[str], bool]
    lines_of: Callable[[str], Sequence[str]] = field(repr=False)
    numbers: dict[str, int] = field(default_factory=dict, repr=False)
    former: Project | None = field(default=None, repr=False)

    @cached_property
    def all_modules(self) -> tuple[Module, ...]:
        """Every file that was read, sorted by path, also those that no import can spell."""
        chosen = [f for f in self.files if f.path in self.facts and f.fate != "shadowed"]
        return tuple(self.module_of(file, self.facts[file.path]) for file in sorted(chosen))

    def module_of(self, file: SourceFile, facts: FileFacts) -> Module:
        """The module of a file."""
        former = self.former.by_path.get(file.path) if self.former is not None else None
        if former is not None and former.file == file and former.facts is facts:
            return former
        return Module(file, facts, self.is_test(file.module), self.numbers.setdefault(file.path, len(self.numbers)))

    @cached_property
    def modules(self) -> dict[str, Module]:
        """Modules by name."""
        return {module.name: module for module in self.all_modules}

    @cached_property
    def by_path(self) -> dict[str, Module]:
        """Modules by path."""
        return {module.file.path: module for module in self.all_modules}

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
        return self._table("classes", named.classes)

    @cached_property
    def methods(self) -> Named[Unit]:
        """Methods by name, tests left out."""
        return self._table("methods", named.methods)

    @cached_property
    def holders(self) -> Named[Unit]:
        """Classes by the names that they bind or store on their instances, tests left out."""
        return self._table("holders", named.holders)

    @cached_property
    def decorated(self) -> Named[tuple[Unit, int]]:
        """Functions by the last names of their decorators: (function, node of the decorator in the scope around)."""
        return self._table("decorated", named.decorated)

    @cached_property
    def subclasses(self) -> Named[Unit]:
        """Classes by the last name of each of their bases; of a generic base (``Engine[C]``) that of the class."""
        return self._table("subclasses", named.subclasses)

    @cached_property
    def stores(self) -> Named[tuple[Unit, Store]]:
        """What is set on objects from outside (``app.state.db = …``), by attribute name; tests left out."""
        return self._table("stores", named.stores)

    @cached_property
    def puts(self) -> Named[tuple[Unit, str]]:
        """What is put into containers of other modules, by the last name of the container: (unit, dotted name); tests left out."""
        return self._table("puts", named.puts)

    @cached_property
    def relations(self) -> Named[tuple[Unit, int]]:
        """Calls that classes bind in their bodies, by what the other end of a relation may be called; tests left out."""
        return self._table("relations", named.relations)

    @cached_property
    def sent(self) -> Named[tuple[Unit, int]]:
        """Calls that hand keywords to what a text names, by that text: (unit, node); tests left out."""
        return self._table("sent", named.sent)

    @cached_property
    def calls(self) -> Named[tuple[Unit, int]]:
        """Calls by the last name of what is called: (unit, node), in order of path and position."""
        return self._table("calls", named.calls)

    @cached_property
    def arguments(self) -> Named[tuple[Unit, int, int]]:
        """Arguments that may be functions, by their last name, a lambda by its label: (unit, call, argument)."""
        functions = self.function_names

        def of_functions(unit: Unit) -> Iterator[tuple[str, tuple[Unit, int, int]]]:
            return ((name, at) for name, at in named.arguments(unit) if ":" in name or name in functions)

        if self.former is not None and functions != self.former.function_names:
            return by_name(self.units, of_functions)
        return self._table("arguments", of_functions)

    def _table(self, name: str, entries: Callable[[Unit], Iterable[tuple[str, _T]]]) -> Named[_T]:
        """A table of names, made from that of the earlier state where there is one."""
        known = vars(self.former).get(name) if self.former is not None else None
        if known is None:
            return by_name(self.units, entries)
        return updated(known, self._gone, self._come, entries)

    @cached_property
    def _gone(self) -> tuple[Module, ...]:
        return not_in(self.former, self) if self.former is not None else ()

    @cached_property
    def _come(self) -> tuple[Module, ...]:
        return not_in(self, self.former) if self.former is not None else ()

    def forget_former(self) -> None:
        """Let go of the earlier state, which has its own hold on memory."""
        self.former = None

    @cached_property
    def function_names(self) -> frozenset[str]:
        """Names of all functions and methods."""
        return frozenset().union(*(module.function_names for module in self.all_modules))

    @cached_property
    def callable_names(self) -> frozenset[str]:
        """Names under which something of the project may be called as an attribute."""
        # Celery and its like call a task by these.
        return frozenset(["delay", "apply_async"]).union(*(module.callable_names for module in self.all_modules))

    @cached_property
    def property_names(self) -> frozenset[str]:
        """Names of methods that a decorator turns into attributes."""
        return frozenset().union(*(module.property_names for module in self.all_modules))


def not_in(one: Project, other: Project) -> tuple[Module, ...]:
    """Modules of one project of which another has none, or has others in their place."""
    return tuple(module for module in one.all_modules if other.by_path.get(module.file.path) is not module)


def packages(modules: Iterable[str]) -> frozenset[str]:
    """The names of some modules and of the packages around them."""
    names: set[str] = set()
    for name in modules:
        parts = name.split(".")
        names.update(".".join(parts[:count]) for count in range(1, len(parts) + 1))
    return frozenset(names)
