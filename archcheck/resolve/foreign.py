"""What calls of libraries and built-ins give that the catalog does not describe: mostly something foreign, at times what they are handed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve import binding, dispatch, duck, entries
from archcheck.resolve.loaders import LOADERS, loaded
from archcheck.resolve.values import (
    Context,
    ForeignInstance,
    Function,
    Generated,
    Manager,
    Many,
    Own,
    OwnClass,
    Partial,
    Place,
    Plain,
    Returning,
    Row,
    Value,
    Values,
    doubtful,
    merged,
)

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_HANDS_ON_FIRST = frozenset(
    [
        "copy.copy",
        "copy.deepcopy",
        "asyncio.wait_for",
        "asyncio.shield",
        "asyncio.run",
        "asyncio.ensure_future",
        "asyncio.create_task",
        "builtins.reversed",
        "builtins.sorted",
        "builtins.list",
        "builtins.tuple",
        "builtins.set",
        "builtins.iter",
        "builtins.staticmethod",
        "weakref.proxy",
        "django.utils.decorators.method_decorator",
        "asgiref.sync.async_to_sync",
        "asgiref.sync.sync_to_async",
        "typing.no_type_check",
        "functools.lru_cache",
        "functools.cache",
        "functools.wraps",
        "functools.singledispatch",
        "fastapi.Security",
    ]
)
_ROWS = frozenset(["builtins.enumerate", "builtins.zip", "itertools.zip_longest", "itertools.product"])
_PARTIALS = frozenset(["functools.partial", "functools.partialmethod"])
# Entering these gives what they hold, and leaving them ends no transaction of it: it is closed, or nothing happens.
_HOLDS_FIRST = frozenset(["contextlib.aclosing", "contextlib.closing", "contextlib.nullcontext"])
_ITEM_OF_FIRST = frozenset(["builtins.next", "builtins.anext", "builtins.max", "builtins.min", "random.choice"])
_CALLS_FIRST = frozenset(["fastapi.Depends", "fastapi.params.Depends", "asyncio.to_thread", "anyio.to_thread.run_sync"])
_PROXIES = frozenset(
    ["werkzeug.local.LocalProxy", "django.utils.functional.SimpleLazyObject", "lazy_object_proxy.Proxy"]
)
_ENTERS = frozenset(["enter_context", "enter_async_context"])


def called(resolver: Resolver, value: Value, path: str, at: Place | None) -> Values:
    """What calling a function or class of a library gives; at least something of that library."""
    if path in LOADERS:
        return loaded(resolver, path, at)
    if path in _HANDS_ON_FIRST:
        return _first(resolver, at) or (value.becomes(ForeignInstance(path)),)
    if path in _HOLDS_FIRST:
        return tuple(v.becomes(Manager(v.shape, ends=False)) for v in _first(resolver, at)) or (
            value.becomes(ForeignInstance(path)),
        )
    if path in _PROXIES:
        return _proxy(resolver, _first(resolver, at)) or (value.becomes(ForeignInstance(path)),)
    if path in _PARTIALS:
        return tuple(v.becomes(Partial(v.shape)) for v in _first(resolver, at))
    if path in _ITEM_OF_FIRST:
        return merged([found for v in _first(resolver, at) for found in resolver.iterated(v)])
    if path in _ROWS:
        return _rows(resolver, value, path, at)
    if path in _CALLS_FIRST or path.endswith(".Depends"):
        return _dependency(resolver, _first(resolver, at) or entries.argument_values(resolver, at, "dependency"))
    if path.endswith(("contextlib.contextmanager", "contextlib.asynccontextmanager")):
        return tuple(
            v.becomes(Returning(Context(v.shape, None)) if isinstance(v.shape, Function) else v.shape)
            for v in _first(resolver, at)
        )
    if path in ("typing.cast", "typing_extensions.cast") and at is not None:
        node = binding.argument_node(at, "typ", 0)
        return resolver.annotation(at.unit, node) if node != f.NONE else ()
    if path in ("typing.NewType", "typing_extensions.NewType"):
        return entries.argument_values(resolver, at, "1")
    if path == "builtins.getattr" and at is not None:
        return _getattr(resolver, _first(resolver, at), at)
    if path == "builtins.type":
        return tuple(v.becomes(OwnClass(v.shape.unit)) for v in _first(resolver, at) if isinstance(v.shape, Own))
    if path == "builtins.dict" and (kept := _kept_by_keywords(resolver, at)):
        return kept
    if path.startswith("builtins."):
        return (value.becomes(Plain(path)),)
    return (value.then(f"`{path}(…)`", ForeignInstance(path)),)


def _first(resolver: Resolver, at: Place | None) -> Values:
    """What the first argument of a call may be; most calls of foreign functions need not know."""
    return entries.argument_values(resolver, at, "0")


def _proxy(resolver: Resolver, targets: Values) -> Values:
    """What stands for what a function gives each time; other objects for themselves."""
    found: list[Value] = []
    for target in targets:
        is_function = isinstance(target.shape, Function | OwnClass)
        found += resolver.call(target, None) if is_function else [target]
    return merged(found)


def _kept_by_keywords(resolver: Resolver, at: Place | None) -> Values:
    """``dict(session=…)`` holds what its keywords give."""
    call = at.unit.node(at.node) if at is not None else None
    if at is None or not isinstance(call, f.Call):
        return ()
    given = (v for keyword, node in call.keywords if keyword != "**" for v in resolver.value(at.unit, node))
    return merged([v.becomes(Many(v.shape)) for v in given])


def _rows(resolver: Resolver, value: Value, path: str, at: Place | None) -> Values:
    """``enumerate`` and ``zip`` give tuples of what their arguments give."""
    node = at.unit.node(at.node) if at is not None else None
    arguments = node.args if isinstance(node, f.Call) and at is not None else ()
    columns = [
        [r for v in resolver.value(at.unit, a) for r in resolver.iterated(v)] for a in arguments if at is not None
    ]
    items = tuple(column[0].shape if column else None for column in columns)
    row = Row((None, *items) if path == "builtins.enumerate" else items)
    trail = next((column[0] for column in columns if column), value)
    return (trail.becomes(Many(row)),)


def _getattr(resolver: Resolver, first: Values, at: Place) -> Values:
    node = binding.argument_node(at, "", 1)
    name = entries.literal(at.unit, node) if node != f.NONE else None
    if node != f.NONE and not isinstance(name, str):
        names = dispatch.handed_names(resolver, at.unit, node)
        handed = [found for v in first for each in names for found in resolver.member(v, each, at)]
        return doubtful(merged(handed)) or dispatch.methods(resolver, first, at.unit, node)
    if not isinstance(name, str):
        return ()
    if not first:
        return duck.attribute(resolver, at.unit, binding.argument_node(at, "", 0), name)
    return merged([found for v in first for found in resolver.member(v, name, at)])


def _dependency(resolver: Resolver, targets: Values) -> Values:
    """What ``Depends(target)`` hands in: what the dependency yields, or else returns."""
    found: list[Value] = []
    for target in targets:
        for given in resolver.call(target, None):
            if isinstance(given.shape, Generated | Context):
                found += [v.then("handed in by dependency injection") for v in resolver.entered(given)]
            elif isinstance(given.shape, Many | Manager):
                found += resolver.entered(given)
            else:
                found.append(given)
    return merged(found)


def method_called(resolver: Resolver, value: Value, path: str, at: Place | None) -> Values:
    """What calling a method of something that a library gave gives."""
    last = path.rpartition(".")[2]
    if last in _ENTERS:
        first = entries.argument_values(resolver, at, "0")
        return merged([found for v in first for found in resolver.entered(v)])
    if last in ("run_in_executor", "submit"):
        return ()
    return (value.becomes(ForeignInstance(f"{path}()")),)
