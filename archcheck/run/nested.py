"""Transactions inside of others of their kind: these commit nothing, but end a savepoint."""

import re
from collections.abc import Collection, Iterable, Sequence

from archcheck.model.calls import CallEdge
from archcheck.model.finding import Finding
from archcheck.model.location import Location
from archcheck.model.site import CallSite

# What is reached in one of these ways runs when the transaction around may have ended.
_NOT_NOW = frozenset(["callback", "kept", "queued"])
_DATABASE = re.compile(r"""using\s*=\s*([^,)]+)|\(\s*(["'][^"']*["'])""")


class Nested:
    """The functions and blocks that are a transaction as a whole."""

    def __init__(self, sites: Iterable[CallSite], nesting: Collection[str]) -> None:
        """Look for them.

        Args:
            sites: call sites of the project.
            nesting: APIs that commit nothing inside of another one of their kind.
        """
        self._nesting = nesting
        self._functions: dict[str, str] = {}
        self._blocks: dict[str, list[CallSite]] = {}
        for site in sites:
            if site.api in nesting and site.form == "decorator":
                self._functions[site.label] = site.expression
            elif site.api in nesting and site.until is not None:
                self._blocks.setdefault(site.label, []).append(site)

    def is_wrapped(self, edge: CallEdge) -> bool:
        """Whether a call is made inside of a transaction, be it on another database."""
        return edge.caller in self._functions or any(self._blocks_around(edge.caller, edge.location))

    def is_transaction(self, label: str) -> bool:
        """Whether a function is a transaction as a whole."""
        return label in self._functions

    def around(self, finding: Finding, way: Sequence[CallEdge]) -> str | None:
        """The function on a path in whose transaction a site commits nothing; None where there is none."""
        if finding.api not in self._nesting:
            return None
        whole = finding.subject if finding.form != "decorator" else ""
        if _database(finding.expression) in self._databases(whole, finding.subject, finding.location):
            return finding.subject
        later = next((at for at in range(len(way), 0, -1) if way[at - 1].how in _NOT_NOW), 0)
        wanted = _database(finding.expression)
        return next((e.caller for e in way[later:] if wanted in self._databases(e.caller, e.caller, e.location)), None)

    def _databases(self, whole: str, label: str, place: Location) -> Iterable[str | None]:
        """The databases on which a place stands in transactions: that of a function as a whole, and those of the blocks around it."""
        texts = [self._functions[whole]] if whole in self._functions else []
        return [_database(text) for text in (*texts, *(site.expression for site in self._blocks_around(label, place)))]

    def _blocks_around(self, label: str, place: Location) -> Iterable[CallSite]:
        return (site for site in self._blocks.get(label, ()) if _is_inside(place, site))


def _is_inside(place: Location, block: CallSite) -> bool:
    """Whether a place stands behind the head of a ``with``, or the part of it that opens the transaction, and before its end."""
    head = block.location
    is_behind = (place.line, place.column) >= (head.end_line, head.end_column)
    return is_behind and block.until is not None and place.line <= block.until


def _database(expression: str | None) -> str | None:
    """Which database a transaction is opened on, as the code says it; None for the default."""
    found = _DATABASE.search(expression or "")
    return (found[1] or found[2]).strip() if found else None
