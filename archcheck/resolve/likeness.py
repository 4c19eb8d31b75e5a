"""Receivers without a type: what they look like, by what else is called on them and what they are called.

This is the last resort. It is never certain, and a name alone is never enough: the module must know the library, or the
receiver must be used like the type in more than one way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve.project import Unit
from archcheck.resolve.values import Foreign, ForeignInstance, Trail, Values

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

TELLING_NAMES = frozenset(["commit", "rollback", "begin_nested", "autocommit"])


@dataclass(frozen=True, slots=True)
class _Look:
    type: str
    methods: frozenset[str]
    names: tuple[str, ...]
    libraries: tuple[str, ...]


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
_COMMON = frozenset(["commit", "rollback", "execute", "delete"])


@dataclass(frozen=True, slots=True)
class Guess:
    """A type that a receiver looks like."""

    name: str
    trail: Trail


def likely_type(resolver: Resolver, unit: Unit, receiver: int, values: Values) -> Guess | None:
    """The catalog type that a receiver looks like, or None where the evidence is too thin."""
    name = unit.last_name(receiver) or ""
    used = _used_on(unit, receiver)
    scored = []
    for look in _LOOKS:
        if resolver.catalog.type(look.type) is None:
            continue
        shared = used & look.methods
        telling = shared - _COMMON
        named = any(name.strip("_").lower() == n or name.lower().endswith("_" + n) for n in look.names)
        imported = _imports(unit, look.libraries)
        score = 2 * len(telling) + len(shared) + 2 * named + 2 * imported
        if (telling and named) or len(telling) >= 2 or (named and imported) or (telling and imported):
            scored.append((score, look.type, shared, named))
    if not scored:
        return None
    score, type_name, shared, named = max(scored, key=lambda s: (s[0], s[1]))
    why = f"`{name}` is used like a `{type_name}`" + (f" ({', '.join(sorted(shared))})" if shared else "")
    return Guess(type_name, Trail(why))


def _imports(unit: Unit, libraries: tuple[str, ...]) -> bool:
    return any(i.module.partition(".")[0] in libraries for i in unit.module.facts.imports if i.level == 0)


def _used_on(unit: Unit, receiver: int) -> frozenset[str]:
    """Methods called on the same expression in the function, or for ``self.x`` in the whole class."""
    dotted = unit.dotted(receiver)
    if dotted is None:
        return frozenset()
    units = [unit]
    method = unit.method
    if method is not None and method.class_around is not None and dotted.startswith(f"{method.self_name}."):
        units = [inner for m in method.class_around.children if m.kind == "function" for inner in m.with_inner()]
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
