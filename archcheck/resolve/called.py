"""What calling a value does: by catalog entry, by SQL text, or as a delegate of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.catalog.schema import Callable
from archcheck.facts import schema as f
from archcheck.resolve import binding, entries, summaries
from archcheck.resolve.acts import Act, ordered
from archcheck.resolve.binding import handed_argument
from archcheck.resolve.statements import statement_effects
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import (
    Foreign,
    ForeignInstance,
    Function,
    Known,
    KnownClass,
    KnownFunction,
    KnownMethod,
    OwnClass,
    Package,
    Partial,
    Place,
    Value,
)

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_OF_TEXT = frozenset(["strip", "lstrip", "rstrip", "replace", "format", "lower", "upper", "encode"])


def called_acts(resolver: Resolver, unit: Unit, index: int, value: Value) -> list[Act]:
    """What calling a value at a place does: by catalog entry, SQL text, or as a delegate of the project."""
    place = Place(unit, index)
    catalog = resolver.catalog
    match value.shape:
        case KnownMethod(receiver=receiver, owner=owner, name=name):
            found = catalog.member(receiver.name, name)
            entry, kind = (found[1] if found else None), catalog.kind_of(receiver.name)
            named = catalog.api_effects(f"{owner}.{name}") if owner != receiver.name else ()
            return _entry_acts(resolver, value, entry, f"{receiver.name}.{name}", kind, place, named)
        case KnownFunction(name=name):
            function = catalog.function(name)
            if function is not None and function.decorates and _takes_function(resolver, place):
                return [Act(ordered(function.decorates), name, None, function.kind, value.certain, value.trail)]
            return _entry_acts(resolver, value, function, name, function.kind if function else None, place)
        case KnownClass(name=name):
            known = catalog.type(name)
            return _entry_acts(resolver, value, known.creates if known else None, name, catalog.kind_of(name), place)
        case Known(name=name):
            known = catalog.type(name)
            return _entry_acts(resolver, value, known.call if known else None, name, catalog.kind_of(name), place)
        case Function(unit=target) as function:
            acts = list(summaries.as_wrapper(resolver, target, resolver.delegate(target), value, place))
            acts = acts or _sql_handed_on(resolver, value, function, place)
            return [*acts, *_named(resolver, value, target)]
        case OwnClass(unit=target):
            return _named(resolver, value, target)
        case Foreign(path=path) if effects := catalog.api_effects(path):
            return [Act(ordered(effects), path, None, None, value.certain, value.trail)]
        case ForeignInstance(path=path) if _is_method(unit, index, path) and (effects := catalog.exact_effects(path)):
            return [Act(ordered(effects), path, None, None, False, value.trail)]
        case Partial(target=target):
            return called_acts(resolver, unit, index, value.becomes(target))
    return []


def _named(resolver: Resolver, value: Value, target: Unit) -> list[Act]:
    """A function or class of the project that an effect of the user's own names."""
    path = f"{target.module.name}.{target.scope.qualname}"
    effects = resolver.catalog.api_effects(path)
    return [Act(ordered(effects), path, None, None, value.certain, value.trail)] if effects else []


def _is_method(unit: Unit, index: int, path: str) -> bool:
    """Whether a call is one of ``x.method`` where a library gave ``x``, and not of what a function gave."""
    call = unit.node(index)
    func = unit.node(call.func) if isinstance(call, f.Call) else None
    return isinstance(func, f.Attribute) and func.name == path.rpartition(".")[2]


def _sql_handed_on(resolver: Resolver, value: Value, function: Function, place: Place) -> list[Act]:
    """``self.execute("BEGIN")`` where the project's function hands its parameter to an API that takes SQL."""
    unit = function.unit
    for _, node in unit.calls:
        if unit.last_name(node.func) not in resolver.catalog.sql_names or not node.args:
            continue
        name = _text_parameter(resolver, unit, node.args[0])
        handed = handed_argument(function, place, name) if name is not None else f.NONE
        text = entries.text_of(place.unit, handed) if handed != f.NONE else None
        effects = statement_effects(text) if text is not None else ()
        if effects:
            kind = "sql" if effects != ("write",) else None
            wraps = f"sql.{unit.last_name(node.func)}"
            return [Act(ordered(effects), unit.label, wraps, kind, False, value.trail)]
    return []


def _text_parameter(resolver: Resolver, unit: Unit, index: int) -> str | None:
    """The parameter whose text an argument is, as it is or rewritten: ``text(query)``, ``self.rewritten(query)``, ``query.strip() + ";"``."""
    match unit.node(index):
        case f.Name(id=name):
            return name if name in unit.parameters and name != unit.self_name else None
        case f.Operation(operator="+" | "%", operands=(left, _)):
            return _text_parameter(resolver, unit, left)
        case f.Call(func=func, args=args):
            callee = unit.node(func)
            if isinstance(callee, f.Attribute) and callee.name in _OF_TEXT:
                return _text_parameter(resolver, unit, callee.value)
            if args and _rewrites(resolver, unit, callee):
                return _text_parameter(resolver, unit, args[0])
    return None


def _rewrites(resolver: Resolver, unit: Unit, callee: f.Node) -> bool:
    """Whether what is called may give the text that it is handed: a function by its name or out of a module, a method of the same object."""
    if not isinstance(callee, f.Attribute):
        return isinstance(callee, f.Name)
    receivers = resolver.value(unit, callee.value)
    of_module = bool(receivers) and all(isinstance(v.shape, Package | Foreign) for v in receivers)
    return unit.is_self(callee.value) or (of_module and callee.name != "get")


def _takes_function(resolver: Resolver, place: Place) -> bool:
    """Whether a decorator is called with a function of the project (``atomic(run)``)."""
    return any(isinstance(v.shape, Function) for v in entries.argument_values(resolver, place, "0"))


def _entry_acts(
    resolver: Resolver,
    value: Value,
    entry: Callable | None,
    api: str,
    kind: str | None,
    place: Place,
    named: tuple[str, ...] = (),
) -> list[Act]:
    named = (*named, *resolver.catalog.api_effects(api))
    if entry is None:
        return [Act(ordered(named), api, None, kind, value.certain, value.trail)] if named else []
    effects: tuple[str, ...] = ()
    certain = value.certain
    held = entries.holds(resolver, entry.when, place)
    if entry.effects and held is not False:
        effects, certain = entry.effects, certain and held is True
    if entry.sql is not None:
        node = binding.argument_node(place, entry.sql.argument, entry.sql.position)
        text = entries.text_of(place.unit, node)
        spoken = statement_effects(text) if text is not None else ()
        if spoken:
            effects, kind = (*effects, *spoken), "sql" if spoken != ("write",) else kind
    effects = (*effects, *_keyword_settings(resolver, entry, place), *named)
    return [Act(ordered(effects), api, None, kind, certain, value.trail)] if effects else []


def _keyword_settings(resolver: Resolver, entry: Callable, place: Place) -> tuple[str, ...]:
    """Effects of keyword arguments that switch the transaction mode (``autocommit=True``)."""
    found: list[str] = []
    for keyword, effect in entry.settings.items():
        node = _setting(place, keyword)
        if node == f.NONE:
            continue
        given = entries.literal(place.unit, node)
        is_none = given is None and keyword in entry.by_none
        if given is True or is_none or (isinstance(given, str) and "AUTOCOMMIT" in given.upper()):
            found.append(effect)
    return tuple(found)


def _setting(place: Place, keyword: str) -> int:
    """The node of a keyword argument; behind a dot that of a key in the mapping that it is (``execution_options.isolation_level``)."""
    argument, _, key = keyword.partition(".")
    node = binding.argument_node(place, argument, None)
    if node == f.NONE or not key:
        return node
    unit = place.unit
    named = unit.node(node)
    if isinstance(named, f.Name) and any(unit.node(store.base) == named for store in unit.scope.stores):
        # More is put into it before.
        return f.NONE
    mapping = unit.node(entries.bound_once(unit, node))
    pairs = zip(mapping.keys, mapping.values, strict=True) if isinstance(mapping, f.Mapping) else ()
    written = {
        name.value: value for index, value in pairs if index != f.NONE and isinstance(name := unit.node(index), f.Text)
    }
    return written.get(key, f.NONE)


def makers(resolver: Resolver, unit: Unit, index: int, node: f.Call) -> tuple[Act, ...]:
    """The API that made a context manager, so that ``with session.begin()`` goes by that name."""
    found: list[Act] = []
    for callee in resolver.value(unit, node.func):
        match callee.shape:
            case KnownMethod(receiver=receiver, name=name):
                entry = resolver.catalog.member(receiver.name, name)
                effects = entry[1].effects if entry else ()
                found.append(Act(effects, f"{receiver.name}.{name}", None, resolver.catalog.kind_of(receiver.name)))
            case KnownFunction(name=name):
                function = resolver.catalog.function(name)
                found.append(Act(function.effects if function else (), name, None, function.kind if function else None))
    return tuple(found)
