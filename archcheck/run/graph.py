"""The import, layer or call graph of the project, with the findings on it."""

import datetime
import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from archcheck.facts.scan import Means
from archcheck.graph.call_graph import CallGraph, certain_enough
from archcheck.graph.diagram import Marks, Member, Pair, View, diagram
from archcheck.graph.reach import reach_backwards
from archcheck.model.diagram import Band, Diagram
from archcheck.model.errors import Mistake, UserError, user_error
from archcheck.model.finding import Finding
from archcheck.model.patterns import matches
from archcheck.model.placement import Placement
from archcheck.model.progress import Progress, silent
from archcheck.model.site import CallSite, Certainty
from archcheck.resolve.sites import SiteInventory
from archcheck.rules.effect_site import has_effect
from archcheck.run import check, effects, modules
from archcheck.run.subject import Subject
from archcheck.run.survey import known_effect
from archcheck.sources.inputs import today

MODULE_BODY = "<module>"
_LEAST: Certainty = "likely"
_TRANSACTION = "transaction"


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked for.

    Attributes:
        view: which graph, at which level, and which part of it.
        reaches: an effect; only the functions that reach it are kept.
        config: the layers.toml to use, or None for the nearest one.
        contract_types: whether contract classes of the user's own may run.
        progress: told how far the run is.
        today: what expiry dates are held against.
        means: what reading may use.
    """

    view: View
    reaches: str | None = None
    config: Path | None = None
    contract_types: bool = False
    progress: Progress = silent
    today: datetime.date = field(default_factory=today)
    means: Means = field(default_factory=Means)


def graph(cwd: Path, options: Options) -> Diagram:
    """The graph as a diagram; tests are left out.

    Raises:
        UserError: options that do not go together, a faulty configuration, a focus that is nowhere, an effect that is not there.
    """
    _fitting(options)
    asked = check.Options(
        config=options.config,
        contract_types=options.contract_types,
        progress=options.progress,
        today=options.today,
        means=options.means,
    )
    examined, stands = check.examined_standing(check.configuration(cwd, asked), cwd, asked)
    subject = examined.subject
    if options.reaches is not None:
        known_effect(options.reaches, subject.config, "--reaches")
    _in_sight(options.view, subject)
    members, counts = _calls(subject, options.reaches) if options.view.of == "calls" else _imports(subject)
    found = [finding for finding in stands.findings if finding.state != "exempt"]
    layers = [Band(layer.id, layer.name) for layer in subject.config.layers]
    return diagram(members, counts, marks(found, members), layers, options.view)


def _fitting(options: Options) -> None:
    view = options.view
    mistakes: list[Mistake] = []
    if view.of != "calls" and view.level == "function":
        mistakes.append(Mistake("--level", 0, "function", "goes with --of calls", "imports are between modules"))
    if view.of != "calls" and options.reaches is not None:
        mistakes.append(Mistake("--reaches", 0, options.reaches, "goes with --of calls"))
    if mistakes:
        raise UserError(mistakes)


def _in_sight(view: View, subject: Subject) -> None:
    names = [place.module for place in subject.layers.placements]
    for pattern in view.focus:
        if not any(matches(pattern, name) for name in names):
            close = difflib.get_close_matches(pattern, names, n=1)
            hint = f"did you mean {close[0]}? " if close else ""
            raise user_error(
                "--focus", f"no module matches {pattern}", f"{hint}shop.orders.** is a package and all below it"
            )


def _imports(subject: Subject) -> tuple[list[Member], Mapping[Pair, int]]:
    """Modules, and how many import statements lead from one to another."""
    sites = Counter(site.module for site in subject.sites)
    members = [
        Member(place.module, place.module, is_package, place.layer, place.domain, place.path, sites=sites[place.module])
        for place, is_package in _modules(subject)
    ]
    known = {member.id for member in members}
    imports = subject.graph()
    counts: dict[Pair, int] = {}
    for importer in sorted(known & imports.modules):
        for imported in imports.find_modules_directly_imported_by(importer) & known:
            details = imports.get_import_details(importer=importer, imported=imported)
            counts[importer, imported] = max(len(details), 1)
    return members, counts


def _modules(subject: Subject) -> Iterator[tuple[Placement, bool]]:
    """Where each module stands that is no test, and whether it is a package."""
    tests = subject.config.project.tests
    packages = {file.path for file in subject.reading.files if file.is_package}
    paths = {file.path for file in subject.reading.files if file.fate == "module"}
    for place in subject.layers.placements:
        if place.path in paths and not modules.is_test(place.module, tests):
            yield place, place.path in packages


def _calls(subject: Subject, effect: str | None) -> tuple[list[Member], Mapping[Pair, int]]:
    """Functions, and how many calls lead from one to another; with an effect, those alone that reach it."""
    inventory = _inventory(subject, effect)
    places = {place.module: (place, is_package) for place, is_package in _modules(subject)}
    at = Counter(site.label for site in _sites(inventory, effect))
    members = [
        Member(
            node.label,
            node.module,
            places[node.module][1],
            places[node.module][0].layer,
            places[node.module][0].domain,
            node.location.path,
            node.location.line,
            at[node.label],
        )
        for node in inventory.calls.functions
        if node.module in places
    ]
    if effect is not None:
        reaching = reach_backwards(CallGraph(inventory.calls), at, least=_LEAST)
        members = [member for member in members if member.id in reaching]
    edges = (edge for edge in inventory.calls.edges if certain_enough(edge, _LEAST))
    return members, Counter((edge.caller, edge.callee) for edge in edges if edge.caller != edge.callee)


def _inventory(subject: Subject, effect: str | None) -> SiteInventory:
    """Sites and calls; those of the check where it has looked for the effect."""
    family = (effect or _TRANSACTION).partition(".")[0]
    if subject.families and (effect is None or family in subject.families):
        return subject.inventory
    config = subject.config
    return effects.inventory(
        subject.reading.files,
        subject.reading.facts,
        subject.texts,
        [family],
        config.project.tests,
        subject.catalog,
        means=subject.means,
        calls=True,
    )


def _sites(inventory: SiteInventory, effect: str | None) -> Iterator[CallSite]:
    return (site for site in inventory.sites if effect is None or has_effect(effect, site.effects))


def marks(findings: Iterable[Finding], members: Iterable[Member]) -> Marks:
    """The findings on members and on what leads from one to another."""
    known = {member.id for member in members}
    stands: list[tuple[str, bool]] = []
    leads: list[tuple[tuple[Pair, ...], bool]] = []
    for finding in findings:
        new = finding.state == "new"
        names = (finding.subject, f"{finding.module}:{MODULE_BODY}", finding.module or "")
        home = next((name for name in names if name in known), None)
        if home is not None:
            stands.append((home, new))
        steps = [step.function for step in finding.witness]
        leads.append((tuple(pairwise([*steps, finding.object])), new))
    return Marks(tuple(stands), tuple(leads))
