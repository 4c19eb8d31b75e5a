"""Receivers without a type: what they look like, by what else is called on them and what they are called.

This is the last resort. It is never certain, and a name alone is never enough: the module must know the library, the receiver must be
used like the type in more than one way, or one class of the project alone has what is called on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve.acts import TELLING_NAMES
from archcheck.resolve.binding import fits
from archcheck.resolve.delegates import is_abstract
from archcheck.resolve.duck import family, is_open
from archcheck.resolve.unfollowed import says_nothing
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import (
    Foreign,
    ForeignInstance,
    Function,
    Known,
    Own,
    OwnClass,
    Place,
    Trail,
    Value,
    Values,
    doubtful,
)

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver


@dataclass(frozen=True, slots=True)
class _Look:
    type: str
    methods: frozenset[str]
    names: tuple[str, ...]
    libraries: tuple[str, ...]

    def is_named(self, name: str) -> bool:
        """Whether that is what such receivers are called."""
        return any(name.strip("_").lower() == each or name.lower().endswith("_" + each) for each in self.names)


_LOOKS = (
    _Look(
        "sqlalchemy.orm.Session",
        frozenset(
            [
                "query",
                "add",
                "add_all",
                "flush",
                "refresh",
                "expunge",
                "merge",
                "scalars",
                "scalar",
                "exec",
                "expire",
                "expire_all",
                "no_autoflush",
                "bulk_save_objects",
                "bulk_insert_mappings",
                "begin_nested",
                "get_bind",
                "execute",
                "delete",
                "rollback",
                "commit",
                "is_active",
                "in_transaction",
            ]
        ),
        ("session", "sess", "db", "db_session", "dbsession", "sa_session", "uow", "s"),
        ("sqlalchemy", "sqlmodel", "flask_sqlalchemy"),
    ),
    _Look(
        "sqlalchemy.engine.Connection",
        frozenset(
            [
                "execute",
                "exec_driver_sql",
                "execution_options",
                "scalar",
                "scalars",
                "begin",
                "begin_nested",
                "commit",
                "rollback",
                "dialect",
                "engine",
                "in_transaction",
            ]
        ),
        ("conn", "connection", "connectable"),
        ("sqlalchemy", "alembic"),
    ),
    _Look(
        "sqlalchemy.engine.Engine",
        frozenset(["begin", "connect", "dispose", "raw_connection", "dialect", "url", "pool", "execution_options"]),
        ("engine",),
        ("sqlalchemy", "sqlmodel", "alembic", "flask_sqlalchemy"),
    ),
    _Look(
        "dbapi.Connection",
        frozenset(
            [
                "cursor",
                "execute",
                "executemany",
                "executescript",
                "commit",
                "rollback",
                "fetchall",
                "fetchone",
                "total_changes",
                "row_factory",
            ]
        ),
        ("conn", "connection", "con", "cnx", "db", "database", "dbconn", "cxn", "sqlite", "_db", "cnxn"),
        (
            "sqlite3",
            "psycopg2",
            "psycopg",
            "pymysql",
            "MySQLdb",
            "aiosqlite",
            "mysql",
            "asyncpg",
            "oracledb",
            "pyodbc",
            "cx_Oracle",
            "aiomysql",
            "duckdb",
            "pymssql",
        ),
    ),
)
_COMMON = frozenset(["commit", "rollback", "execute", "delete", "begin", "engine"])


@dataclass(frozen=True, slots=True)
class Guess:
    """A type that a receiver looks like."""

    name: str
    trail: Trail


def likely_type(resolver: Resolver, unit: Unit, receiver: int, values: Values) -> Guess | None:
    """The catalog type that a receiver looks like, or None where the evidence is too thin."""
    name = unit.last_name(receiver) or ""
    made = _made_by_method(resolver, unit, receiver)
    if made is not None:
        return made
    used = _used_on(resolver, unit, receiver)
    scored = []
    for look in _LOOKS:
        if resolver.catalog.type(look.type) is None:
            continue
        shared = used & look.methods
        telling = shared - _COMMON
        named = look.is_named(name)
        imported = _imports(unit, look.libraries)
        score = 2 * len(telling) + len(shared) + 2 * named + 2 * imported
        if (telling and named) or len(telling) >= 2 or (named and imported) or (telling and imported):
            scored.append((score, look.type, shared, named))
    if not scored:
        return None
    score, type_name, shared, named = max(scored, key=lambda s: (s[0], s[1]))
    why = f"`{name}` is used like a `{type_name}`" + (f" ({', '.join(sorted(shared))})" if shared else "")
    return Guess(type_name, Trail(why))


def is_named_so(unit: Unit, receiver: int) -> bool:
    """Whether a receiver is called like a session or a connection; engines are of many kinds."""
    name = unit.last_name(receiver) or ""
    return any(look.is_named(name) for look in _LOOKS if "commit" in look.methods)


def used_like(used: frozenset[str]) -> str | None:
    """The catalog type that something is used like by at least two methods that few other things have."""
    telling = {look.type: len(used & look.methods - _COMMON) for look in _LOOKS}
    best = max(telling, key=lambda name: (telling[name], name))
    return best if telling[best] > 1 else None


def _made_by_method(resolver: Resolver, unit: Unit, receiver: int) -> Guess | None:
    """What ``conn.begin()`` gave, where ``conn`` looks like a type whose method says what it returns."""
    for place in resolver.alias_places(unit, receiver):
        call = place.unit.node(place.node)
        func = place.unit.node(call.func) if isinstance(call, f.Call) else None
        if isinstance(func, f.Attribute) and func.name in TELLING_NAMES:
            given = made_by(resolver, place.unit, place.node)
            if given:
                return (
                    Guess(given[0].shape.name, given[0].trail or Trail(func.name))
                    if isinstance(given[0].shape, Known)
                    else None
                )
    return None


def made_by(resolver: Resolver, unit: Unit, call: int) -> Values:
    """What a call of a method gives, by what its receiver looks like."""
    node = unit.node(call)
    func = unit.node(node.func) if isinstance(node, f.Call) else None
    if not isinstance(func, f.Attribute) or not is_open(resolver, resolver.value(unit, func.value)):
        return ()
    guess = likely_type(resolver, unit, func.value, ())
    if guess is None:
        return ()
    receiver = Value(Known(guess.name), False, guess.trail)
    return tuple(
        given for method in resolver.member(receiver, func.name) for given in resolver.call(method, Place(unit, call))
    )


def _imports(unit: Unit, libraries: tuple[str, ...]) -> bool:
    return any(i.module.partition(".")[0] in libraries for i in unit.module.facts.imports if i.level == 0)


def _used_on(resolver: Resolver, unit: Unit, receiver: int) -> frozenset[str]:
    """Methods called on the same expression in the function, or for ``self.x`` in the whole class and its bases."""
    dotted = unit.dotted(receiver)
    if dotted is None:
        return frozenset()
    units = [unit]
    method = unit.method
    if method is not None and method.class_around is not None and dotted.startswith(f"{method.self_name}."):
        owners = [s.unit for s in resolver.lineage(method.class_around) if isinstance(s, OwnClass)]
        methods = [m for owner in owners for m in owner.children if m.kind == "function"]
        units = [inner for m in methods for inner in m.with_inner()]
    found: set[str] = set()
    for other in units:
        for node in other.scope.nodes:
            if isinstance(node, f.Attribute) and other.dotted(node.value) == dotted:
                found.add(node.name)
    return frozenset(found)


def reason(resolver: Resolver, unit: Unit, receiver: int, values: Values) -> tuple[str, str]:
    """Why a receiver has no type, and what would settle it."""
    node = unit.node(receiver)
    for value in values:
        if isinstance(value.shape, ForeignInstance | Foreign):
            return (
                f"`{value.shape.path}` is not in the catalog",
                "describe the library in a file of [catalog] files",
            )
    if isinstance(node, f.Name):
        owner: Unit | None = unit
        while owner is not None and node.id not in owner.parameters:
            owner = owner.parent
        if owner is not None:
            return (f"parameter `{node.id}` has no type", f"annotate parameter `{node.id}` of `{owner.label}`")
        return (f"`{node.id}` has no type", f"annotate `{node.id}` in `{unit.label}`")
    if isinstance(node, f.Attribute):
        return (f"attribute `{node.name}` has no type", f"annotate attribute `{node.name}` where it is set")
    return ("the receiver's expression has no type", "bind the receiver to an annotated name")


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
    has_all = all(resolver.instance_member(owner, name) for name in _used_on(resolver, unit, method.value))
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
    look = next(look for look in _LOOKS if look.type == "dbapi.Connection")
    name = (unit.last_name(item) or "").strip("_").lower()
    drivers = [d for d in _DRIVERS if any(_names_driver(i, d[0]) for i in unit.module.facts.imports)]
    if len(drivers) == 1 and name in look.names and _used_on(resolver, unit, item) & look.methods:
        driver, known = drivers[0]
        return (
            Value(Known(known), False, Trail(f"`{name}` is used like a connection of `{driver}`, which is imported")),
        )
    return ()


_DRIVERS = (
    ("sqlite3", "sqlite3.Connection"),
    ("psycopg2", "psycopg2.extensions.connection"),
    ("psycopg", "psycopg.Connection"),
)


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
