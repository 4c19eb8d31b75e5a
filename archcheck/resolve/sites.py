"""The inventory: every call site of the catalog's APIs in a project, and every call that may be one."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from archcheck.facts import schema as f
from archcheck.model.asked import Asking
from archcheck.model.calls import Calls
from archcheck.model.location import Location
from archcheck.model.patterns import matches
from archcheck.model.report import BlindSpot
from archcheck.model.site import CallSite, UntypedCall
from archcheck.resolve import passing
from archcheck.resolve.acts import Event
from archcheck.resolve.copies import ask_side_by_side
from archcheck.resolve.events import Doubt
from archcheck.resolve.following import CALLS, follow
from archcheck.resolve.ledger import Ledger, Question
from archcheck.resolve.project import Project
from archcheck.resolve.resolver import Resolver
from archcheck.resolve.unit import Unit

NO_CALLS = Calls()
_RECURSION = 24_000


@dataclass(frozen=True, slots=True)
class SiteInventory:
    """What was found in a project.

    Attributes:
        sites: call sites by path, line and column; owners' included, and tests' where they were asked for.
        untyped: calls whose name fits and whose receiver has no type.
        wrappers: ``module:function`` of the project's wrappers that are used, be it in tests alone.
        blind_spots: what could not be followed.
        functions: number of functions and methods.
        calls: who calls whom; empty where it was not asked for.
    """

    sites: tuple[CallSite, ...]
    untyped: tuple[UntypedCall, ...]
    wrappers: frozenset[str]
    blind_spots: tuple[BlindSpot, ...]
    functions: int
    calls: Calls = NO_CALLS


class SitesIn(msgspec.Struct, frozen=True, array_like=True):
    """What was found in one scope: call sites of the wanted effects, and calls that may be one."""

    sites: tuple[CallSite, ...]
    untyped: tuple[UntypedCall, ...]


def _sites_in(resolver: Resolver, unit: Unit) -> SitesIn:
    found = resolver.examined(unit)
    events = (event for event in found.events if _is_wanted(event, resolver.families))
    doubts = found.doubts if "transaction" in resolver.families else ()
    return SitesIn(
        tuple(_site(resolver, unit, event) for event in events),
        tuple(_untyped(resolver.project, unit, doubt) for doubt in doubts),
    )


SITES = Question("sites", SitesIn, _sites_in)


def resolve_sites(
    ledger: Ledger,
    *,
    calls: bool = False,
    within_tests: bool = True,
    homes: Collection[str] = (),
    workers: int = 1,
) -> SiteInventory:
    """Find every call site of the effects that a resolver was made for.

    Args:
        ledger: asks the resolver, which may be asked for more afterwards.
        calls: whether to follow every call of the project as well.
        within_tests: whether the sites in tests are wanted, too: often two thirds of the code.
        homes: patterns of the modules of whose wrappers it has to be known whether tests use them.
        workers: how many processes may be at work; what they have found out besides does not come back to the resolver.
    """
    project = ledger.resolver.project
    sys.setrecursionlimit(max(sys.getrecursionlimit(), _RECURSION))
    if workers > 1:
        ask_side_by_side(ledger, list(_asked(project, calls=calls, within_tests=within_tests)), workers)
    chosen = [ledger.ask(SITES, unit) for unit in project.units if within_tests or not unit.module.is_test]
    sites = [site for found in chosen for site in found.sites]
    at_home = [] if within_tests else [s for s in sites if any(matches(home, s.module) for home in homes)]
    users = [*sites, *(site for unit in _testing(project, at_home) for site in ledger.ask(SITES, unit).sites)]
    unique = {(s.location, s.form, s.api): s for s in sites}
    return SiteInventory(
        tuple(sorted(unique.values(), key=lambda s: (s.location, s.form, s.api))),
        tuple(sorted((call for found in chosen for call in found.untyped), key=lambda u: u.location)),
        frozenset(site.api for site in users if site.via == "wrapper"),
        (),
        sum(unit.kind == "function" for unit in project.units),
        follow(ledger) if calls else NO_CALLS,
    )


def _asked(project: Project, *, calls: bool, within_tests: bool) -> Iterator[tuple[Question[Any], Unit]]:
    """What will be asked of every scope."""
    for unit in project.units:
        if within_tests or not unit.module.is_test:
            yield SITES, unit
        if calls and not unit.module.is_test:
            yield CALLS, unit


def _testing(project: Project, sites: Iterable[CallSite]) -> Iterator[Unit]:
    """The scopes of the test modules that speak of a function which may be a wrapper: one with a site in it."""
    names = {part for site in sites for part in site.function.split(".")}
    for module in project.all_modules if names else ():
        if module.is_test and any(_names_one(node, names) for unit in module.units for node in unit.scope.nodes):
            yield from module.units


def _names_one(node: f.Node, names: Collection[str]) -> bool:
    kind = node.__class__
    if kind is f.Name:
        return node.id in names  # type: ignore[union-attr]
    return (kind is f.Attribute or kind is f.Imported) and node.name in names  # type: ignore[union-attr]


def _is_wanted(event: Event, families: tuple[str, ...]) -> bool:
    return any(effect.split(".")[0] in families or effect in families for effect in event.act.effects)


def _site(resolver: Resolver, unit: Unit, event: Event) -> CallSite:
    act = event.act
    owner = (act.wraps or act.api).rpartition(".")[0]
    location = _location(unit, event.span)
    return CallSite(
        location,
        unit.module.name,
        unit.owner.scope.qualname,
        act.effects,
        resolver.catalog.spelled(act.api),
        resolver.catalog.spelled(act.wraps) if act.wraps is not None else None,
        act.kind,
        event.form,
        act.via,
        "certain" if act.certain else "likely",
        excerpt(resolver.project.lines_of(unit.module.file.path), event.span),
        act.trail.hops() if act.trail is not None else (),
        unit.module.is_test,
        resolver.catalog.autocommit_of(owner),
        _asked_of(resolver, unit, event),
        unit.last_line(unit.block(event.body)) if event.body >= 0 else None,
    )


def _asked_of(resolver: Resolver, unit: Unit, event: Event) -> Asking:
    """What has to hold of a function's parameters for an act of its own; nothing is known of those of a function inside of it."""
    times = [time for time in (event.at, event.by) if time >= 0]
    asked = (passing.asked(resolver, unit, time) for time in times if unit.owner is unit)
    return tuple(sorted({said for each in asked for said in each}))


def _untyped(project: Project, unit: Unit, doubt: Doubt) -> UntypedCall:
    return UntypedCall(
        _location(unit, doubt.span),
        unit.module.name,
        unit.owner.scope.qualname,
        doubt.method,
        (f"transaction.{'commit' if doubt.method != 'rollback' else 'rollback'}",),
        excerpt(project.lines_of(unit.module.file.path), doubt.span),
        doubt.reason,
        doubt.remedy,
        unit.module.is_test,
        doubt.form,
    )


def _location(unit: Unit, span: f.Span) -> Location:
    return Location(unit.module.file.path, *span)


def excerpt(source: Sequence[str], span: f.Span) -> str:
    """The source of a file's lines between two positions, white space folded, at most 200 characters."""
    line, column, end_line, end_column = span
    lines = list(source[line - 1 : end_line])
    if not lines:
        return ""
    lines[-1] = lines[-1][: end_column - 1]
    lines[0] = lines[0][column - 1 :]
    folded = " ".join(" ".join(lines).split())
    return folded if len(folded) <= 200 else folded[:199] + "…"
