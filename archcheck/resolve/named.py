"""What goes by which name in one scope: the parts of which the project's tables of names are made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias, TypeVar

from archcheck.facts.schema import NONE, Node, Store
from archcheck.facts.schema import Attribute as AttributeNode
from archcheck.facts.schema import Call as CallNode
from archcheck.facts.schema import Imported as ImportedNode
from archcheck.facts.schema import Inner as InnerNode
from archcheck.facts.schema import Name as NameNode
from archcheck.facts.schema import Subscript as SubscriptNode
from archcheck.facts.schema import Text as TextNode
from archcheck.resolve.leaning import Kind
from archcheck.resolve.module import Module
from archcheck.resolve.scoping import imported_as
from archcheck.resolve.unit import Unit, given

_T = TypeVar("_T")
# Of a call that hands something to what it names, one of so many arguments is the name.
_NAMING = 2
Named: TypeAlias = dict[str, tuple[_T, ...]]


def by_name(units: Iterable[Unit], entries: Callable[[Unit], Iterable[tuple[str, _T]]]) -> Named[_T]:
    """The entries of all units by name, in order."""
    found: dict[str, list[_T]] = {}
    for unit in units:
        for name, entry in entries(unit):
            found.setdefault(name, []).append(entry)
    return {name: tuple(of_name) for name, of_name in found.items()}


def updated(
    table: Named[_T],
    gone: Sequence[Module],
    come: Sequence[Module],
    entries: Callable[[Unit], Iterable[tuple[str, _T]]],
) -> Named[_T]:
    """A table where some modules have gone and others have come.

    Args:
        table: as it was.
        gone: modules whose entries are in it.
        come: modules whose entries are not.
        entries: those of a unit.
    """
    found = dict(table)
    lost, fresh = by_name(_units(gone), entries), by_name(_units(come), entries)
    without = frozenset(gone)
    for name in lost.keys() | fresh.keys():
        left = (entry for entry in table.get(name, ()) if _module_of(entry) not in without)
        of_name = tuple(sorted((*left, *fresh.get(name, ())), key=lambda entry: _module_of(entry).file))
        if of_name:
            found[name] = of_name
        else:
            found.pop(name, None)
    return found


def _units(modules: Iterable[Module]) -> Iterator[Unit]:
    return (unit for module in modules for unit in module.units)


def _module_of(entry: object) -> Module:
    unit = entry[0] if isinstance(entry, tuple) else entry
    assert isinstance(unit, Unit)
    return unit.module


def classes(unit: Unit) -> Iterator[tuple[str, Unit]]:
    """A class outside tests by its name."""
    if unit.kind == "class" and not unit.module.is_test:
        yield unit.scope.name, unit


def methods(unit: Unit) -> Iterator[tuple[str, Unit]]:
    """A method outside tests by its name."""
    if unit.kind == "function" and unit.class_around is not None and not unit.module.is_test:
        yield unit.scope.name, unit


def holders(unit: Unit) -> Iterator[tuple[str, Unit]]:
    """A class outside tests by the names that it binds or stores on its instances."""
    if unit.kind == "class" and not unit.module.is_test:
        yield from ((name, unit) for name in dict.fromkeys((*unit.bindings, *unit.self_stores)))


def decorated(unit: Unit) -> Iterator[tuple[str, tuple[Unit, int]]]:
    """A function by the last names of its decorators, each with its node in the scope around."""
    for node in unit.scope.decorators if unit.kind == "function" else ():
        name = unit.around.last_name(node)
        if name is not None:
            yield name, (unit, node)


def subclasses(unit: Unit) -> Iterator[tuple[str, Unit]]:
    """A class by the last name of each of its bases; of a generic base that of the class."""
    for base in unit.scope.bases if unit.kind == "class" else ():
        node = unit.around.node(base)
        name = unit.around.last_name(node.value if isinstance(node, SubscriptNode) else base)
        if name is not None:
            yield name, unit


def stores(unit: Unit) -> Iterator[tuple[str, tuple[Unit, Store]]]:
    """What is set on objects from outside, by attribute name, and under literal keys by ``[key]``."""
    for store in unit.scope.stores if not unit.module.is_test else ():
        if store.kind == "narrow" or unit.is_self(store.base):
            continue
        if store.name != "[]":
            yield store.name, (unit, store)
        elif isinstance(key := unit.node(store.index), TextNode):
            yield f"[{key.value}]", (unit, store)


def puts(unit: Unit) -> Iterator[tuple[str, tuple[Unit, str]]]:
    """What is put into containers that were imported, by the container's last name, each with its dotted one; tests left out."""
    for dotted in unit.puts if not unit.module.is_test else ():
        first, _, more = dotted.partition(".")
        yield from ((more.rpartition(".")[2] or node.name, (unit, dotted)) for node in imported_as(unit, first))


def calls(unit: Unit) -> Iterator[tuple[str, tuple[Unit, int]]]:
    """Calls by the last name of what is called."""
    nodes = unit.scope.nodes
    for index, call in unit.calls:
        match nodes[call.func]:
            case NameNode(id=name) | AttributeNode(name=name):
                yield name, (unit, index)


def arguments(unit: Unit) -> Iterator[tuple[str, tuple[Unit, int, int]]]:
    """Arguments of calls by their last name, a lambda by its label: the call's node and its own."""
    nodes = unit.scope.nodes
    for index, call in unit.calls:
        for argument in given(call):
            match nodes[argument]:
                case NameNode(id=name) | AttributeNode(name=name):
                    yield name, (unit, index, argument)
                case InnerNode(scope=scope):
                    yield unit.module.units[scope].label, (unit, index, argument)


def relations(unit: Unit) -> Iterator[tuple[str, tuple[Unit, int]]]:
    """Calls that a class outside tests binds in its body, by its own name in small letters and by the names that they are handed."""
    if unit.kind != "class" or unit.module.is_test:
        return
    for bound in unit.scope.bindings:
        call = unit.node(bound.value) if bound.value != NONE else None
        if isinstance(call, CallNode):
            texts = (text_within(unit, value) for _, value in call.keywords)
            names = (unit.scope.name.lower(), *(text for text in texts if text is not None and text.isidentifier()))
            yield from ((name, (unit, bound.value)) for name in dict.fromkeys(names))


def sent(unit: Unit) -> Iterator[tuple[str, tuple[Unit, int]]]:
    """Calls outside tests that hand keywords to what a text names, by that text (``client.cast(context, "ship", order=order)``)."""
    for index, call in unit.calls if not unit.module.is_test else ():
        if call.keywords:
            for argument in call.args[:_NAMING]:
                node = unit.node(argument)
                if isinstance(node, TextNode) and not node.dynamic and node.value.isidentifier():
                    yield node.value, (unit, index)


def text_within(unit: Unit, index: int) -> str | None:
    """A text, or the one that a call is handed first (``backref("orders", lazy=True)``)."""
    node = unit.node(index)
    if isinstance(node, CallNode) and node.args:
        node = unit.node(node.args[0])
    return node.value if isinstance(node, TextNode) and not node.dynamic else None


_TABLES: dict[Kind, Callable[[Unit], Iterable[tuple[str, object]]]] = {
    "class": classes,
    "method": methods,
    "holder": holders,
    "decorated": decorated,
    "subclass": subclasses,
    "store": stores,
    "put": puts,
    "call": calls,
    "argument": arguments,
    "relation": relations,
    "sent": sent,
}


def brought(module: Module | None) -> Counter[tuple[Kind, str]]:
    """How many entries a module brings into the project's tables, by the kind of table and the name."""
    found: Counter[tuple[Kind, str]] = Counter()
    for unit in module.units if module is not None else ():
        for kind, entries in _TABLES.items():
            found.update((kind, name) for name, _ in entries(unit))
    return found


def mentions(module: Module, names: frozenset[str]) -> bool:
    """Whether any of some names stands in the code of a module: as a name, an attribute, an import or a text."""
    for unit in module.units:
        if any(_is_one(node, names) for node in unit.scope.nodes):
            return True
        if any(store.name in names for store in unit.scope.stores):
            return True
    return False


def _is_one(node: Node, names: frozenset[str]) -> bool:
    kind = node.__class__
    if kind is NameNode:
        return node.id in names  # type: ignore[union-attr]
    if kind is AttributeNode or kind is ImportedNode:
        return node.name in names  # type: ignore[union-attr]
    return kind is TextNode and node.value in names  # type: ignore[union-attr, operator]
