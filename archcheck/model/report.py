"""The result of a check: what every reporter reads, and nothing else."""

from dataclasses import dataclass
from typing import Literal

from archcheck.model.baseline import BaselineStanding, StaleEntry
from archcheck.model.finding import Finding, Severity
from archcheck.model.source import SourceFile
from archcheck.model.worklist import Worklist

Verdict = Literal["kept", "broken", "unproven"]


@dataclass(frozen=True, slots=True)
class ContractResult:
    """What became of one contract.

    Attributes:
        id: the contract's id.
        type: ``layers``, ``effect``, or the import-linter type.
        verdict: ``kept``; ``broken`` (any finding that is not exempt); ``unproven`` (it depends on something unread).
        checked: how many imports or call sites it was held against.
        reason: the contract's reason, or None.
    """

    id: str
    type: str
    verdict: Verdict
    checked: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class BlindSpot:
    """Something that archcheck could not see, with the reason.

    Attributes:
        kind: ``grammar`` (a span that the grammar cannot read yet), ``call`` (a call that could not be followed), ``manager`` (a
            block of another distribution's that may commit when it is left), ``missing`` (a call of a method that the receiver's
            class does not have).
        path: POSIX path relative to the working directory.
        line: line from 1.
        reason: in words.
    """

    kind: str
    path: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of a run; ``files = modules + unread + shadowed + unimportable``."""

    files: int
    modules: int
    unread: int
    shadowed: int
    unimportable: int
    unassigned: int
    imports: int
    functions: int
    call_sites: int
    new: int
    known: int
    debt: int
    exempt: int
    stale: int
    unproven: int


@dataclass(frozen=True, slots=True)
class Against:
    """The revision whose findings are left out.

    Attributes:
        name: as the user wrote it.
        revision: full name of the commit.
        gone: how many findings it has that are there no more.
    """

    name: str
    revision: str
    gone: int


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that ``archcheck check`` has to say.

    Attributes:
        summary: counts.
        contracts: results in order of configuration.
        findings: sorted by path, line, column, rule, contract.
        not_modules: files that are no modules, each with its fate and reason.
        blind_spots: what could not be seen.
        lines: source lines by (path, line), for excerpts.
        baseline: what the findings were held against, or None where there is no baseline.
        stale: entries of the baseline that list more than was found.
        against: the revision over which the findings are added, or None where all are there.
        owners_file: the CODEOWNERS that names the owners, from the root of the repository, or None.
        worklists: what to lift to an owner, for each effect contract with sites outside its owners, in order of configuration.
    """

    summary: Summary
    contracts: tuple[ContractResult, ...]
    findings: tuple[Finding, ...]
    not_modules: tuple[SourceFile, ...] = ()
    blind_spots: tuple[BlindSpot, ...] = ()
    lines: tuple[tuple[tuple[str, int], str], ...] = ()
    baseline: BaselineStanding | None = None
    stale: tuple[StaleEntry, ...] = ()
    against: Against | None = None
    owners_file: str | None = None
    worklists: tuple[Worklist, ...] = ()

    @property
    def stale_fails(self) -> bool:
        """Whether stale entries of the baseline fail the run."""
        return self.summary.stale > 0 and (self.baseline is None or self.baseline.mode == "strict")

    def fails(self, least: Severity) -> bool:
        """Whether the report fails the run: by new findings of this severity or a worse one, or by stale entries."""
        return self.stale_fails or any(
            finding.state == "new" and (least == "warning" or finding.severity == "error") for finding in self.findings
        )
