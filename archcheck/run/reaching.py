"""What the call graph says of an effect contract: which sites are reached past the owners, by which path, and where to cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from archcheck.catalog.load import Catalog
from archcheck.config.schema import EffectContract
from archcheck.graph.call_graph import CallGraph
from archcheck.graph.feasible import Feasible, Passing
from archcheck.graph.leaving import Leaving
from archcheck.graph.reach import Reached, exposures, open_to_all, reach
from archcheck.graph.receivers import Receivers
from archcheck.model.asked import Asking
from archcheck.model.calls import CallEdge
from archcheck.model.finding import Exposure, Finding, Step
from archcheck.model.location import Location
from archcheck.model.placement import Placement
from archcheck.model.site import CallSite
from archcheck.model.worklist import Lift, Worklist
from archcheck.resolve.sites import SiteInventory, excerpt
from archcheck.rules import effect_escape, effect_orphan, effect_reentry, effect_site, effect_unproven
from archcheck.rules.effect_site import has_effect, held_against, owned
from archcheck.rules.ground import Ground
from archcheck.run.nested import Nested
from archcheck.run.texts import Texts

if TYPE_CHECKING:
    from archcheck.graph.fix_points import Cut, Family


@dataclass(frozen=True)
class Reaching:
    """One effect contract on the call graph.

    Attributes:
        contract: the contract of type ``effect``.
        graph: the call graph.
        inventory: call sites of the project.
        places: the layer map, by module.
        order: ids of the layers, highest first.
        texts: source text, for the expressions of a path.
        catalog: knows which transactions are nothing of their own inside of others.
    """

    contract: EffectContract
    graph: CallGraph
    inventory: SiteInventory
    places: Mapping[str, Placement]
    order: Sequence[str]
    texts: Texts
    catalog: Catalog

    def findings(self) -> Iterator[Finding]:
        """Everything that breaks the contract, sites with their witness, exposure and fix point."""
        yield from self._proven()
        yield from effect_unproven.findings(self.contract, self.inventory.untyped, self.places, self.order)
        if self.contract.mode == "through":
            yield from effect_unproven.of_sites(self.contract, self._unreached(), self.places)
        yield from effect_reentry.findings(self.contract, self.sites, self.ground)
        yield from effect_escape.findings(self.contract, self.held, self.inventory.calls.handovers, self.ground)
        if self.contract.orphans != "off":
            sites = [site for site in self.inventory.sites if not site.is_test]
            writes = [site for site in sites if has_effect(effect_orphan.WRITE, site.effects)]
            ended = [site for site in sites if site.effect == "transaction"]
            yield from effect_orphan.findings(self.contract, writes, ended, self.ground)

    @cached_property
    def outside(self) -> tuple[Finding, ...]:
        """The sites that break the contract."""
        found, untyped, wrappers = self.inventory.sites, self.inventory.untyped, self.inventory.wrappers
        judge = self._judge if self.contract.mode == "through" else None
        return tuple(effect_site.findings(self.contract, found, untyped, self.places, self.order, wrappers, judge))

    def worklist(self, shown: Iterable[Finding]) -> Worklist | None:
        """What to lift to an owner so that no path past the owners reaches a site; None where no site breaks the contract.

        Args:
            shown: findings with their states; of these, the sites of this contract count that are not exempt.
        """
        of_this = (f for f in shown if (f.contract, f.rule) == (self.contract.id, effect_site.RULE))
        weights = Counter(finding.subject for finding in of_this if finding.state != "exempt")
        if not weights:
            return None
        cuts = self.family.worklist(weights)
        left = reached = sum(cut.clears for cut in cuts)
        steps: list[Lift] = []
        for cut in cuts:
            left -= cut.clears
            steps.append(self._lift(cut, left))
        return Worklist(self.contract.id, weights.total(), reached, tuple(steps))

    def _lift(self, cut: Cut, left: int) -> Lift:
        (label,) = cut.functions
        place = self.places.get(label.partition(":")[0])
        where = self.graph.functions[label].location
        return Lift(label, where.path, where.line, place.layer if place else None, cut.clears, left)

    @cached_property
    def held(self) -> tuple[CallSite, ...]:
        """The sites that the contract is held against, owners' included."""
        return tuple(held_against(self.contract, self.inventory.sites, self.inventory.untyped))

    @cached_property
    def sites(self) -> dict[str, list[CallSite]]:
        """The same by the label of their function."""
        return by_label(self.held)

    @cached_property
    def ground(self) -> Ground:
        """What paths are judged by."""
        return Ground(self.graph, self.is_owner, self.places, self.order, self.step, self._passing)

    @cached_property
    def _owners(self) -> dict[str, bool]:
        return {}

    def is_owner(self, label: str) -> bool:
        """Whether a function belongs to the owners."""
        module = label.partition(":")[0]
        if module not in self._owners:
            place = self.places.get(module)
            self._owners[module] = owned(self.contract.owners, self.order, module, place)
        return self._owners[module]

    @cached_property
    def past_owners(self) -> Reached | Feasible:
        """What is reached from the entry points without passing an owner."""
        return self._reached(False, firm=False, past=True)

    @cached_property
    def _firm_starts(self) -> tuple[str, ...]:
        """Entry points that something speaks for: a registration, an import, or that they are owners, which are there to be called."""
        uncalled = self.graph.uncalled
        return tuple(label for label in self.graph.entry_points if label not in uncalled or self.is_owner(label))

    @cached_property
    def _maybe_past_owners(self) -> Reached:
        return reach(self.graph, self.graph.entry_points, self.is_owner, "possible")

    def _judge(self, site: CallSite) -> str | None:
        """Mode ``through``: why a site is reached past the owners; None where every path passes one."""
        path = self._way(self.past_owners, site)
        if path is None:
            return None
        start = path[0].caller if path else site.label
        return f"on the path from {start} stands no owner"

    def _unreached(self) -> Iterator[CallSite]:
        """Mode ``through``: sites that only calls of unknown receivers may reach past the owners."""
        for site in self.held:
            label = site.label
            if not self.is_owner(label) and label not in self.past_owners and label in self._maybe_past_owners:
                yield site

    def _proven(self) -> Iterator[Finding]:
        found = self.outside
        if not found:
            return
        labels = {finding.subject for finding in found}
        exposed = exposures(self.graph, labels, self._domain, self.is_owner, self.contract.certainty)
        for finding in found:
            functions, domains = exposed.get(finding.subject, (0, 0))
            past = self._way(self.past_owners, finding)
            ways = (
                self._possible(self._way(reached, finding), finding)
                for reached in self._witnesses(finding, past is not None)
            )
            way = next((way for way in ways if way is not None), past or ())
            outer = self._nested.around(finding, way)
            yield replace(
                finding if outer is None else effect_site.inside_another(finding, outer.function, outer.nests),
                witness=self._steps(way, finding),
                exposure=Exposure(
                    functions, domains, self._steps(past, finding) if functions and past is not None else ()
                ),
                fixpoint=self.family.fix_point(finding.subject),
            )

    @cached_property
    def family(self) -> Family:
        """The paths to the sites that break the contract, for the functions that cut them."""
        from archcheck.graph.fix_points import Family

        weights = Counter(finding.subject for finding in self.outside)
        return Family(self.graph, weights, self.is_owner, self.contract.certainty)

    def _witnesses(self, finding: Finding, is_past: bool) -> Iterator[Reached | Feasible]:
        """What to take the witness of a site from, the best first: paths from where the project is known to be entered, past the
        owners, on which no call is ruled out; where the contract is about paths, all past the owners.
        """
        nested = self._nested.is_nesting(finding)
        of_paths = self.contract.mode == "through" and is_past
        for feasible in (True, False):
            if nested:
                yield self._reached(feasible, firm=True, past=of_paths, outermost=True)
            yield self._reached(feasible, firm=True, past=True)
            if of_paths:
                yield self._reached(feasible, firm=False, past=True)
            yield self._reached(feasible, firm=True, past=False)
            yield self._reached(feasible, firm=False, past=True)
            yield self._reached(feasible, firm=False, past=False)

    def _reached(self, feasible: bool, *, firm: bool, past: bool, outermost: bool = False) -> Reached | Feasible:
        """What is reached: on paths that nothing rules out or on any, from firm starts or all, past the owners or not, and where asked
        for without what is wrapped in another transaction of its kind.
        """
        key = (feasible, firm, past, outermost)
        if key not in self._known_reach:

            def shut(edge: CallEdge) -> bool:
                return (outermost and self._nested.is_wrapped(edge)) or (firm and self.graph.is_kept(edge))

            starts = [
                start
                for start in (self._firm_starts if firm else self.graph.entry_points)
                if not (outermost and self._nested.is_transaction(start))
            ]
            barrier = self.is_owner if past else open_to_all
            least = self.contract.certainty
            self._known_reach[key] = (
                self._passing.reach(starts, barrier, least, shut)
                if feasible
                else reach(self.graph, starts, barrier, least, shut)
            )
        return self._known_reach[key]

    @cached_property
    def _known_reach(self) -> dict[tuple[bool, bool, bool, bool], Reached | Feasible]:
        return {}

    @cached_property
    def _passing(self) -> Passing:
        calls = self.inventory.calls
        receivers = Receivers(dict(calls.orders), {node.label for node in calls.functions}, calls.unmade)
        return Passing(calls.edges, receivers, {label: [s.asked for s in found] for label, found in self.sites.items()})

    @cached_property
    def _asked(self) -> dict[tuple[Location, str | None], Asking]:
        return {(site.location, site.api): site.asked for site in self.held}

    def _asked_of(self, site: Finding | CallSite) -> Asking:
        """What a site asks of the parameters of its function."""
        return self._asked.get((site.location, site.api), ())

    @cached_property
    def _nested(self) -> Nested:
        return Nested(self.held, self.catalog)

    def _domain(self, label: str) -> str | None:
        place = self.places.get(label.partition(":")[0])
        return place.domain if place else None

    def _way(self, reached: Reached | Feasible, site: Finding | CallSite) -> tuple[CallEdge, ...] | None:
        """The best path to a site; None where there is none."""
        label = site.subject if isinstance(site, Finding) else site.label
        asked = self._asked_of(site)
        if not reached.leads_to(label, asked):
            return None
        decorator = self._decorator(site)
        if decorator is not None and self._leaving.depends(label, decorator):
            return self._leaving.path(reached, label, decorator)
        return reached.path(label, asked)

    def _possible(self, way: Sequence[CallEdge] | None, finding: Finding) -> Sequence[CallEdge] | None:
        """What of a path can happen; a contract that is about paths shows the one that it speaks of."""
        if way is None or self.contract.mode == "through":
            return way
        return self._behind_registrations(self._passing.end_of(way, self._asked_of(finding)))

    def _behind_registrations(self, way: Sequence[CallEdge]) -> Sequence[CallEdge]:
        """What of a path is made of calls: who only registers a function does not call it."""
        return way[next((at for at in range(len(way), 0, -1) if self.graph.is_kept(way[at - 1])), 0) :]

    def _steps(self, way: Sequence[CallEdge], finding: Finding) -> tuple[Step, ...]:
        return (*(self.step(edge) for edge in way), *finding.witness)

    @cached_property
    def _leaving(self) -> Leaving:
        return Leaving(self.inventory.calls.edges)

    def _decorator(self, site: CallSite | Finding) -> str | None:
        """The decorator of the project that a site is the use of, or None."""
        return site.api if site.form == "decorator" and site.via == "wrapper" else None

    def step(self, at: CallEdge | CallSite) -> Step:
        """A call or a site as a step of a witness."""
        return step(at, self.places, self.texts.lines)


def step(at: CallEdge | CallSite, places: Mapping[str, Placement], lines_of: Callable[[str], Sequence[str]]) -> Step:
    """A call or a site as a step of a witness, with its layer and source text."""
    where = at.location
    label = at.caller if isinstance(at, CallEdge) else at.label
    place = places.get(label.partition(":")[0])
    layer = place.layer if place else None
    if isinstance(at, CallSite):
        return Step(label, where.path, where.line, layer, at.expression)
    text = excerpt(lines_of(where.path), (where.line, where.column, where.end_line, where.end_column))
    return Step(label, where.path, where.line, layer, text)


def by_label(sites: Iterable[CallSite]) -> dict[str, list[CallSite]]:
    """Sites by the label of their function."""
    found: dict[str, list[CallSite]] = {}
    for site in sites:
        found.setdefault(site.label, []).append(site)
    return found
