"""Reads the catalog's files and indexes them: every look-up afterwards is that of a dictionary."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from hashlib import blake2b
from importlib import resources
from typing import Protocol

from packaging.specifiers import SpecifierSet
from packaging.utils import NormalizedName, canonicalize_name
from packaging.version import Version

from archcheck.catalog.schema import Api, Callable, Effects, Function, Hook, Library, Member, Object, Type
from archcheck.model.patterns import matches
from archcheck.model.site import Autocommit, Nesting

NEWEST = Version("9999")


class EffectEntry(Protocol):
    """An effect of the user's own: an id and the dotted names of its APIs."""

    @property
    def id(self) -> str:
        """Name of the effect."""

    @property
    def apis(self) -> Sequence[str]:
        """Dotted names; ``pkg.**`` covers all below."""


class Catalog:
    """All entries, by name.

    Attributes:
        libraries: the files that it was made of.
    """

    def __init__(self, libraries: Sequence[Library], versions: Mapping[str, Collection[str]] | None = None) -> None:
        self.libraries = tuple(libraries)
        self._versions = {
            canonicalize_name(name): tuple(sorted(Version(text) for text in texts))
            for name, texts in (versions or {}).items()
        }
        self._types: dict[str, Type] = {}
        self._functions: dict[str, Function] = {}
        self._objects: dict[str, Object] = {}
        self._distributions: dict[str, NormalizedName] = {}
        self._lineages: dict[str, tuple[Type, ...]] = {}
        for library in self.libraries:
            self._index(library)
        self._apis = tuple(api for library in self.libraries for api in library.apis)
        self._registrars = tuple(pattern for library in self.libraries for pattern in library.registrars)
        self._hooks: dict[str, list[Hook]] = {}
        for hook in (hook for library in self.libraries for hook in library.hooks):
            for function in hook.functions:
                self._hooks.setdefault(function, []).append(hook)
        self._foreign = frozenset(name.removesuffix(".**") for lib in self.libraries for name in lib.foreign)

    @property
    def identity(self) -> str:
        """A text that stands for all that it knows."""
        return repr((self.libraries, self._versions))

    def _index(self, library: Library) -> None:
        for known in library.types:
            self._types.update(dict.fromkeys((known.name, *known.aliases), known))
            self._distributions[known.name] = canonicalize_name(library.distribution or library.library)
        for function in library.functions:
            self._functions.update(dict.fromkeys((function.name, *function.aliases), function))
        for thing in library.objects:
            self._objects.update(dict.fromkeys((thing.name, *thing.aliases), thing))

    def type(self, name: str) -> Type | None:
        """The type of that canonical name or alias."""
        return self._types.get(name)

    def spelled(self, api: str) -> str:
        """The name of an API as the library spells it."""
        owner, _, name = api.rpartition(".")
        known = self._types.get(owner)
        return f"{known.spelled}.{name}" if known is not None and known.spelled is not None else api

    def function(self, name: str) -> Function | None:
        """The function of that canonical name or alias."""
        return self._functions.get(name)

    def object(self, name: str) -> Object | None:
        """The module-level object of that name."""
        return self._objects.get(name)

    @cached_property
    def nesting(self) -> Mapping[str, Nesting]:
        """APIs that commit nothing inside of another one of their library's, by the name that their call sites go by, and what they are there."""
        found = {function.name: function.nests for function in self._functions.values()}
        for known in self._types.values():
            found |= {f"{known.name}.{name}": entry.nests for name, entry in known.methods.items()}
            found[f"{known.name}.__call__"] = known.call.nests if known.call is not None else None
            found[f"{known.name}.__exit__"] = known.nests
        return {name: nests for name, nests in found.items() if nests is not None}

    def is_apart(self, api: str, expression: str) -> bool:
        """Whether the code of a call site says that its transaction is not to be one with that around it."""
        known = self.type(api.rpartition(".")[0])
        return known is not None and any(name in expression.split(".")[1:] for name in known.apart)

    @cached_property
    def reverse_defaults(self) -> frozenset[str]:
        """Patterns by which the other end of a relation goes where nothing is said, the declaring class for ``{owner}``."""
        relations = (function.reverse for function in self._functions.values() if function.reverse is not None)
        return frozenset(relation.default for relation in relations if relation.default is not None)

    @cached_property
    def overridden_names(self) -> frozenset[str]:
        """Methods that a library calls and classes below its own define."""
        return frozenset(name for known in self._types.values() for name in known.overridden)

    def overridden(self, name: str, method: str) -> tuple[str, ...]:
        """Type expressions of what a library calls a method with that a class below its type defines."""
        return next((t.overridden[method] for t in self.lineage(name) if method in t.overridden), ())

    def is_foreign(self, name: str) -> bool:
        """Whether a dotted name belongs to a library known to have nothing to do with database transactions."""
        parts = name.split(".")
        return any(".".join(parts[:count]) in self._foreign for count in range(1, len(parts) + 1))

    def registers(self, path: str) -> bool:
        """Whether a library calls what is decorated with the API of that dotted path."""
        return any(matches(pattern, path) for pattern in self._registrars)

    def hook(self, function: str, bound: Collection[str]) -> Hook | None:
        """The library's hook that a function of a module is, by its name and the names that the module binds; None where it is none."""
        for hook in self._hooks.get(function, ()):
            if all(name in bound for name in hook.binds):
                return hook
        return None

    def lineage(self, name: str) -> tuple[Type, ...]:
        """The type and its bases, depth first."""
        if name not in self._lineages:
            known = self._types.get(name)
            found = [known] if known is not None else []
            for base in known.bases if known is not None else ():
                found += [t for t in self.lineage(base) if t not in found]
            self._lineages[name] = tuple(found)
        return self._lineages[name]

    def member(self, name: str, method: str) -> tuple[Type, Callable] | None:
        """A method of a type, with the type that declares it."""
        return next(((t, t.methods[method]) for t in self.lineage(name) if method in t.methods), None)

    def attribute(self, name: str, attribute: str) -> tuple[Type, Member] | None:
        """An attribute of a type, with the type that declares it."""
        return next(((t, t.attributes[attribute]) for t in self.lineage(name) if attribute in t.attributes), None)

    def exit_of(self, name: str) -> Effects:
        """Effects of leaving ``with instance:`` normally, in the library's version that is in use; in any, where there are several."""
        return next((effects for effects in self._exits(name) if effects), ())

    def exit_differs(self, name: str) -> bool:
        """Whether the versions that are in use leave a ``with`` block with different effects."""
        return len(set(self._exits(name))) > 1

    def _exits(self, name: str) -> tuple[Effects, ...]:
        """Effects of leaving by each version that is in use."""
        for known in self.lineage(name):
            if known.exits:
                versions = self._versions.get(self._distributions[known.name], (NEWEST,))
                return tuple(
                    next((each.effects for each in known.exits if version in SpecifierSet(each.versions)), ())
                    for version in versions
                )
            if known.exit:
                return (known.exit,)
        return ()

    def enter_of(self, name: str) -> str | None:
        """Type expression of what ``with instance as x`` binds."""
        return next((t.enter for t in self.lineage(name) if t.enter is not None), None)

    def kind_of(self, name: str) -> str | None:
        """Kind of the type's call sites."""
        return next((t.kind for t in self.lineage(name) if t.kind is not None), None)

    def autocommit_of(self, name: str) -> Autocommit | None:
        """Whether a write on the type needs no commit; of a cursor, what its connection says."""
        own = next((t.autocommit for t in self.lineage(name) if t.autocommit is not None), None)
        connection = self.attribute(name, "connection") if own is None else None
        if connection is None or connection[1].type in (None, name):
            return own
        return self.autocommit_of(str(connection[1].type))

    def api_effects(self, path: str) -> Effects:
        """Effects of a plain API by its dotted path (``time.time``), patterns included."""
        exact = self._exact_apis.get(path, ())
        return exact or next((api.effects for api in self._wide_apis if matches(api.name, path)), ())

    def exact_effects(self, path: str) -> Effects:
        """Effects of a plain API that is named in full."""
        return self._exact_apis.get(path, ())

    @cached_property
    def version(self) -> str:
        """12 hexadecimal digits that are others wherever an entry or a library's version is another."""
        digest = blake2b(digest_size=6)
        for library in self.libraries:
            digest.update(library.model_dump_json().encode())
        digest.update(repr(sorted(self._versions.items())).encode())
        return digest.hexdigest()

    @cached_property
    def _exact_apis(self) -> dict[str, Effects]:
        found: dict[str, Effects] = {}
        for api in self._apis:
            if not _is_pattern(api.name):
                found[api.name] = (*found.get(api.name, ()), *api.effects)
        return found

    @cached_property
    def _wide_apis(self) -> tuple[Api, ...]:
        return tuple(api for api in self._apis if _is_pattern(api.name))

    def is_wide(self, family: str) -> bool:
        """Whether an effect has APIs by pattern, so that no name rules a call out."""
        return any(_has(api.effects, family) for api in self._wide_apis)

    def names_of(self, family: str) -> frozenset[str]:
        """Last names of everything that can have an effect when it is called."""
        names = {name for name, entry in self._callables() if _has((*entry.effects, *entry.decorates), family)}
        names |= {api.name.rpartition(".")[2] for api in self._apis if _has(api.effects, family)}
        return frozenset(names)

    @cached_property
    def sql_names(self) -> frozenset[str]:
        """Names of everything that carries SQL text."""
        return frozenset(name for name, entry in self._callables() if entry.sql is not None)

    @cached_property
    def keyword_names(self) -> frozenset[str]:
        """Keyword arguments that set a transaction mode."""
        return frozenset(keyword.partition(".")[0] for _, entry in self._callables() for keyword in entry.settings)

    def _callables(self) -> Iterator[tuple[str, Callable]]:
        for library in self.libraries:
            for known in library.types:
                yield from known.methods.items()
                for class_name in (known.name, *known.aliases):
                    yield class_name.rpartition(".")[2], known.creates
            for function in library.functions:
                for function_name in (function.name, *function.aliases):
                    yield function_name.rpartition(".")[2], function


def load_catalog(
    extra: Sequence[Library] = (),
    versions: Mapping[str, Collection[str]] | None = None,
    effects: Iterable[EffectEntry] = (),
) -> Catalog:
    """The built-in catalog with the user's own entries and effects.

    Args:
        extra: the user's catalog files; they win over the built-in ones.
        versions: versions of libraries by distribution name, several where it is not known which; the newest where none is given.
        effects: effects of the user's own.
    """
    own = [
        Library(
            library=effect.id, source="layers.toml", apis=tuple(Api(name=a, effects=(effect.id,)) for a in effect.apis)
        )
        for effect in effects
    ]
    return Catalog([*builtin_libraries(), *extra, *own], versions)


@cache
def builtin_libraries() -> tuple[Library, ...]:
    """The files that come with archcheck, by name."""
    folder = resources.files("archcheck.catalog").joinpath("apis")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(Library.model_validate(tomllib.loads(f.read_text(encoding="utf-8"))) for f in files)


def _has(effects: Iterable[str], family: str) -> bool:
    return any(effect == family or effect.startswith(family + ".") for effect in effects)


def _is_pattern(name: str) -> bool:
    return "*" in name or "?" in name
