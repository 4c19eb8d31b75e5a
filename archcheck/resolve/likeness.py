"""Receivers without a type: what they look like, by what else is called on them and what they are called.

This is the last resort. It is never certain, and a name alone is never enough: the module must know the library, the receiver must be
used like the type in more than one way, or one class of the project alone has what is called on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve.acts import TELLING_NAMES
from archcheck.resolve.duck import is_open
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import (
    Foreign,
    ForeignInstance,
    Known,
    OwnClass,
    Place,
    Trail,
    Value,
    Values,
)

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver


@dataclass(frozen=True, slots=True)
class _Look:
    type: str
    methods: frozenset[str]
    names: tuple[str, ...]
    libraries: tuple[str, ...]
    # What it has is what many things have: such a receiver has its name, and the module knows the library.
    is_common: bool = False

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
        ("session", "sess", "ses", "db", "db_session", "dbsession", "sa_session", "uow", "s"),
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
        "flask_security.SQLAlchemyUserDatastore",
        frozenset(
            [
                "commit",
                "put",
                "create_user",
                "delete_user",
                "find_user",
                "get_user",
                "activate_user",
                "deactivate_user",
                "toggle_active",
                "create_role",
                "find_role",
                "add_role_to_user",
                "remove_role_from_user",
            ]
        ),
        ("datastore",),
        ("flask_security",),
        is_common=True,
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
    used = used_on(resolver, unit, receiver)
    scored = []
    for look in _LOOKS:
        if resolver.catalog.type(look.type) is None:
            continue
        shared = used & look.methods
        telling = shared - _COMMON
        named = look.is_named(name)
        imported = _imports(unit, look.libraries)
        score = 2 * len(telling) + len(shared) + 2 * named + 2 * imported
        if (named and imported) or (
            not look.is_common and ((telling and named) or len(telling) >= 2 or (telling and imported))
        ):
            scored.append((score, look.type, shared, named))
    if not scored:
        return None
    score, type_name, shared, named = max(scored, key=lambda s: (s[0], s[1]))
    why = f"`{name}` is used like a `{type_name}`" + (f" ({', '.join(sorted(shared))})" if shared else "")
    return Guess(type_name, Trail(why))


def is_named_so(unit: Unit, receiver: int) -> bool:
    """Whether a receiver is called like a session or a connection; engines are of many kinds."""
    name = unit.last_name(receiver) or ""
    return any(look.is_named(name) for look in _LOOKS if "commit" in look.methods and not look.is_common)


def is_like_connection(resolver: Resolver, unit: Unit, receiver: int) -> bool:
    """Whether a receiver is called and used like a connection of a driver."""
    look = next(look for look in _LOOKS if look.type == "dbapi.Connection")
    name = (unit.last_name(receiver) or "").strip("_").lower()
    return name in look.names and bool(used_on(resolver, unit, receiver) & look.methods)


def used_like(used: frozenset[str]) -> str | None:
    """The catalog type that something is used like by at least two methods that few other things have."""
    telling = {look.type: len(used & look.methods - _COMMON) for look in _LOOKS if not look.is_common}
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


def used_on(resolver: Resolver, unit: Unit, receiver: int) -> frozenset[str]:
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
