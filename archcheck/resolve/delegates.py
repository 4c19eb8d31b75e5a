"""Thin delegates: functions that perform an effect on ``self`` or a parameter and besides only guard, log, close or re-raise.

A module's function that bears the name of the API (``def commit(): get_session().commit()``) is one as well: its module is to it
what ``self`` is to a method.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve.acts import Act, Event
from archcheck.resolve.entries import bound_once
from archcheck.resolve.lineage import subclasses
from archcheck.resolve.members import declared
from archcheck.resolve.slim import is_slim
from archcheck.resolve.statements import statement_effects
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Function

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_LOGS = frozenset(
    ["debug", "info", "warning", "warn", "error", "exception", "critical", "log", "print", "trace", "notice"]
)
CLOSES = frozenset(
    ["close", "aclose", "remove", "invalidate", "expire_all", "expunge_all", "dispose", "release", "reset"]
)
_HARMLESS = frozenset(
    [
        "isinstance",
        "hasattr",
        "getattr",
        "callable",
        "str",
        "repr",
        "format",
        "len",
        "type",
        "super",
        "bool",
        "time",
        "perf_counter",
        "monotonic",
        "in_transaction",
        "is_active",
        "get_transaction",
        "format_exc",
        "getLogger",
        "get_logger",
        "_",
        "gettext",
    ]
)


def delegate(resolver: Resolver, unit: Unit) -> tuple[Act, ...]:
    """The effects of a delegate; empty where the function does anything else, or does it only sometimes.

    A method that bears the name of the API (``commit``) has it for its purpose, whatever it keeps in order besides. One
    without a body does what its overrides do.
    """
    if unit.kind == "function" and is_abstract(unit):
        return _of_overrides(resolver, unit)
    thin = is_slim(unit) and calls_little_but(unit, resolver.candidates.acting)
    if not thin and not _may_be_namesake(unit, resolver.candidates.names):
        return ()
    events = [e for e in resolver.events(unit) if e.form in ("call", "sql") and _is_transaction(e.act)]
    own = [e for e in events if _on_own_state(unit, e) or (_may_be_namesake_of_any(unit) and _is_namesake(unit, e.act))]
    chosen = [e for e in own if _unconditional(unit, e)]
    if thin and _nothing_else(unit, {e.at for e in events}):
        return tuple(e.act for e in chosen)
    return tuple(e.act for e in chosen if _is_namesake(unit, e.act))


def _may_be_namesake(unit: Unit, names: frozenset[str]) -> bool:
    return unit.class_around is not None and unit.scope.name in names and not unit.scope.yields


def _may_be_namesake_of_any(unit: Unit) -> bool:
    """Whether the name alone says what a function is for, whatever object it acts on: a method's, or a module's own."""
    is_of_module = unit.parent is not None and unit.parent.kind == "module" and not unit.parameters
    return is_of_module or unit.class_around is not None


def _is_namesake(unit: Unit, act: Act) -> bool:
    api = (act.wraps or act.api).rpartition(".")[2]
    return api == unit.scope.name or any(effect == f"transaction.{unit.scope.name}" for effect in act.effects)


def is_abstract(unit: Unit) -> bool:
    """Whether a method has no body of its own: it raises, passes, or says nothing."""
    if unit.class_around is None or unit.scope.yields or unit.scope.withs or unit.scope.stores:
        return False
    raised = _made_to_raise(unit)
    return all(index in raised for index, _ in unit.calls) and all(leave.value == f.NONE for leave in unit.scope.exits)


def _of_overrides(resolver: Resolver, unit: Unit) -> tuple[Act, ...]:
    owner = unit.class_around
    found: list[Act] = []
    for child in subclasses(resolver, owner) if owner is not None else ():
        for member in declared(resolver, child, unit.scope.name):
            if isinstance(member.shape, Function) and member.shape.unit is not unit:
                found += resolver.delegate(member.shape.unit)
    return tuple(replace(act, certain=False) for act in dict.fromkeys(found))


def speaks(unit: Unit) -> bool:
    """Whether a function calls anything with the literal text of a transaction statement."""
    return any(speaks_sql(unit, call) for _, call in unit.calls)


def calls_little_but(unit: Unit, names: frozenset[str] | set[str]) -> bool:
    """Whether a function, by the names in it alone, calls one of ``names`` and nothing else that matters."""
    calls = {index for index, call in unit.calls if unit.last_name(call.func) in names or speaks_sql(unit, call)}
    return bool(calls) and _nothing_else(unit, calls)


def speaks_sql(unit: Unit, call: f.Call) -> bool:
    """Whether the first argument of a call is the literal text of a transaction statement, a call with it (``text("COMMIT")``), or a name
    for one of these.
    """
    if not call.args:
        return False
    text = unit.node(bound_once(unit, call.args[0]))
    if isinstance(text, f.Call) and text.args:
        text = unit.node(text.args[0])
    return isinstance(text, f.Text) and any(effect != "write" for effect in statement_effects(text.value))


def _is_transaction(act: Act) -> bool:
    return any(effect.startswith("transaction.") for effect in act.effects)


def _unconditional(unit: Unit, event: Event) -> bool:
    for number in unit.blocks_around(event.block):
        block = unit.block(number)
        if block.kind in ("loop", "except", "case", "else"):
            return False
        if block.kind == "if" and not _guards_receiver(unit, block.test):
            return False
    return True


def _guards_receiver(unit: Unit, test: int) -> bool:
    """Whether a condition only asks whether the receiver is there (``if self._session is not None``)."""
    match unit.node(test) if test != f.NONE else None:
        case f.Name(id=name):
            return name in unit.parameters
        case f.Attribute():
            return (unit.dotted(test) or "").partition(".")[0] in unit.parameters and _names_receiver(unit, test)
        case f.Operation(operator="is not" | "!=", operands=(left, _)):
            return _guards_receiver(unit, left)
        case f.Call(func=func):
            return unit.last_name(func) in _HARMLESS
        case f.Choice(options=options):
            return all(_guards_receiver(unit, option) for option in options)
    return False


def _names_receiver(unit: Unit, test: int) -> bool:
    """Whether a tested attribute is the object that a call of the function is made on."""
    tested = unit.dotted(test)
    for _, call in unit.calls:
        called = unit.dotted(call.func)
        if called is not None and tested is not None and called.startswith(tested):
            return True
    return False


def _on_own_state(unit: Unit, event: Event) -> bool:
    """Whether the effect's receiver starts at ``self``, a parameter, or the class around by its name."""
    *_, start = _chain(unit, event.at)
    match unit.node(start):
        case f.Name(id=name):
            is_own = name in unit.parameters or name == "super" or _is_class_around(unit, name)
            return is_own or _from_parameter(unit, name)
    return False


def _chain(unit: Unit, call: int) -> Iterator[int]:
    """A call, what it is made on, what that is an attribute, item or result of, and so on to where it starts."""
    index = call
    while True:
        yield index
        match unit.node(index):
            case f.Call(func=inner) | f.Attribute(value=inner) | f.Await(value=inner) | f.Subscript(value=inner):
                index = inner
            case _:
                return


def _is_class_around(unit: Unit, name: str) -> bool:
    """Whether a static method names its class (``Trade.session.commit()``)."""
    owner = unit.class_around
    return owner is not None and name == owner.scope.name and name not in unit.bindings


def _from_parameter(unit: Unit, name: str) -> bool:
    """Whether a local is bound once, to something of ``self`` or a parameter."""
    bindings = unit.bindings.get(name, ())
    if len(bindings) != 1 or bindings[0].value == f.NONE:
        return False
    dotted = unit.dotted(bindings[0].value)
    return dotted is not None and dotted.partition(".")[0] in unit.parameters


def _nothing_else(unit: Unit, effects: set[int]) -> bool:
    beside = effects | _made_to_raise(unit) | _receivers(unit, effects) | _within_logs(unit)
    for index, call in unit.calls:
        if index not in beside:
            name = unit.last_name(call.func)
            if name not in _LOGS and name not in CLOSES and name not in _HARMLESS:
                return False
    return not any(store.kind == "assign" and _is_work(unit, store) for store in unit.scope.stores)


def _receivers(unit: Unit, calls: set[int]) -> set[int]:
    """Calls that give what one of ``calls`` is made on (``get_session()`` in ``get_session().commit()``); no items of what they give."""
    found: set[int] = set()
    for call in calls:
        plain = takewhile(lambda index: not isinstance(unit.node(index), f.Subscript), _chain(unit, call))
        found.update(index for index in plain if isinstance(unit.node(index), f.Call))
    return found


def _within_logs(unit: Unit) -> set[int]:
    """Calls whose results are only logged."""
    logged = [call.span for _, call in unit.calls if unit.last_name(call.func) in _LOGS]
    return {index for index, call in unit.calls if any(_lies_within(call.span, span) for span in logged)}


def _lies_within(inner: f.Span, outer: f.Span) -> bool:
    return outer[:2] < inner[:2] and inner[2:] <= outer[2:]


def _is_work(unit: Unit, store: f.Store) -> bool:
    """Whether a store is more than resetting a flag of the own object."""
    if store.value == f.NONE:
        return False
    own = unit.self_name is not None and (unit.dotted(store.base) or "").partition(".")[0] == unit.self_name
    return not own or not isinstance(unit.node(store.value), f.Constant)


def _made_to_raise(unit: Unit) -> set[int]:
    """Calls that make an exception: their name says so."""
    return {
        index
        for index, call in unit.calls
        if (unit.last_name(call.func) or "").endswith(("Error", "Exception", "Failure", "Warning"))
    }
