"""Every act of a unit: calls, ``with`` blocks, decorators, dependencies, references, settings and SQL text."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.model.site import Form
from archcheck.resolve import called, decorating, entering, entries, forwarding, injection, likeness, sole
from archcheck.resolve.acts import TELLING_NAMES, Act, Event, ordered
from archcheck.resolve.duck import is_open
from archcheck.resolve.statements import statement_effects
from archcheck.resolve.unfollowed import says_nothing
from archcheck.resolve.unit import Unit, given
from archcheck.resolve.values import (
    Foreign,
    ForeignInstance,
    Function,
    Known,
    KnownClass,
    KnownMethod,
    Own,
    OwnClass,
    Place,
    Plain,
    Returning,
    Value,
    Values,
    is_none,
)

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_RUNS_SQL = re.compile(r"exec|query|sql", re.IGNORECASE)
_TAKES_SQL = re.compile(r"execute(many|script)?|query|sql|\w+_sql|sql_\w+")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A call whose name fits and whose receiver has no type."""

    node: int
    method: str
    span: f.Span
    reason: str
    remedy: str
    form: Form = "call"


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found in a unit."""

    events: tuple[Event, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def examine(resolver: Resolver, unit: Unit) -> Examined:
    """Every act of a unit, in order of position."""
    events: list[Event] = [*decorating.decorators(resolver, unit), *injection.injections(resolver, unit)]
    claimed: set[int] = set()
    events += entering.blocks(resolver, unit, claimed)
    events += entering.by_call(resolver, unit, claimed)
    doubts: list[Doubt] = []
    for index, node in unit.calls:
        events += _call(resolver, unit, index, node, claimed, doubts)
    events += _references(resolver, unit)
    events += _settings(resolver, unit)
    return Examined(tuple(sorted(events, key=lambda e: (e.span, e.form, e.act.api))), tuple(doubts))


def _call(
    resolver: Resolver, unit: Unit, index: int, node: f.Call, claimed: set[int], doubts: list[Doubt]
) -> list[Event]:
    if index in claimed:
        return []
    func = unit.node(node.func)
    name = func.name if isinstance(func, f.Attribute) else func.id if isinstance(func, f.Name) else ""
    if name in entering.ENTERS or name in entering.EXITS:
        return []
    if not resolver.candidates.may_act(unit, node, func, name):
        return []
    values = resolver.value(unit, node.func)
    acts = [act for value in values for act in called.called_acts(resolver, unit, index, value)]
    block = unit.block_of(index)
    if acts:
        first = min(acts, key=lambda a: (not a.certain, a.api))
        others = [v for v in values if not _silent(v)]
        act = Act(
            first.effects, first.api, first.wraps, first.kind, first.certain and len(acts) >= len(others), first.trail
        )
        return [Event(act, "sql" if act.kind == "sql" else "call", node.span, index, block)]
    if isinstance(func, f.Attribute):
        return _by_likeness(resolver, unit, index, node, func, values, doubts)
    return []


def _silent(value: Value) -> bool:
    return isinstance(value.shape, Plain)


def _by_likeness(
    resolver: Resolver, unit: Unit, index: int, node: f.Call, func: f.Attribute, values: Values, doubts: list[Doubt]
) -> list[Event]:
    """A receiver without a type: by what else is called on it where that is telling, by the project's only method of that name, else a doubt."""
    known = any(not isinstance(value.shape, ForeignInstance | Foreign) for value in values)
    if known or func.name not in TELLING_NAMES:
        return _sql_by_text(resolver, unit, index, node, func, values)
    receivers = tuple(v for v in resolver.value(unit, func.value) if not is_none(v))
    if any(_is_settled(resolver, receiver) for receiver in receivers):
        return []
    act = _likely_act(resolver, unit, func, receivers) or _own_act(resolver, Place(unit, index), func, node)
    if act is not None:
        return [Event(act, "call", node.span, index, unit.block_of(index))]
    form: Form = "with" if _is_entered(unit, index) else "call"
    if func.name == "begin" and (form == "call" or not likeness.is_named_so(unit, func.value)):
        # Too many things begin: a receiver that does not look like one of the catalog is no question worth asking.
        return []
    reason, remedy = likeness.reason(resolver, unit, func.value, receivers)
    doubts.append(Doubt(index, func.name, node.span, reason, remedy, form))
    return []


def _is_entered(unit: Unit, index: int) -> bool:
    return any(block.item == index for block in unit.scope.withs)


def _likely_act(resolver: Resolver, unit: Unit, method: f.Attribute, receivers: Values) -> Act | None:
    """What a method does by what its receiver looks like."""
    guess = likeness.likely_type(resolver, unit, method.value, receivers)
    member = resolver.catalog.member(guess.name, method.name) if guess is not None else None
    if guess is None or member is None or not member[1].effects:
        return None
    kind = resolver.catalog.kind_of(guess.name)
    return Act(ordered(member[1].effects), f"{guess.name}.{method.name}", None, kind, False, guess.trail)


def _own_act(resolver: Resolver, at: Place, method: f.Attribute, call: f.Call | None = None) -> Act | None:
    """What the only method of that name in the project does, on a receiver that is called like a session or a connection."""
    values = sole.sole_method(resolver, at.unit, method, call)
    return next((act for value in values for act in called.called_acts(resolver, at.unit, at.node, value)), None)


def _is_settled(resolver: Resolver, receiver: Value) -> bool:
    """Whether the receiver is known well enough to say that it has no such API."""
    match receiver.shape:
        case Own(unit=unit) | OwnClass(unit=unit):
            # Who answers for what he does not have may hand it to anything.
            return not forwarding.may_forward(resolver, (receiver,)) and all(
                isinstance(s, OwnClass | KnownClass) or _is_plain(resolver, s) for s in resolver.lineage(unit)
            )
        case ForeignInstance(path=path) | Foreign(path=path):
            return resolver.catalog.is_foreign(path) or path.startswith("builtins.")
        case Returning():
            return False
    return True


def _is_plain(resolver: Resolver, shape: object) -> bool:
    path = getattr(shape, "path", "")
    return path.partition(".")[0] in (
        "builtins",
        "abc",
        "typing",
        "typing_extensions",
        "enum",
        "contextlib",
    ) or resolver.catalog.is_foreign(path)


def _sql_by_text(
    resolver: Resolver, unit: Unit, index: int, node: f.Call, func: f.Attribute, values: Values
) -> list[Event]:
    """``x.execute("COMMIT")`` on a receiver without a type, or of a library that nothing is known of: the statement itself is evidence."""
    if any(not _may_run_sql(resolver, value, func.name) for value in values):
        return []
    if not _RUNS_SQL.search(func.name) or not node.args:
        return []
    text = entries.text_of(unit, node.args[0])
    effects = statement_effects(text) if text is not None else ()
    if not effects or effects == ("write",):
        return []
    act = Act(ordered(effects), f"sql.{func.name}", None, "sql", False, None)
    return [Event(act, "sql", node.span, index, unit.block_of(index))]


def _may_run_sql(resolver: Resolver, method: Value, name: str) -> bool:
    """Whether a method of another library may take SQL: it is called as the drivers call theirs, and nothing else is known of it."""
    path = method.shape.path if isinstance(method.shape, ForeignInstance | Foreign) else ""
    is_open = path.partition(".")[0] not in sys.stdlib_module_names and not resolver.catalog.is_foreign(path)
    return bool(path) and is_open and _TAKES_SQL.fullmatch(name) is not None


def _references(resolver: Resolver, unit: Unit) -> list[Event]:
    """The API handed on as a value: ``retry(session.commit)``."""
    found: list[Event] = []
    names = resolver.candidates.acting
    if not any(node.__class__ is f.Attribute and node.name in names for node in unit.scope.nodes):
        return found
    for index in dict.fromkeys(_handed(unit)):
        node = unit.node(index)
        if isinstance(node, f.Attribute) and node.name in names:
            acts = _acts_of_reference(resolver, unit, index, node)
            found += [Event(act, "reference", node.span, index, unit.block_of(index)) for act in acts]
    return found


def _acts_of_reference(resolver: Resolver, unit: Unit, index: int, node: f.Attribute) -> Iterator[Act]:
    """The transaction's act of each API that an expression may be; of a receiver without a type by what it looks like, or by the project's
    only method of that name.
    """
    values = resolver.value(unit, index)
    for value in values:
        if isinstance(value.shape, KnownMethod | Function):
            acts = called.called_acts(resolver, unit, index, value)
            yield from [act for act in acts if _is_of_transaction(act)][:1]
    if node.name in TELLING_NAMES and is_open(resolver, values):
        receivers = tuple(v for v in resolver.value(unit, node.value) if not is_none(v))
        act = _likely_act(resolver, unit, node, receivers) if not values and says_nothing(receivers) else None
        if act is None and not any(_is_settled(resolver, receiver) for receiver in receivers):
            act = _own_act(resolver, Place(unit, index), node)
        if act is not None and _is_of_transaction(act):
            yield act


def _is_of_transaction(act: Act) -> bool:
    return any(effect.startswith("transaction") for effect in act.effects)


def _handed(unit: Unit) -> Iterator[int]:
    """Nodes that a unit hands on: to calls, into displays, to its caller, onto attributes."""
    for _, call in unit.calls:
        yield from given(call)
    for display in unit.displays:
        yield from display.items if isinstance(display, f.Items) else display.values
    if unit.kind != "comprehension":
        yield from (leave.value for leave in unit.scope.exits if leave.value != f.NONE)
    yield from (store.value for store in unit.scope.stores if store.value != f.NONE)


def _settings(resolver: Resolver, unit: Unit) -> list[Event]:
    """``conn.autocommit = True`` and configuration keys that switch transactions."""
    found: list[Event] = []
    for store in unit.scope.stores:
        if store.name in resolver.candidates.settings and store.value != f.NONE:
            for value in resolver.value(unit, store.base):
                if isinstance(value.shape, Known):
                    member = resolver.catalog.attribute(value.shape.name, store.name)
                    if member is not None and member[1].sets is not None:
                        api = f"{value.shape.name}.{store.name}"
                        act = Act(
                            (member[1].sets,),
                            api,
                            None,
                            resolver.catalog.kind_of(value.shape.name),
                            value.certain,
                            value.trail,
                        )
                        found.append(Event(act, "setting", store.span, store.at, store.block))
    return found + _configured(resolver, unit)


def _configured(resolver: Resolver, unit: Unit) -> list[Event]:
    found: list[Event] = []
    for node in unit.displays:
        if isinstance(node, f.Mapping):
            for key, value in zip(node.keys, node.values, strict=True):
                name = unit.node(key) if key != f.NONE else None
                if not isinstance(name, f.Text) or entries.literal(unit, value) is not True:
                    continue
                setting = resolver.candidates.configuration.get(name.value)
                if setting is not None:
                    act = Act((setting.effect,), setting.name, None, setting.kind, False)
                    found.append(Event(act, "setting", name.span, value, unit.block_of(value)))
    return found
