"""Reads and indexes the catalog."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources

from archcheck.catalog.schema import Callable, Effects, Function, Library, Member, Object, Type


class Catalog:
    def __init__(self, libraries: Sequence[Library]) -> None:
        self.libraries = tuple(libraries)
        self._types: dict[str, Type] = {}
        self._functions: dict[str, Function] = {}
        self._objects: dict[str, Object] = {}
        self._foreign: list[str] = []
        for lib in libraries:
            for t in lib.types:
                for n in (t.name, *t.aliases): self._types[n] = t
            for fn in lib.functions:
                for n in (fn.name, *fn.aliases): self._functions[n] = fn
            for ob in lib.objects:
                for n in (ob.name, *ob.aliases): self._objects[n] = ob
            self._foreign += [p.removesuffix(".**") for p in lib.foreign]
    def type(self, name: str) -> Type | None: return self._types.get(name)
    def function(self, name: str) -> Function | None: return self._functions.get(name)
    def object(self, name: str) -> Object | None: return self._objects.get(name)
    def is_foreign(self, name: str) -> bool: return any(name == p or name.startswith(p + ".") for p in self._foreign)
    def _line(self, name: str) -> list[Type]:
        t = self.type(name)
        if t is None: return []
        out = [t]
        for b in t.bases: out += self._line(b)
        return out
    def member(self, name: str, m: str) -> tuple[Type, Callable] | None:
        return next(((t, t.methods[m]) for t in self._line(name) if m in t.methods), None)
    def attribute(self, name: str, m: str) -> tuple[Type, Member] | None:
        return next(((t, t.attributes[m]) for t in self._line(name) if m in t.attributes), None)
    def exit_of(self, name: str) -> Effects: return next((t.exit for t in self._line(name) if t.exit), ())
    def enter_of(self, name: str) -> str | None: return next((t.enter for t in self._line(name) if t.enter), None)
    def kind_of(self, name: str) -> str | None: return next((t.kind for t in self._line(name) if t.kind), None)
    def names_of(self, family: str) -> frozenset[str]:
        out = set()
        ok = lambda e: any(x == family or x.startswith(family + ".") for x in e)
        for lib in self.libraries:
            for t in lib.types:
                out |= {m for m, c in t.methods.items() if ok(c.effects)}
            out |= {fn.name.rpartition(".")[2] for fn in lib.functions if ok(fn.effects)}
        return frozenset(out)
    @property
    def sql_names(self) -> frozenset[str]:
        return frozenset(m for lib in self.libraries for t in lib.types for m, c in t.methods.items() if c.sql)


def load_catalog(extra: Sequence[Library] = (), versions: Mapping[str, str] = {}, effects: object = None) -> Catalog:
    libs = [Library.model_validate(tomllib.loads(f.read_text())) for f in sorted(resources.files("archcheck.catalog").joinpath("apis").iterdir(), key=str) if f.name.endswith(".toml")]
    return Catalog([*libs, *extra])
