"""Which scopes the project holds, so that a scope that was renamed or moved can be told from one that was mended."""

from collections.abc import Callable, Mapping

from archcheck.ratchet.moves import Names
from archcheck.run.subject import Subject

BODY = "<module>"


def names(subject: Subject, renamed: Callable[[], Mapping[str, str]]) -> Names:
    """Names of everything in the project, and of modules that were renamed; ``renamed`` is asked when that matters."""
    reading = subject.reading
    paths = {file.module: file.path for file in reading.files if file.fate in ("module", "unimportable")}
    unsure = {file.module for file in reading.files if file.fate == "unread"}
    scopes: dict[str, frozenset[str]] = {}

    def holds(scope: str) -> bool:
        module, _, inside = scope.partition(":")
        if module not in paths:
            return module in unsure
        if not inside or inside == BODY:
            return True
        if module not in scopes:
            scopes[module] = frozenset(each.qualname for each in reading.facts[paths[module]].scopes)
        return inside in scopes[module]

    return Names(holds, renamed)
