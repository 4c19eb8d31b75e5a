"""What something unknown is because the project, or its drivers, have one answer alone: the only method, property or driver that it may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve.acts import TELLING_NAMES
from archcheck.resolve.binding import fits
from archcheck.resolve.delegates import is_abstract
from archcheck.resolve.duck import family, is_open
from archcheck.resolve.likeness import is_like_connection, is_named_so, made_by, used_on
from archcheck.resolve.unfollowed import says_nothing
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Function, Known, Own, Place, Trail, Value, Values, doubtful

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_DRIVERS = (
    ("sqlite3", "sqlite3.Connection"),
    ("psycopg2", "psycopg2.extensions.connection"),
    ("psycopg", "psycopg.Connection"),
)


def sole_method(resolver: Resolver, unit: Unit, method: f.Attribute, call: f.Call | None) -> Values:
    """The method of the project that may be meant on something unknown, where there is no other of that name that has a body, the receiver
    is called like a session or a connection, the call fits, if it is called here, and its class has whatever else is called on it.
    """
    if not is_named_so(unit, method.value) or len(unit.last_name(method.value) or "") == 1:
        return ()
    found = [each for each in resolver.lookups.methods(method.name) if not is_abstract(each)]
    owner = found[0].class_around if len(found) == 1 else None
    if owner is None or (call is not None and not fits(resolver, unit, call, found[0], Own(owner))):
        return ()
    has_all = all(resolver.instance_member(owner, name) for name in used_on(resolver, unit, method.value))
    return (_only(found[0], owner),) if has_all else ()


def _only(method: Unit, owner: Unit) -> Value:
    return Value(Function(method, Own(owner)), False, Trail(f"only `{method.label}` has that name"))


def sole_manager(resolver: Resolver, unit: Unit, item: int) -> Values:
    """What entering something unknown may be, where the project or a driver leaves one answer.

    ``with x.transaction():`` on a receiver without a type is the project's only method of that name; ``with conn:`` is a
    connection of the driver that the module imports, where it is used like one.
    """
    node = unit.node(item)
    if isinstance(node, f.Call):
        func = unit.node(node.func)
        if not isinstance(func, f.Attribute) or not _is_anybodys(resolver, resolver.value(unit, func.value)):
            return ()
        looks = made_by(resolver, unit, item) if func.name in TELLING_NAMES else ()
        return looks or _only_method(resolver, func.name, Place(unit, item))
    if not isinstance(node, f.Name | f.Attribute):
        return ()
    if isinstance(node, f.Attribute) and node.name in resolver.project.property_names:
        receivers = resolver.value(unit, node.value)
        return _only_property(resolver, node.name) if _is_anybodys(resolver, receivers) else ()
    drivers = [d for d in _DRIVERS if any(_names_driver(i, d[0]) for i in unit.module.facts.imports)]
    if len(drivers) == 1 and is_like_connection(resolver, unit, item):
        driver, known = drivers[0]
        name = (unit.last_name(item) or "").strip("_").lower()
        return (
            Value(
                Known(known),
                False,
                Trail(f"`{name}` is used like a connection of `{driver}`, which is imported"),
            ),
        )
    return ()


def _names_driver(imported: f.Import, driver: str) -> bool:
    return imported.module.partition(".")[0] == driver or driver in (imported.name, imported.alias)


def _is_anybodys(resolver: Resolver, receivers: Values) -> bool:
    """Whether nothing is known of a receiver, or nothing but guesses, which may be wrong where they lead nowhere."""
    return is_open(resolver, receivers) or says_nothing(receivers)


def _only_property(resolver: Resolver, name: str) -> Values:
    """What the project's properties of a name give, where all methods of that name are properties of one family of classes."""
    methods = family(resolver, name)
    if not methods or not all(method.is_property for method in methods):
        return ()
    hop = f"only `{methods[0].label}` has that name"
    return doubtful(tuple(v.then(hop) for v in resolver.returned(methods[0])))


def _only_method(resolver: Resolver, name: str, place: Place) -> Values:
    """What the project's methods of a name give, where all of them stand in one family of classes."""
    methods = family(resolver, name)
    owner = methods[0].class_around if methods else None
    if owner is None:
        return ()
    return doubtful(resolver.call(_only(methods[0], owner), place))
