"""The built-in catalog is consistent: what it names is there, its effects are known, its versions are versions."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from archcheck.catalog.load import builtin_libraries, load_catalog
from archcheck.catalog.schema import Callable, Library, Type
from archcheck.config.references import BUILT_IN_EFFECTS
from archcheck.model.site import TRANSACTION_EFFECTS
from packaging.specifiers import SpecifierSet

LIBRARIES = builtin_libraries()
CATALOG = load_catalog()
KNOWN = {*BUILT_IN_EFFECTS, *TRANSACTION_EFFECTS}
IDS = [library.library for library in LIBRARIES]
NO_TYPES = re.compile(
    r"builtins\.object|self|product|argument:\w+|class:\d+\|\w+|product:\d+\|\w+|below:[\w.|]+|module:[\w.]+"
)


def callables(library: Library) -> Iterator[tuple[str, Callable]]:
    for known in library.types:
        yield known.name, known.creates
        yield from ((f"{known.name}.{name}", entry) for name, entry in known.methods.items())
        if known.call is not None:
            yield f"{known.name}()", known.call
    yield from ((function.name, function) for function in library.functions)


def expressions(library: Library) -> Iterator[tuple[str, str]]:
    """Every type expression with where it stands."""
    for name, entry in callables(library):
        texts = (entry.returns,) if isinstance(entry.returns, str) else entry.returns or ()
        yield from ((name, text) for text in (*texts, *entry.hands))
    for known in library.types:
        hands_on = None if known.proxy is not None and known.proxy.startswith("method:") else known.proxy
        given = [text for texts in known.overridden.values() for text in texts]
        places = (*given, hands_on, known.serves, known.enter, known.iterates, *known.bases)
        yield from ((known.name, text) for text in places if text)
        yield from ((f"{known.name}.{name}", m.type) for name, m in known.attributes.items() if m.type)
        if known.product is not None and known.product.default:
            yield known.name, known.product.default
    yield from ((thing.name, thing.type) for thing in library.objects)
    yield from ((f.name, text) for f in library.functions for text in f.injects.values())
    yield from ((f.name, f.reverse.type) for f in library.functions if f.reverse is not None)


def names(expression: str) -> Iterator[str]:
    """The types that an expression is made of."""
    expression = re.sub(r"^member:[\w.]+\[(.*)\]$", r"\1", expression)
    head, bracket, inner = expression.partition("[")
    if bracket:
        if head not in ("type", "list", "iterator", "pair", "instance", "product"):
            yield head
        yield from names(inner.removesuffix("]"))
    elif not NO_TYPES.fullmatch(expression):
        yield expression


@pytest.mark.parametrize("library", LIBRARIES, ids=IDS)
def test_every_type_that_is_named_is_there(library: Library) -> None:
    missing = [
        (where, name)
        for where, expression in expressions(library)
        for name in names(expression)
        if CATALOG.type(name) is None and not CATALOG.is_foreign(name)
    ]
    assert missing == []


@pytest.mark.parametrize("library", LIBRARIES, ids=IDS)
def test_every_effect_is_known(library: Library) -> None:
    found = [effect for _, entry in callables(library) for effect in (*entry.effects, *entry.decorates)]
    found += [effect for _, entry in callables(library) for effect in entry.settings.values()]
    found += [effect for known in library.types for effect in known.exit]
    found += [effect for known in library.types for exit_ in known.exits for effect in exit_.effects]
    found += [m.sets for known in library.types for m in known.attributes.values() if m.sets]
    found += [effect for api in library.apis for effect in api.effects]
    found += [setting.effect for setting in library.settings]
    assert set(found) <= KNOWN


@pytest.mark.parametrize("library", LIBRARIES, ids=IDS)
def test_it_says_where_it_was_read(library: Library) -> None:
    assert library.source.startswith("https://") or not (library.types or library.functions), library.source


@pytest.mark.parametrize("library", LIBRARIES, ids=IDS)
def test_versions_are_versions(library: Library) -> None:
    specifiers = [exit_.versions for known in library.types for exit_ in known.exits]
    specifiers += [text for _, entry in callables(library) if (text := entry.versions)]
    for text in filter(None, [*specifiers, library.versions]):
        SpecifierSet(text)


def test_no_name_is_there_twice() -> None:
    entries = [entry for library in LIBRARIES for entry in (*library.types, *library.functions, *library.objects)]
    counts = Counter(name for entry in entries for name in (entry.name, *entry.aliases))
    assert [name for name, count in counts.items() if count > 1] == []


def transactional() -> list[Type]:
    return [
        t for library in LIBRARIES for t in library.types if {"commit", "rollback"} & set(t.methods) and t.transaction
    ]


@pytest.mark.parametrize("known", transactional(), ids=lambda known: known.name)
def test_what_commits_has_a_kind(known: Type) -> None:
    assert CATALOG.kind_of(known.name) in ("orm", "core", "dbapi", "nosql")


@pytest.mark.parametrize("library", LIBRARIES, ids=IDS)
def test_what_is_handed_on_is_the_result_of_a_method(library: Library) -> None:
    for known in library.types:
        assert all(known.overridden.values())
        if known.proxy is not None and known.proxy.startswith("method:"):
            found = CATALOG.member(known.name, known.proxy.removeprefix("method:"))
            assert found is not None and found[1].returns is not None
