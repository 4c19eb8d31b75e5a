"""Whether who receives a function only keeps it, to be called by somebody else: functions that are stored, registered or given back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve.binding import handed_argument
from archcheck.resolve.registered import path_of
from archcheck.resolve.unit import PUTS, Unit, given
from archcheck.resolve.values import Foreign, Function, Own, OwnClass, Place, Shape

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

# Who registers a function lets others call it.
_REGISTERS = frozenset(
    [
        *("add", "add_api_route", "add_api_websocket_route", "add_event_handler", "add_event_listener"),
        *(
            "add_exception_handler",
            "add_handler",
            "add_listener",
            "add_middleware",
            "add_subscriber",
            "add_view",
            "add_websocket_route",
        ),
        *("add_observer", "add_route", "add_signal_handler", "add_url_rule", "addObserver", "append", "connect"),
        *("insert", "listen", "register", "setattr", "setdefault", "subscribe"),
    ]
)
# Built-in functions that call what they are handed before they return.
_CALLS_NOW = frozenset(["sorted", "sort", "map", "filter", "max", "min", "reduce", "groupby", "sub"])
_WITHIN = frozenset(["lambda", "comprehension"])
# Who says something of a function does not call it either.
TELLS = frozenset(
    [
        *("callable", "format", "hasattr", "hash", "id", "isclass", "iscoroutinefunction", "isfunction", "isinstance"),
        *("ismethod", "issubclass", "print", "repr", "signature", "str", "type"),
    ]
)
_MAKE_FIELDS = frozenset(["attrs", "dataclass", "define", "frozen", "s"])
_HAVE_FIELDS = frozenset(["pydantic.BaseModel", "typing.NamedTuple"])


def keeps(resolver: Resolver, at: Place, call: f.Call, argument: int) -> bool:
    """Whether a call only puts a function somewhere: by what the callees do with it, or by what they are called where these are foreign.

    Args:
        resolver: types the callees.
        at: the call.
        call: its node.
        argument: the node of the function.
    """
    callees = [value.shape for value in resolver.value(at.unit, call.func)]
    own = [each for callee in callees if (each := _function_of(resolver, callee)) is not None]
    fields = [callee for callee in callees if isinstance(callee, OwnClass) and _only_has_fields(resolver, callee.unit)]
    if own or fields:
        is_known = len(own) + len(fields) == len(callees)
        named = [(function.unit, _parameter(function, at, argument)) for function in own] if is_known else []
        return is_known and all(name is not None and resolver.keeps(unit, name) for unit, name in named)
    paths = [path for callee in callees if (path := path_of(callee)) is not None]
    return at.unit.last_name(call.func) in _REGISTERS or any(map(resolver.catalog.registers, paths))


def is_put_away(resolver: Resolver, unit: Unit) -> bool:
    """Whether a unit stands in a lambda that is only put somewhere, or handed on when a module is imported."""
    inner, around = unit, unit.parent
    while around is not None and around.kind in _WITHIN:
        inner, around = around, around.parent
    if inner.kind != "lambda" or around is None or inner.owner is not around.owner:
        return False
    own, holder = around.lambdas.get(inner.index, (f.NONE, f.NONE))
    call = around.node(holder) if holder != f.NONE else None
    if not isinstance(call, f.Call):
        shown = (display.items if isinstance(display, f.Items) else display.values for display in around.displays)
        return any(store.value == own for store in around.scope.stores) or any(own in items for items in shown)
    callees = [value.shape for value in resolver.value(around, call.func)]
    if around.kind != "function" and not any(_function_of(resolver, callee) for callee in callees):
        return around.last_name(call.func) not in _CALLS_NOW
    return keeps(resolver, Place(around, holder), call, own)


def _function_of(resolver: Resolver, callee: Shape) -> Function | None:
    """The function of the project that runs when something is called."""
    match callee:
        case Function(unit=unit) if unit.kind == "function":
            return callee
        case OwnClass(unit=owner):
            made = [v.shape.unit for v in resolver.instance_member(owner, "__init__") if isinstance(v.shape, Function)]
            return Function(made[0], Own(owner)) if len(made) == 1 else None
    return None


def _only_has_fields(resolver: Resolver, owner: Unit) -> bool:
    """Whether an instance of a class keeps what it is made with, and does nothing else with it."""
    decorators = {owner.around.last_name(node) for node in owner.scope.decorators}
    paths = {shape.path for shape in resolver.lineage(owner) if isinstance(shape, Foreign)}
    if decorators.isdisjoint(_MAKE_FIELDS) and paths.isdisjoint(_HAVE_FIELDS):
        return False
    return not any(resolver.instance_member(owner, name) for name in ("__init__", "__new__", "__post_init__"))


def _parameter(function: Function, at: Place, argument: int) -> str | None:
    """The parameter that a call hands an argument to."""
    names = (parameter.name for parameter in function.unit.scope.parameters)
    return next((name for name in names if handed_argument(function, at, name) == argument), None)


def only_keeps(resolver: Resolver, unit: Unit, name: str) -> bool:
    """Whether all that a function does with a parameter is to put it onto an attribute or into a container, or to give it back."""
    if not unit.is_parameter(name) or unit.scope.yields:
        return False
    named = f.Name(name)
    users = [inner for inner in unit.with_inner() if inner is not unit and named in inner.scope.nodes]
    if not all(_is_given_back(unit, user) for user in users):
        return False
    uses = {index for index, node in enumerate(unit.scope.nodes) if node == named}
    put = {store.value for store in unit.scope.stores} | set(_given_back(unit))
    for index, call in unit.calls:
        handed = uses.intersection(given(call)) - put
        if not handed:
            continue
        func = unit.node(call.func)
        if (isinstance(func, f.Attribute) and func.name in PUTS) or unit.last_name(call.func) in TELLS:
            put |= handed
        else:
            put |= {use for use in handed if keeps(resolver, Place(unit, index), call, use)}
    return bool(uses or users) and uses <= put


def _given_back(unit: Unit) -> Iterator[int]:
    """The nodes of what a function returns; of a choice all of them."""
    waiting = [leave.value for leave in unit.scope.exits if leave.value != f.NONE]
    for index in waiting:
        yield index
        node = unit.node(index)
        waiting.extend(node.options if isinstance(node, f.Choice) else ())


def _is_given_back(unit: Unit, inner: Unit) -> bool:
    """Whether a function inside of another one is only returned by it."""
    name = inner.scope.name
    if inner.parent is not unit or inner.kind != "function" or inner.scope.decorators:
        return False
    uses = {index for index, node in enumerate(unit.scope.nodes) if node == f.Name(name)}
    return bool(uses) and uses <= set(_given_back(unit))
