"""SQL text: which statements end, begin or mark a transaction, and which write."""

import re
from functools import lru_cache

_END = r"\s*($|;|--|/\*)"
_WORK = rf"(\s+(TRAN|TRANSACTION|WORK)\b|\s+AND\s+(NO\s+)?CHAIN\b|{_END})"
_BEGUN = r"TRAN|TRANSACTION|WORK|IMMEDIATE|DEFERRED|EXCLUSIVE|CONCURRENT|ISOLATION|READ|NOT|DEFERRABLE"
_STATEMENTS = tuple(
    (re.compile(pattern, re.I), effect)
    for pattern, effect in (
        (rf"(COMMIT({_WORK}|\s+PREPARED\b)|END{_WORK}|PREPARE\s+TRANSACTION\b|XA\s+COMMIT\b)", "transaction.commit"),
        (rf"((ROLLBACK|ABORT)({_WORK}|\s+PREPARED\b)(?!\s+TO\b)|XA\s+ROLLBACK\b)", "transaction.rollback"),
        (rf"(BEGIN(\s+({_BEGUN})\b|{_END})|START\s+TRANSACTION\b|XA\s+(START|BEGIN)\b)", "transaction.begin"),
        (r"(SAVEPOINT|RELEASE(\s+SAVEPOINT)?|SAVE\s+TRAN(SACTION)?)\s+\S", "transaction.savepoint"),
        (r"ROLLBACK(\s+(TRAN|TRANSACTION|WORK))?\s+TO\s+\S", "transaction.savepoint"),
        (r"SET\s+(@@)?(SESSION\s+)?AUTOCOMMIT\b|SET\s+IMPLICIT_TRANSACTIONS\b", "transaction.mode"),
    )
)
_WRITES = re.compile(r"(INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE|UPSERT)\b", re.I)
_BLOCK = re.compile(r"(BEGIN|DECLARE|CREATE\b.*\bBEGIN)\b", re.I | re.S)
# A body between dollars is text to whoever splits statements; one whose end is not there goes to the end.
_QUOTED = re.compile(r"\$(\w*)\$.*?(\$\1\$|\Z)", re.S)
_LEADING = re.compile(r"(\s+|--[^\n]*(\n|$)|/\*.*?\*/)+", re.S)


@lru_cache(maxsize=4096)
def statement_effects(text: str) -> tuple[str, ...]:
    """Effects of a text as SQL, of several statements together: on transactions, else a write; nothing for anything else."""
    statements = [
        _LEADING.sub("", part, count=1) if _LEADING.match(part) else part for part in _QUOTED.sub("''", text).split(";")
    ]
    if _BLOCK.match(statements[0]) and not _STATEMENTS[2][0].match(statements[0]):
        return ()
    found = [effect for statement in statements for pattern, effect in _STATEMENTS if pattern.match(statement)]
    if found:
        return tuple(dict.fromkeys(found))
    return ("write",) if any(_WRITES.match(statement) for statement in statements) else ()
