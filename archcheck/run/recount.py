"""What sweeps have left at a past state, at the price of what the state does not share with the one before.

A contract in mode ``inside`` without orphans needs neither import graph nor the whole call graph, and a count needs no witnesses.
Every other contract is held against the state as ``check`` does it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from archcheck.catalog.load import Catalog
from archcheck.config.schema import Config, Contract, EffectContract
from archcheck.graph.call_graph import CallGraph
from archcheck.imports.parsing import Tried, unparsed
from archcheck.model.calls import CallEdge, Calls
from archcheck.model.finding import Finding
from archcheck.model.progress import silent
from archcheck.model.sweep import Counts
from archcheck.resolve.ledger import Ledger, State
from archcheck.resolve.project import Project
from archcheck.resolve.resolver import Resolver
from archcheck.resolve.sites import resolve_sites
from archcheck.rules import effect_escape, effect_reentry, effect_unproven
from archcheck.run import effects, reading
from archcheck.run.calls_up import Above, Followed, calls_up
from archcheck.run.check import Options, examine, judged
from archcheck.run.inheriting import inheritance
from archcheck.run.modules import is_test
from archcheck.run.past import Past
from archcheck.run.reaching import Reaching
from archcheck.run.subject import Subject, families, homes
from archcheck.run.sweep import counts


@dataclass
class Recount:
    """Counts the findings of some contracts at one state after the other.

    Attributes:
        config: the configuration, always that of today.
        cwd: the working directory.
        options: as for ``check``; its contracts are those that are counted.
    """

    config: Config
    cwd: Path
    options: Options
    _tried: Tried = field(default_factory=Tried)
    _numbers: dict[str, int] = field(default_factory=dict)
    _last: State | None = None

    def state(self, past: Past) -> bytes:
        """What stands for the project's files at a state; equal ones are counted alike.

        Raises:
            UserError: it holds no Python file.
        """
        found = reading.found(self.config, self.cwd, past)
        lines = (f"{file!r} {past.tree.blob(file.absolute) if file.fate != 'unread' else ''}" for file in found.files)
        return hashlib.sha256("\n".join(lines).encode("utf-8", "backslashreplace")).digest()

    def at(self, past: Past) -> dict[str, Counts]:
        """What each contract has left at a state.

        Raises:
            UserError: nothing can be said of the state, for example since two layers claim one of its modules.
        """
        wanted = self.options.contracts
        light = [contract for contract in self.config.contracts if contract.id in wanted and _is_light(contract)]
        if len(light) < len(wanted):
            examined = examine(self.config, self.cwd, self.options, past)
            return {name: counts(examined.subject, examined.findings, name) for name in wanted}
        contracts = [contract for contract in light if isinstance(contract, EffectContract)]
        subject = Subject(self.config, self.cwd, silent, families(contracts), self.options.means, past)
        subject.catalog = self._catalog
        subject.reading = self._read(subject, past)
        found = list(self._findings(subject, contracts))
        findings = judged(subject, found, self._ids, wanted, self.options.today)
        return {name: counts(subject, findings, name) for name in wanted}

    @cached_property
    def _catalog(self) -> Catalog:
        return effects.catalog(self.config, self.cwd)

    @cached_property
    def _ids(self) -> tuple[str, ...]:
        inherited = inheritance(self.config, self.cwd).contracts
        return tuple(contract.id for contract in (*self.config.contracts, *inherited))

    def _read(self, subject: Subject, past: Past) -> reading.Reading:
        scanned = subject.scanned
        suspects = {path for path, facts in scanned.facts.items() if facts.errors}
        return reading.parsed(scanned, unparsed(scanned.files, suspects, past.contents, self._tried))

    def _findings(self, subject: Subject, contracts: Sequence[EffectContract]) -> Iterator[Finding]:
        project = self._project(subject)
        ledger = Ledger(Resolver(project, self._catalog, tuple(sorted(subject.families)), noting="asked"), self._last)
        found = resolve_sites(ledger, within_tests=False, homes=homes(contracts))
        followed = Followed(ledger)
        order = [layer.id for layer in self.config.layers]
        for contract in contracts:
            places = subject.layers.by_module
            bare = Reaching(contract, CallGraph(Calls()), found, places, order, subject.texts, self._catalog)
            calls = calls_up(followed, _above(bare), bare.sites, contract.certainty, _handing(bare))
            whole = replace(bare, graph=CallGraph(calls), inventory=replace(found, calls=calls))
            yield from whole.outside
            yield from effect_unproven.findings(contract, found.untyped, places, order)
            yield from effect_reentry.findings(contract, whole.sites, whole.ground)
            yield from effect_escape.findings(contract, whole.held, calls.handovers, whole.ground)
        self._last = ledger.state()

    def _project(self, subject: Subject) -> Project:
        """The project, with the modules of the last state where their files have not changed."""
        read, tests = subject.reading, self.config.project.tests
        last = self._last.resolver if self._last is not None else None
        former = last.project if last is not None else None
        return Project(
            read.files, read.facts, lambda module: is_test(module, tests), subject.texts.lines, self._numbers, former
        )


def _is_light(contract: Contract) -> bool:
    return isinstance(contract, EffectContract) and contract.mode == "inside" and contract.orphans == "off"


def _handing(bare: Reaching) -> set[str]:
    return {site.label for site in bare.held if site.form == "reference"}


def _above(bare: Reaching) -> Above:
    def may_call_up(module: str) -> bool:
        place = bare.places.get(module)
        return place is not None and place.layer in bare.order[1:]

    def is_up(edge: CallEdge) -> bool:
        return bare.is_owner(edge.callee) and bare.ground.is_below(edge.caller, edge.callee)

    return Above(bare.is_owner, may_call_up, is_up)
