"""A file could not be read or does not parse.

What
    The file cannot be opened, is not in the encoding that it declares, or has a syntax error. Everything else is
    checked all the same, and of a file with a syntax error what stands around the error, too; but a contract that
    depends on the file is `unproven` instead of `kept`.

Why
    A checker that passes over what it cannot read calls a broken project clean.

Example
    def place(order):
        return order.total(          # unread-file: line 3, it does not parse

Instead
    Mend the file, or leave it out on purpose with `exclude_paths` in `[project]`, where a reader can see it.

Limits
    Code in newer syntax than archcheck's own interpreter is read like any other; a span that the grammar does not know
    yet, though the file is right, is a blind spot and no finding.
"""

from collections.abc import Iterable, Iterator

from archcheck.model.finding import Finding
from archcheck.model.location import Location
from archcheck.model.source import SourceFile

RULE = "unread-file"


def findings(files: Iterable[SourceFile]) -> Iterator[Finding]:
    """One finding for each file whose fate is ``unread``."""
    for file in files:
        if file.fate == "unread":
            line = file.line or 1
            yield Finding(
                rule=RULE,
                contract=None,
                severity="error",
                location=Location(file.path, line, 1, line, 1),
                subject=file.module,
                object=file.module,
                message=f"{file.path} was not read: {file.reason}" + (f" (line {file.line})" if file.line else ""),
                module=file.module,
            )
