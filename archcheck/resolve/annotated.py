"""Annotations in all their spellings: what instances they speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.facts.annotation import annotation_scope, parse_annotation
from archcheck.resolve import generics
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import (
    Alias,
    Foreign,
    ForeignInstance,
    Known,
    KnownClass,
    Manager,
    Many,
    Own,
    OwnClass,
    Plain,
    Returning,
    Row,
    Value,
    Values,
    merged,
)

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_FIRST_ARGUMENT = frozenset(
    [
        "Annotated",
        "Optional",
        "ClassVar",
        "Final",
        "Required",
        "NotRequired",
        "ReadOnly",
        "Awaitable",
        "InitVar",
        "Mapped",
        "SkipValidation",
    ]
)
_LAST_ARGUMENT = frozenset(["Coroutine"])
_CONTAINERS = frozenset(
    [
        "list",
        "List",
        "set",
        "Set",
        "frozenset",
        "FrozenSet",
        "Sequence",
        "MutableSequence",
        "Iterable",
        "Iterator",
        "Collection",
        "AsyncIterable",
        "AsyncIterator",
        "Generator",
        "AsyncGenerator",
        "deque",
        "Deque",
        "ContextVar",
    ]
)
_MANAGERS = frozenset(
    [
        "ContextManager",
        "AbstractContextManager",
        "AsyncContextManager",
        "AbstractAsyncContextManager",
        "_GeneratorContextManager",
    ]
)
_MAPPINGS = frozenset(["dict", "Dict", "Mapping", "MutableMapping", "defaultdict", "DefaultDict", "OrderedDict"])
_NO_TYPE = frozenset(
    [
        "typing.Any",
        "typing_extensions.Any",
        "builtins.object",
        "typing.Self",
        "typing_extensions.Self",
        "contextlib.AbstractContextManager",
        "contextlib.AbstractAsyncContextManager",
    ]
)


ALIAS = "a type alias"
"""The hop of what an annotation means by the name of another one."""


def annotation(resolver: Resolver, unit: Unit, index: int) -> Values:
    """Instances that an annotation speaks of; nothing for ``Any``, and ``None`` is left out of unions."""
    node = unit.node(index)
    match node:
        case f.Text(value=text):
            return _text(resolver, unit, text)
        case f.Constant(value="None"):
            return (Value(Plain("None")),)
        case f.Operation(operator="|", operands=operands):
            return _union(resolver, unit, operands)
        case f.Subscript(value=base, index=argument):
            return _generic(resolver, unit, base, argument)
        case f.Items(items=items):
            return _union(resolver, unit, items)
        case f.Name(id="Self") if (owner := _class_around(unit)) is not None:
            return (Value(Own(owner)),)
        case f.Name() | f.Attribute():
            named = merged([found for v in resolver.value(unit, index) for found in instance_of(resolver, v)])
            return named or generics.type_variable(resolver, unit, index)
    return ()


def _class_around(unit: Unit) -> Unit | None:
    here: Unit | None = unit
    while here is not None and here.kind != "class":
        here = here.parent
    return here


def instance_of(resolver: Resolver, value: Value) -> Values:
    """The instance that an annotation means by naming this value."""
    match value.shape:
        case KnownClass(name=name, product=product):
            return (value.becomes(Known(name, product or default_product(resolver, name))),)
        case OwnClass(unit=unit):
            return (value.becomes(Own(unit)),)
        case Foreign(path=path) if path in _NO_TYPE or path.startswith("typing."):
            return ()
        case Foreign(path=path):
            return (value.becomes(ForeignInstance(path)),)
        case Alias(place=place):
            return tuple(
                value.then(ALIAS, v.shape, certain=v.certain) for v in resolver.annotation(place.unit, place.node)
            )
    return ()


def default_product(resolver: Resolver, name: str) -> Known | None:
    """What a factory of a catalog type makes where nothing else is said."""
    known = resolver.catalog.type(name)
    if known is None or known.product is None or known.product.default is None:
        return None
    return Known(known.product.default)


def _union(resolver: Resolver, unit: Unit, parts: tuple[int, ...]) -> Values:
    values = [v for part in parts for v in resolver.annotation(unit, part)]
    something = [v for v in values if v.shape != Plain("None")]
    return merged(something or values)


def _generic(resolver: Resolver, unit: Unit, base: int, argument: int) -> Values:
    name = unit.last_name(base) or ""
    node = unit.node(argument)
    arguments = node.items if isinstance(node, f.Items) and node.kind == "tuple" else (argument,)
    if name in ("Union", "Optional"):
        return _union(resolver, unit, arguments)
    if name in _FIRST_ARGUMENT:
        return resolver.annotation(unit, arguments[0])
    if name in _LAST_ARGUMENT:
        return resolver.annotation(unit, arguments[-1])
    if name in _CONTAINERS:
        return _wrapped(resolver, unit, arguments[0])
    if name in _MAPPINGS:
        return _wrapped(resolver, unit, arguments[-1])
    if name in ("tuple", "Tuple"):
        rows = [resolver.annotation(unit, item) for item in arguments]
        return (Value(Row(tuple(row[0].shape if row else None for row in rows))),)
    if name in ("type", "Type"):
        return tuple(
            v.becomes(shape) for v in resolver.annotation(unit, arguments[0]) if (shape := _class_of(v)) is not None
        )
    if name == "Callable" and len(arguments) == 2:
        results = resolver.annotation(unit, arguments[1])
        return tuple(v.becomes(Returning(v.shape)) for v in results)
    if name in _MANAGERS:
        return tuple(v.becomes(Manager(v.shape)) for v in resolver.annotation(unit, arguments[0]))
    return _parametrised(resolver, unit, base, arguments)


def _wrapped(resolver: Resolver, unit: Unit, argument: int) -> Values:
    return tuple(v.becomes(Many(v.shape)) for v in resolver.annotation(unit, argument))


def _class_of(value: Value) -> KnownClass | OwnClass | None:
    match value.shape:
        case Known(name=name, product=product):
            return KnownClass(name, product)
        case Own(unit=unit):
            return OwnClass(unit)
    return None


def _parametrised(resolver: Resolver, unit: Unit, base: int, arguments: tuple[int, ...]) -> Values:
    """``sessionmaker[AsyncSession]``: a generic catalog type takes its product from the argument."""
    found: list[Value] = []
    for value in resolver.value(unit, base):
        for instance in instance_of(resolver, value):
            shape = instance.shape
            if isinstance(shape, Known) and (entry := resolver.catalog.type(shape.name)) is not None and entry.product:
                products = resolver.annotation(unit, arguments[0])
                if products:
                    found += [instance.becomes(Known(shape.name, p.shape)) for p in products]
                    continue
            found.append(instance)
    return merged(found)


def _text(resolver: Resolver, unit: Unit, text: str) -> Values:
    nodes, root = parse_annotation(text)
    if isinstance(nodes[root], f.Text):
        return ()
    return resolver.annotation(spoken(unit, nodes), root)


def spoken(unit: Unit, nodes: tuple[f.Node, ...]) -> Unit:
    """A unit whose nodes are those of an annotation given as text, with the names of the unit it stands in."""
    cache: dict[tuple[f.Node, ...], Unit] = unit.__dict__.setdefault("spoken", {})
    if nodes not in cache:
        cache[nodes] = Unit(unit.module, unit.index, annotation_scope(unit.scope, unit.index, nodes))
    return cache[nodes]
