"""Questions to the whole project by name. Each is noted, since its answer may change with any module that has such a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from archcheck.facts.schema import Store
from archcheck.resolve.leaning import NOTHING, Kind, name_bit
from archcheck.resolve.module import Module, bits_of
from archcheck.resolve.named import Named
from archcheck.resolve.project import Project
from archcheck.resolve.unit import Unit


class Lookups:
    """The project by name, for one who is told what was looked at.

    What comes back may be looked into, but for calls and arguments: there are so many of these that who looks into one has to ask
    the resolver for one of its expressions, which is noted.
    """

    def __init__(self, project: Project, note: Callable[[int], None]) -> None:
        """Look up nothing yet.

        Args:
            project: what is asked.
            note: takes the bits of what was looked at.
        """
        self._project = project
        self._note = note
        # Thousands of classes may have a method of one name, and each class asks for it.
        self._bits: dict[tuple[Kind, str], int] = {}

    def module(self, name: str) -> Module | None:
        """The module of a name."""
        found = self._project.modules.get(name)
        self._note(name_bit("module", name) | (found.bit if found is not None else NOTHING))
        return found

    def is_package(self, name: str) -> bool:
        """Whether a name is that of a module, or of a package around one."""
        self._note(name_bit("module", name))
        return name in self._project.packages

    def classes(self, name: str) -> Sequence[Unit]:
        """Classes by their own name, tests left out."""
        return self._units("class", name, self._project.classes)

    def methods(self, name: str) -> Sequence[Unit]:
        """Methods by name, tests left out."""
        return self._units("method", name, self._project.methods)

    def has_method(self, name: str) -> bool:
        """Whether a class outside tests has a method of that name."""
        self._note(name_bit("method", name))
        return name in self._project.methods

    def holders(self, name: str) -> Sequence[Unit]:
        """Classes that bind a name or store it on their instances, tests left out."""
        return self._units("holder", name, self._project.holders)

    def subclasses(self, name: str) -> Sequence[Unit]:
        """Classes one of whose bases has that last name."""
        return self._units("subclass", name, self._project.subclasses)

    def has_subclass(self, name: str) -> bool:
        """Whether there is such a class."""
        self._note(name_bit("subclass", name))
        return name in self._project.subclasses

    def decorated(self, name: str) -> Sequence[tuple[Unit, int]]:
        """Functions with a decorator of that last name, each with the decorator's node in the scope around."""
        found = self._project.decorated.get(name, ())
        self._note_entries("decorated", name, (unit for unit, _ in found))
        return found

    def stores(self, name: str) -> Sequence[tuple[Unit, Store]]:
        """What is set under that name on objects from outside, tests left out."""
        found = self._project.stores.get(name, ())
        self._note_entries("store", name, (unit for unit, _ in found))
        return found

    def puts(self, name: str) -> Sequence[tuple[Unit, str]]:
        """Who puts something into an imported container of that last name, and what the container is called there, tests left out."""
        found = self._project.puts.get(name, ())
        self._note_entries("put", name, (unit for unit, _ in found))
        return found

    def relations(self, name: str) -> Sequence[tuple[Unit, int]]:
        """Calls in class bodies that may be a relation whose other end goes by that name, tests left out."""
        found = self._project.relations.get(name, ())
        self._note_entries("relation", name, (unit for unit, _ in found))
        return found

    def sent(self, name: str) -> Sequence[tuple[Unit, int]]:
        """Calls that hand keywords to what goes by that name, tests left out."""
        found = self._project.sent.get(name, ())
        self._note_entries("sent", name, (unit for unit, _ in found))
        return found

    def calls(self, name: str) -> Sequence[tuple[Unit, int]]:
        """Calls of something with that last name; not to be looked into unseen."""
        self._note(name_bit("call", name))
        return self._project.calls.get(name, ())

    def calls_outside_tests(self, names: Iterable[str]) -> Sequence[tuple[Unit, int]]:
        """Calls by any of some names; those in tests only where there are no others."""
        found = [call for name in dict.fromkeys(names) for call in self.calls(name)]
        return [call for call in found if not call[0].module.is_test] or found

    def calls_within(self, name: str) -> Sequence[tuple[Unit, int]]:
        """The same for one who looks into each of them."""
        found = self.calls(name)
        self._note_entries("call", name, (unit for unit, _ in found))
        return found

    def arguments(self, name: str) -> Sequence[tuple[Unit, int, int]]:
        """Arguments that may be a function of that name, or the lambda of that label; not to be looked into unseen."""
        self._note(name_bit("argument", name))
        return self._project.arguments.get(name, ())

    def _units(self, kind: Kind, name: str, table: Named[Unit]) -> Sequence[Unit]:
        found = table.get(name, ())
        self._note_entries(kind, name, found)
        return found

    def _note_entries(self, kind: Kind, name: str, units: Iterable[Unit]) -> None:
        """What goes by a name is looked into."""
        bits = self._bits.get((kind, name))
        if bits is None:
            bits = self._bits[kind, name] = name_bit(kind, name) | bits_of(unit.module for unit in units)
        self._note(bits)
