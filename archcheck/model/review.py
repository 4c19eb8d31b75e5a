"""The architecture review: everything that its reporters read, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from archcheck.model.burndown import Burndown
from archcheck.model.diagram import Diagram
from archcheck.model.finding import Severity, State
from archcheck.model.manual import Manual
from archcheck.model.placement import Placement
from archcheck.model.report import Report
from archcheck.model.site import CallSite
from archcheck.model.sweep import SweepStatus

Standing = Literal["owner", "finding", "allowed", "uncertain", "test"]
AreaWord = Literal["domain", "package"]


@dataclass(frozen=True, slots=True)
class ReviewedModule:
    """A module with its place.

    Attributes:
        place: layer, domain, and who says so.
        area: its column of the grid: the domain, or where no domains are configured its package.
        is_test: whether it is a test module; those are in no picture.
    """

    place: Placement
    area: str | None
    is_test: bool = False


@dataclass(frozen=True, slots=True, order=True)
class DirectImport:
    """One module imports another.

    Attributes:
        importer, imported: module names.
        line: of the first such import, 0 where unknown.
    """

    importer: str
    imported: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Coupling:
    """How a package hangs together with the rest of the project; tests are left out.

    Attributes:
        package: its name.
        modules: how many modules it holds, those of its packages included.
        afferent: modules outside that import something in it.
        efferent: modules outside, of the project, that it imports.
    """

    package: str
    modules: int
    afferent: int
    efferent: int

    @property
    def instability(self) -> float | None:
        """Efferent by all coupling: 0 is depended upon alone, 1 depends alone; None where there is no coupling."""
        both = self.afferent + self.efferent
        return self.efferent / both if both else None


@dataclass(frozen=True, slots=True)
class Cycle:
    """Children of one package that import one another in a circle.

    Attributes:
        package: the package.
        members: its children in the circle, sorted.
        imports: how many imports lead from one of them to another.
        cuts: imports without which there is no circle, as grimp nominates them.
    """

    package: str
    members: tuple[str, ...]
    imports: int
    cuts: tuple[DirectImport, ...]


@dataclass(frozen=True, slots=True)
class InventoryEntry:
    """A call site and how a contract sees it.

    Attributes:
        site: the call site.
        contract: id of the contract, or None where no contract asks for its effect.
        standing: ``owner``; ``finding``; ``allowed`` (a home, or reached through owners alone); ``uncertain`` (below the
            contract's certainty); ``test``.
        finding: fingerprint of the finding, or None.
    """

    site: CallSite
    contract: str | None
    standing: Standing
    finding: str | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of the configuration as it was read.

    Attributes:
        table: the table, with the name of its entry (``[[contracts]] transactions``).
        key: the key.
        value: as TOML would have it.
        given: whether the file says so; otherwise it is the default.
    """

    table: str
    key: str
    value: str
    given: bool


@dataclass(frozen=True, slots=True)
class PastFinding:
    """A finding of an earlier report, as far as a comparison needs it."""

    fingerprint: str
    rule: str
    contract: str | None
    severity: Severity
    state: State
    path: str
    line: int
    layer: str | None
    domain: str | None
    message: str


@dataclass(frozen=True, slots=True)
class PastReport:
    """An earlier report (``archcheck check --format json``) that the review is compared with.

    Attributes:
        name: what to call it: the name of its file.
        counts: its summary: modules, imports, findings by state and so on, by key.
        contracts: verdicts by contract.
        findings: all of them, sorted as they were.
    """

    name: str
    counts: Mapping[str, int]
    contracts: Mapping[str, str]
    findings: tuple[PastFinding, ...]


@dataclass(frozen=True, slots=True)
class ReviewedSweep:
    """A clean-up that is under way.

    Attributes:
        status: how far it is.
        burndown: what was left over time, this moment included.
    """

    status: SweepStatus
    burndown: Burndown


@dataclass(frozen=True, slots=True)
class Review:
    """The architecture of a project, as it is and as it should be.

    Attributes:
        title: what is reviewed: its packages.
        label: what the user says of the occasion (a revision, a date), or an empty string.
        report: what the check says.
        area_word: what columns of the grid are: ``domain`` or ``package``.
        cells: the modules by layer and area, and the imports between them; tests are left out.
        modules: all modules, by name.
        imports: direct imports between modules of the project, sorted.
        lines: source lines by path and number, around findings and on their paths.
        inventory: call sites of all effects that contracts speak of, by contract and place.
        couplings: by package.
        cycles: by package.
        settings: the configuration as it was read.
        manuals: manual pages of the rules that have findings.
        sweeps: the clean-ups that are configured, in their order.
        past: earlier reports, the oldest first.
    """

    title: str
    label: str
    report: Report
    area_word: AreaWord
    cells: Diagram
    modules: tuple[ReviewedModule, ...]
    imports: tuple[DirectImport, ...]
    lines: Mapping[str, Mapping[int, str]]
    inventory: tuple[InventoryEntry, ...] = ()
    couplings: tuple[Coupling, ...] = ()
    cycles: tuple[Cycle, ...] = ()
    settings: tuple[Setting, ...] = ()
    manuals: tuple[Manual, ...] = ()
    sweeps: tuple[ReviewedSweep, ...] = ()
    past: tuple[PastReport, ...] = field(default=())
