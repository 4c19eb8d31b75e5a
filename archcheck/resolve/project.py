"""The checked project as the resolver sees it: all modules, and where names stand in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from archcheck.facts.schema import Attribute as AttributeNode
from archcheck.facts.schema import FileFacts, Store
from archcheck.facts.schema import Inner as InnerNode
from archcheck.facts.schema import Name as NameNode
from archcheck.facts.schema import Subscript as SubscriptNode
from archcheck.model.source import SourceFile
from archcheck.resolve.unit import Module, Unit, given


@dataclass(frozen=True)
class Project:
    """All modules of the checked project.

    Attributes:
        files: the files whose facts are there.
        facts: facts by path.
        is_test: whether a module, by its name, is a test.
        lines_of: the lines of a file's text, by path.
    """

    files: Sequence[SourceFile]
    facts: Mapping[str, FileFacts]
    is_test: Callable[[str], bool]
    lines_of: Callable[[str], Sequence[str]] = field(repr=False)

    @cached_property
    def all_modules(self) -> tuple[Module, ...]:
        """Every file that was read, sorted by path, also those that no import can spell."""
        chosen = [f for f in self.files if f.path in self.facts and f.fate != "shadowed"]
        return tuple(Module(f, self.facts[f.path], self.is_test(f.module)) for f in sorted(chosen))

    @cached_property
    def modules(self) -> dict[str, Module]:
        """Modules by name."""
        return {module.name: module for module in self.all_modules}

    @cached_property
    def packages(self) -> frozenset[str]:
        """Names of all modules and of the packages around them, with or without a file of their own."""
        names: set[str] = set()
        for name in self.modules:
            parts = name.split(".")
            names.update(".".join(parts[:count]) for count in range(1, len(parts) + 1))
        return frozenset(names)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """Every scope of every module."""
        return tuple(unit for module in self.all_modules for unit in module.units)

    @cached_property
    def classes_by_name(self) -> dict[str, tuple[Unit, ...]]:
        """Classes by their own name, tests left out."""
        found: dict[str, list[Unit]] = {}
        for unit in self.units:
            if unit.kind == "class" and not unit.module.is_test:
                found.setdefault(unit.scope.name, []).append(unit)
        return {name: tuple(units) for name, units in found.items()}

    @cached_property
    def methods_by_name(self) -> dict[str, tuple[Unit, ...]]:
        """Methods by name, tests left out."""
        found: dict[str, list[Unit]] = {}
        for unit in self.units:
            if unit.class_around is not None and unit.kind == "function" and not unit.module.is_test:
                found.setdefault(unit.scope.name, []).append(unit)
        return {name: tuple(units) for name, units in found.items()}

    @cached_property
    def classes_by_attribute(self) -> dict[str, tuple[Unit, ...]]:
        """Classes by the names that they bind or store on their instances, tests left out."""
        found: dict[str, list[Unit]] = {}
        for unit in self.units:
            if unit.kind == "class" and not unit.module.is_test:
                for name in dict.fromkeys((*unit.bindings, *unit.self_stores)):
                    found.setdefault(name, []).append(unit)
        return {name: tuple(units) for name, units in found.items()}

    @cached_property
    def decorated_by_name(self) -> dict[str, tuple[tuple[Unit, int], ...]]:
        """Functions by the last names of their decorators: (function, node of the decorator in the scope around)."""
        found: dict[str, list[tuple[Unit, int]]] = {}
        for unit in self.units:
            if unit.kind == "function":
                for node in unit.scope.decorators:
                    name = unit.around.last_name(node)
                    if name is not None:
                        found.setdefault(name, []).append((unit, node))
        return {name: tuple(uses) for name, uses in found.items()}

    @cached_property
    def subclass_names(self) -> dict[str, tuple[Unit, ...]]:
        """Classes by the last name of each of their bases; of a generic base (``Engine[C]``) that of the class."""
        found: dict[str, list[Unit]] = {}
        for unit in self.units:
            if unit.kind == "class":
                for base in unit.scope.bases:
                    node = unit.around.node(base)
                    name = unit.around.last_name(node.value if isinstance(node, SubscriptNode) else base)
                    if name is not None:
                        found.setdefault(name, []).append(unit)
        return {name: tuple(units) for name, units in found.items()}

    @cached_property
    def stores_by_name(self) -> dict[str, tuple[tuple[Unit, Store], ...]]:
        """What is set on objects from outside (``app.state.db = …``), by attribute name; tests left out."""
        found: dict[str, list[tuple[Unit, Store]]] = {}
        for unit in self.units:
            for store in unit.scope.stores if not unit.module.is_test else ():
                if store.name != "[]" and store.kind != "narrow" and not unit.is_self(store.base):
                    found.setdefault(store.name, []).append((unit, store))
        return {name: tuple(stores) for name, stores in found.items()}

    @cached_property
    def calls_by_name(self) -> dict[str, tuple[tuple[Unit, int], ...]]:
        """Calls by the last name of what is called: (unit, node), in order of path and position."""
        found: dict[str, list[tuple[Unit, int]]] = {}
        for unit in self.units:
            nodes = unit.scope.nodes
            for index, call in unit.calls:
                match nodes[call.func]:
                    case NameNode(id=name) | AttributeNode(name=name):
                        found.setdefault(name, []).append((unit, index))
        return {name: tuple(calls) for name, calls in found.items()}

    @cached_property
    def arguments_by_name(self) -> dict[str, tuple[tuple[Unit, int, int], ...]]:
        """Arguments that may be functions, by their last name, a lambda by its label: (unit, call, argument)."""
        found: dict[str, list[tuple[Unit, int, int]]] = {}
        for unit in self.units:
            nodes = unit.scope.nodes
            for index, call in unit.calls:
                for argument in given(call):
                    match nodes[argument]:
                        case NameNode(id=name) | AttributeNode(name=name) if name in self.function_names:
                            found.setdefault(name, []).append((unit, index, argument))
                        case InnerNode(scope=scope):
                            label = unit.module.units[scope].label
                            found.setdefault(label, []).append((unit, index, argument))
        return {name: tuple(uses) for name, uses in found.items()}

    @cached_property
    def function_names(self) -> frozenset[str]:
        """Names of all functions and methods."""
        return frozenset(unit.scope.name for unit in self.units if unit.kind == "function")

    @cached_property
    def callable_names(self) -> frozenset[str]:
        """Names under which something of the project may be called as an attribute."""
        named = (unit.scope.name for unit in self.units if unit.kind in ("function", "class"))
        bound = (b.name for unit in self.units if unit.kind in ("class", "module") for b in unit.scope.bindings)
        stored = (store.name for unit in self.units for store in unit.scope.stores)
        # Celery and its like call a task by these.
        return frozenset([*named, *bound, *stored, "delay", "apply_async"])

    @cached_property
    def property_names(self) -> frozenset[str]:
        """Names of methods that a decorator turns into attributes."""
        return frozenset(
            unit.scope.name
            for unit in self.units
            if unit.class_around is not None and any("property" in n or n == "reify" for n in unit.decorator_names)
        )

    @cached_property
    def setters_by_name(self) -> frozenset[str]:
        """Modules that set attributes under names that may be computed (``setattr(owner, name, function)``)."""
        return frozenset(unit.module.name for unit, _ in self.calls_by_name.get("setattr", ()))
