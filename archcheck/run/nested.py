"""Transactions inside of others of their library's: these commit nothing, but end a savepoint or leave it to the one around."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archcheck.catalog.load import Catalog
from archcheck.model.calls import CallEdge
from archcheck.model.finding import Finding
from archcheck.model.location import Location
from archcheck.model.site import CallSite, Nesting

# What is reached in one of these ways runs when the transaction around may have ended.
_NOT_NOW = frozenset(["callback", "kept", "queued"])
_DATABASE = re.compile(r"""using\s*=\s*([^,)]+)|\(\s*(["'][^"']*["'])""")


@dataclass(frozen=True, slots=True)
class Around:
    """The transaction around another one.

    Attributes:
        function: label of the function that it is, or in which its block stands.
        nests: what the inner one is there.
    """

    function: str
    nests: Nesting


@dataclass(frozen=True, slots=True)
class _Transaction:
    """What makes two transactions one: their library, and the database where the code names one."""

    library: str
    database: str | None


class Nested:
    """The functions and blocks that are a transaction as a whole."""

    def __init__(self, sites: Iterable[CallSite], catalog: Catalog) -> None:
        """Look for them.

        Args:
            sites: call sites of the project.
            catalog: knows which APIs commit nothing inside of another one of their library's.
        """
        self._catalog = catalog
        self._nesting = catalog.nesting
        self._functions: dict[str, set[_Transaction]] = {}
        self._blocks: dict[str, list[tuple[CallSite, _Transaction]]] = {}
        known = list(sites)
        self._named_in: dict[str, set[str | None]] = {}
        for site in known:
            for label in site.within if site.via == "direct" and site.api in self._nesting else ():
                self._named_in.setdefault(label, set()).add(_named(site.expression))
        for site in known:
            transaction = self._transaction(site)
            # Of what a wrapper of the project does nothing is known here but that it ends one.
            if transaction is None or site.via == "wrapper" or site.certainty != "certain":
                continue
            if site.form == "decorator":
                self._functions.setdefault(site.label, set()).add(transaction)
            elif site.until is not None:
                self._blocks.setdefault(site.label, []).append((site, transaction))

    def is_nesting(self, finding: Finding) -> bool:
        """Whether it matters to a site what stands around it."""
        return self._transaction(finding) is not None

    def is_wrapped(self, edge: CallEdge) -> bool:
        """Whether a call is made inside of a transaction, be it on another database."""
        return edge.caller in self._functions or any(self._blocks_around(edge.caller, edge.location))

    def is_transaction(self, label: str) -> bool:
        """Whether a function is a transaction as a whole."""
        return label in self._functions

    def around(self, finding: Finding, way: Sequence[CallEdge]) -> Around | None:
        """The transaction on a path inside of which a site commits nothing; None where there is none."""
        wanted = self._transaction(finding)
        if wanted is None:
            return None
        nests = self._nesting[finding.wraps or finding.api or ""]
        own = self._functions.get(finding.subject, ()) if finding.form != "decorator" else ()
        if wanted in {*own, *self._blocks_around(finding.subject, finding.location)}:
            return Around(finding.subject, nests)
        later = next((at for at in range(len(way), 0, -1) if way[at - 1].how in _NOT_NOW), 0)
        for edge in way[later:]:
            if wanted in {*self._functions.get(edge.caller, ()), *self._blocks_around(edge.caller, edge.location)}:
                return Around(edge.caller, nests)
        return None

    def _transaction(self, site: CallSite | Finding) -> _Transaction | None:
        """The transaction that a site opens; None where it is no matter what stands around it."""
        api = site.wraps or site.api or ""
        expression = site.expression or ""
        if api not in self._nesting or self._catalog.is_apart(api, expression):
            return None
        return _Transaction(api.partition(".")[0], self._database(site))

    def _database(self, site: CallSite | Finding) -> str | None:
        """Which database a transaction is opened on, as far as the code says it; None for the default.

        A wrapper names it by itself. Where the library joins transactions of one manager alone, nobody knows here which one a wrapper takes.
        """
        api = site.api or ""
        if site.wraps is None:
            return _named(site.expression or "")
        if self._nesting[site.wraps] == "part":
            return api
        named = self._named_in.get(api, {None})
        return next(iter(named)) if len(named) == 1 else api

    def _blocks_around(self, label: str, place: Location) -> Iterator[_Transaction]:
        return (transaction for site, transaction in self._blocks.get(label, ()) if _is_inside(place, site))


def _is_inside(place: Location, block: CallSite) -> bool:
    """Whether a place stands behind the head of a ``with``, or the part of it that opens the transaction, and before its end."""
    head = block.location
    is_behind = (place.line, place.column) >= (head.end_line, head.end_column)
    return is_behind and block.until is not None and place.line <= block.until


def _named(expression: str) -> str | None:
    """The database that the code names; None for the default, or where the library takes a context."""
    found = _DATABASE.search(expression)
    return (found[1] or found[2]).strip() if found else None
