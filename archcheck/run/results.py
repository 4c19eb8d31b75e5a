"""From judged findings to the report: verdicts, counts, source lines, and the part that was asked for."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archcheck.model.finding import Finding
from archcheck.model.report import BlindSpot, ContractResult, Report, Summary, Verdict
from archcheck.model.source import SourceFile


@dataclass(frozen=True, slots=True)
class Held:
    """One contract and what it was held against.

    Attributes:
        id: the contract's id.
        type: ``layers``, ``effect`` or the import-linter type.
        checked: how many imports or call sites.
        reason: the contract's reason, or None.
        unread: whether something that it depends on was not read.
    """

    id: str
    type: str
    checked: int
    reason: str | None
    unread: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """What was read, before any finding.

    Attributes:
        unassigned: modules without a layer.
        imports: direct imports, those of packages outside included: the contracts are held against them, too.
        functions: functions and methods.
        call_sites: call sites of all effects that a contract asks for, those in tests left out.
        unproven: calls that may be such a call site.
    """

    unassigned: int
    imports: int
    functions: int
    call_sites: int
    unproven: int


def report(
    files: Sequence[SourceFile],
    counts: Counts,
    contracts: Iterable[Held],
    findings: Iterable[Finding],
    blind_spots: Iterable[BlindSpot],
    line: Callable[[str, int], str | None],
) -> Report:
    """The whole report.

    Args:
        files: every file that was found.
        counts: see ``Counts``.
        contracts: in order of configuration.
        findings: with their states, sorted.
        blind_spots: in any order.
        line: gives a source line by path and number, or None.
    """
    found = tuple(findings)
    return Report(
        summary=_summary(files, counts, found),
        contracts=tuple(_result(contract, found) for contract in contracts),
        findings=found,
        not_modules=tuple(sorted(file for file in files if file.fate != "module")),
        blind_spots=tuple(sorted(blind_spots, key=lambda spot: (spot.path, spot.line, spot.kind, spot.reason))),
        lines=_lines(found, line),
    )


def narrowed(whole: Report, paths: Sequence[Path], cwd: Path) -> Report:
    """The report with the findings below some paths alone."""
    if not paths:
        return whole
    wanted = [(cwd / path).resolve() for path in paths]
    return with_findings(whole, [each for each in whole.findings if below(each.location.path, wanted, cwd)])


def with_findings(whole: Report, findings: Iterable[Finding]) -> Report:
    """The report with a part of its findings; counts of findings follow, verdicts stay as they are."""
    shown = tuple(findings)
    kept = {(finding.location.path, finding.location.line) for finding in shown}
    return replace(
        whole,
        summary=replace(whole.summary, **_states(shown)),
        findings=shown,
        lines=tuple(entry for entry in whole.lines if entry[0] in kept),
    )


def below(path: str, wanted: Iterable[Path], cwd: Path) -> bool:
    """Whether a path relative to the working directory is one of the wanted ones or below one of them."""
    full = (cwd / path).resolve()
    return any(full.is_relative_to(folder) for folder in wanted)


def _summary(files: Sequence[SourceFile], counts: Counts, findings: Sequence[Finding]) -> Summary:
    fates = Counter(file.fate for file in files)
    return Summary(
        files=len(files),
        modules=fates["module"],
        unread=fates["unread"],
        shadowed=fates["shadowed"],
        unimportable=fates["unimportable"],
        unassigned=counts.unassigned,
        imports=counts.imports,
        functions=counts.functions,
        call_sites=counts.call_sites,
        stale=0,
        unproven=counts.unproven,
        **_states(findings),
    )


def _states(findings: Iterable[Finding]) -> dict[str, int]:
    states = Counter(finding.state for finding in findings)
    return {"new": states["new"], "known": states["known"], "debt": states["debt"], "exempt": states["exempt"]}


def _result(contract: Held, findings: Iterable[Finding]) -> ContractResult:
    return ContractResult(contract.id, contract.type, _verdict(contract, findings), contract.checked, contract.reason)


def _verdict(contract: Held, findings: Iterable[Finding]) -> Verdict:
    if any(finding.contract == contract.id and finding.state != "exempt" for finding in findings):
        return "broken"
    return "unproven" if contract.unread else "kept"


def _lines(
    findings: Iterable[Finding], line: Callable[[str, int], str | None]
) -> tuple[tuple[tuple[str, int], str], ...]:
    places = sorted({(finding.location.path, finding.location.line) for finding in findings})
    return tuple((place, text) for place in places if (text := line(*place)) is not None)
