"""Transactions inside of others of their kind: these commit nothing, but end a savepoint."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from archcheck.model.calls import CallEdge
from archcheck.model.finding import Finding
from archcheck.model.site import CallSite

# What is reached in one of these ways runs when the transaction around may have ended.
_NOT_NOW = frozenset(["callback", "kept", "queued"])
_DATABASE = re.compile(r"""using\s*=\s*([^,)]+)|\(\s*(["'][^"']*["'])""")


class Nested:
    """The functions that are a transaction as a whole.

    Attributes:
        functions: their labels, each with the text of its decorator.
    """

    def __init__(self, sites: Iterable[CallSite], nesting: Collection[str]) -> None:
        """Look for them.

        Args:
            sites: call sites of the project.
            nesting: APIs that commit nothing inside of another one of their kind.
        """
        self._nesting = nesting
        self.functions: Mapping[str, str] = {
            site.label: site.expression for site in sites if site.form == "decorator" and site.api in nesting
        }

    def around(self, finding: Finding, way: Sequence[CallEdge]) -> str | None:
        """The function on a path in whose transaction a site commits nothing; None where there is none."""
        if finding.api not in self._nesting:
            return None
        if finding.form != "decorator" and self._holds(finding.subject, finding):
            return finding.subject
        later = next((at for at in range(len(way), 0, -1) if way[at - 1].how in _NOT_NOW), 0)
        return next((edge.caller for edge in way[later:] if self._holds(edge.caller, finding)), None)

    def _holds(self, label: str, finding: Finding) -> bool:
        """Whether a function is a transaction on the database of a site's own."""
        return label in self.functions and _database(self.functions[label]) == _database(finding.expression or "")


def _database(expression: str) -> str | None:
    """Which database a transaction is opened on, as the code says it; None for the default."""
    found = _DATABASE.search(expression)
    return (found[1] or found[2]).strip() if found else None
