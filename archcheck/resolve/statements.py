"""SQL text: which statements end, begin or mark a transaction, and which write."""

import re

_STATEMENTS = (
    (re.compile(r"\s*(COMMIT|END)\b(?!\s*\()", re.I), "transaction.commit"),
    (re.compile(r"\s*(ROLLBACK|ABORT)\b(?!\s+TO\b)", re.I), "transaction.rollback"),
    (re.compile(r"\s*(BEGIN\b(?!\s+(ATOMIC|DECLARE)\b)|START\s+TRANSACTION\b)", re.I), "transaction.begin"),
    (re.compile(r"\s*(SAVEPOINT|RELEASE(\s+SAVEPOINT)?|ROLLBACK\s+TO)\s+\S", re.I), "transaction.savepoint"),
    (re.compile(r"\s*SET\s+(@@)?(SESSION\s+)?AUTOCOMMIT\b", re.I), "transaction.mode"),
)
_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE|UPSERT)\b", re.I)


def statement_effects(text: str) -> tuple[str, ...]:
    """Effects of a text as SQL: a transaction statement or a write; nothing for anything else."""
    found = tuple(effect for pattern, effect in _STATEMENTS if pattern.match(text))
    return found or (("write",) if _WRITES.match(text) else ())
