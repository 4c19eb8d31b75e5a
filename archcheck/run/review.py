"""The architecture review: a check, and around it what a reviewer asks for besides."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from archcheck.config.as_read import settings
from archcheck.config.load import load_config
from archcheck.config.paths import below
from archcheck.config.schema import EffectContract
from archcheck.config.toml import shown
from archcheck.facts.scan import Means
from archcheck.graph.coupling import couplings
from archcheck.graph.cycles import cycles
from archcheck.graph.diagram import Member, View, diagram
from archcheck.model.diagram import Band, Diagram
from archcheck.model.errors import user_error
from archcheck.model.finding import Finding
from archcheck.model.placement import Placement
from archcheck.model.progress import Progress, silent
from archcheck.model.report import Report
from archcheck.model.review import (
    AreaWord,
    Cycle,
    DirectImport,
    InventoryEntry,
    Review,
    ReviewedModule,
    ReviewedSweep,
    Standing,
)
from archcheck.model.site import CallSite
from archcheck.ratchet.burndown import burndown
from archcheck.rules import effect_site
from archcheck.run import check, layering, sweep_status
from archcheck.run.areas import areas
from archcheck.run.explain import manual
from archcheck.run.graph import marks
from archcheck.run.modules import is_test
from archcheck.run.subject import Subject
from archcheck.run.surroundings import surroundings
from archcheck.run.sweep import Clock, today
from archcheck.run.sweep_file import sweep_files
from archcheck.store.past_report import read_past_report

FOLDER = "reports"
_VIEW = View(of="layers", level="domain")


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked for.

    Attributes:
        config: the layers.toml to use, or None for the nearest one.
        contract_types: whether contract classes of the user's own may run.
        label: what the review says of the occasion.
        compare: earlier reports in JSON, the oldest first.
        progress: told how far the run is.
        means: what reading may use.
    """

    config: Path | None = None
    contract_types: bool = False
    label: str = ""
    compare: tuple[Path, ...] = ()
    progress: Progress = silent
    means: Means = field(default_factory=Means)


def folder(cwd: Path, config_path: Path | None) -> Path:
    """Where the review goes if nothing else is asked for: ``reports`` beside layers.toml; made where it is missing.

    Raises:
        UserError: a faulty configuration, a link that leads elsewhere, a directory that cannot be made.
    """
    config = load_config(config_path, cwd, allow_contract_types=True)
    place = config.directory / FOLDER
    name = shown(place, cwd)
    if not below(place, config.directory):
        raise user_error(name, "leaves the directory of layers.toml", "name files by --output")
    try:
        place.mkdir(exist_ok=True)
    except OSError as error:
        raise user_error(name, f"cannot be made: {error.strerror or error}", "name files by --output") from error
    return place


def review(cwd: Path, options: Options) -> Review:
    """Check every contract and review the architecture.

    Raises:
        UserError: as for ``check``; an earlier report that is none.
    """
    past = tuple(read_past_report(cwd / path, shown((cwd / path).absolute(), cwd)) for path in options.compare)
    asked = check.Options(
        config=options.config,
        contract_types=options.contract_types,
        progress=options.progress,
        means=options.means,
        within_tests=True,
    )
    examined, stands = check.examined_standing(check.configuration(cwd, asked), cwd, asked)
    report = check.report_on(examined, stands)
    options.progress("review", 0, 1)
    seen = _Seen(examined.subject, report)
    found = Review(
        title=", ".join(examined.subject.reading.sources.packages),
        label=options.label,
        report=report,
        area_word=seen.areas[0],
        cells=seen.cells,
        modules=seen.modules,
        imports=seen.imports,
        lines=surroundings(report.findings, seen.cuts, examined.subject.texts),
        inventory=tuple(seen.inventory()),
        couplings=couplings(seen.own, [(each.importer, each.imported) for each in seen.imports]),
        cycles=seen.cycles,
        settings=settings(examined.subject.config),
        manuals=tuple(manual(rule) for rule in sorted({finding.rule for finding in report.findings})),
        sweeps=sweeps(examined.subject, report.findings),
        past=past,
    )
    options.progress("review", 1, 1)
    return found


def sweeps(subject: Subject, findings: Sequence[Finding], clock: Clock = today) -> tuple[ReviewedSweep, ...]:
    """How far the clean-ups of a project are that was checked.

    Raises:
        UserError: a log is not as archcheck writes it.
    """
    if not subject.config.sweeps:
        return ()
    files = sweep_files(subject.config, subject.cwd, None)
    found = sweep_status.on(subject, findings, [(file, file.read()) for file in files], clock)
    return tuple(ReviewedSweep(each, burndown(each.title, [*each.log, each.now], each.target)) for each in found)


@dataclass
class _Seen:
    """The subject of a check as the review shows it; each part is made once."""

    subject: Subject
    report: Report

    @cached_property
    def places(self) -> tuple[Placement, ...]:
        return layering.modules(self.subject.reading, self.subject.layers)

    @cached_property
    def areas(self) -> tuple[AreaWord, Mapping[str, str | None]]:
        return areas([place for place in self.places if not self._is_test(place.module)])

    @cached_property
    def modules(self) -> tuple[ReviewedModule, ...]:
        return tuple(
            ReviewedModule(place, self.areas[1].get(place.module), self._is_test(place.module)) for place in self.places
        )

    @cached_property
    def own(self) -> frozenset[str]:
        """Modules that are no tests."""
        return frozenset(module.place.module for module in self.modules if not module.is_test)

    @cached_property
    def imports(self) -> tuple[DirectImport, ...]:
        graph = self.subject.graph()
        found: list[DirectImport] = []
        for importer in sorted(self.own & graph.modules):
            for imported in sorted(graph.find_modules_directly_imported_by(importer) & self.own):
                details = graph.get_import_details(importer=importer, imported=imported)
                lines = (detail["line_number"] for detail in details)
                found.append(DirectImport(importer, imported, min(lines, default=0)))
        return tuple(found)

    @cached_property
    def cycles(self) -> tuple[Cycle, ...]:
        return cycles(self.subject.graph(), self.own)

    @cached_property
    def cuts(self) -> list[tuple[str, int]]:
        """Places of the imports that would open the cycles."""
        paths = {place.module: place.path for place in self.places}
        return [(paths[cut.importer], cut.line) for cycle in self.cycles for cut in cycle.cuts if cut.importer in paths]

    @cached_property
    def cells(self) -> Diagram:
        members = [
            Member(module.place.module, module.place.module, False, module.place.layer, module.area, module.place.path)
            for module in self.modules
            if not module.is_test
        ]
        counts = {(each.importer, each.imported): 1 for each in self.imports}
        layers = [Band(layer.id, layer.name) for layer in self.subject.config.layers]
        counting = [finding for finding in self.report.findings if finding.state != "exempt"]
        return diagram(members, counts, marks(counting, members), layers, _VIEW)

    def inventory(self) -> Iterator[InventoryEntry]:
        """By contract, then by place; sites that no contract holds come last."""
        found = {(f.contract, f.location, f.object): f for f in self.report.findings if f.rule == effect_site.RULE}
        seen: set[CallSite] = set()
        contracts = [each for each in self.subject.config.contracts if isinstance(each, EffectContract)]
        for contract in contracts:
            reaching = self.subject.reaching(contract)
            held = set(reaching.held)
            for site in self.subject.inventory.sites:
                if not effect_site.has_effect(contract.effect, site.effects):
                    continue
                seen.add(site)
                finding = found.get((contract.id, site.location, site.api))
                owner = reaching.is_owner(site.label)
                standing = _standing(site, finding, owner=owner, held=site in held)
                yield InventoryEntry(site, contract.id, standing, finding.fingerprint if finding else None)
        rest = (site for site in self.subject.inventory.sites if site not in seen)
        yield from (InventoryEntry(site, None, "test" if site.is_test else "allowed") for site in rest)

    def _is_test(self, module: str) -> bool:
        return is_test(module, self.subject.config.project.tests)


def _standing(site: CallSite, finding: Finding | None, *, owner: bool, held: bool) -> Standing:
    if finding is not None:
        return "finding"
    if site.is_test:
        return "test"
    if owner:
        return "owner"
    return "allowed" if held else "uncertain"
