"""The outputs for machines: ``archcheck.report/1``, ``archcheck.sites/1`` and ``archcheck.layers/1``.

Lists come sorted and keys in a fixed order, so that the same input gives the same bytes. All text is ASCII with JSON
escapes, which no terminal and no encoding can trip over.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

from archcheck import __version__
from archcheck.model.baseline import BaselineStanding, StaleEntry
from archcheck.model.finding import Exposure, Finding, FixPoint, State, Step
from archcheck.model.location import Location
from archcheck.model.placement import Placement
from archcheck.model.report import Against, BlindSpot, ContractResult, Report, Summary
from archcheck.model.source import SourceFile
from archcheck.model.worklist import Worklist
from archcheck.report.entry import SiteEntry

Value = None | bool | int | str | Sequence["Value"] | dict[str, "Value"]

TOOL: dict[str, Value] = {"name": "archcheck", "version": __version__}


def render_json(report: Report) -> str:
    """``archcheck check --format json``."""
    return to_text(
        {
            "schema": "archcheck.report/1",
            "tool": TOOL,
            "summary": summary_value(report.summary),
            "contracts": [contract_value(contract) for contract in report.contracts],
            "findings": [_finding(finding) for finding in report.findings],
            "stale": [_stale(each) for each in report.stale],
            "baseline": _baseline(report.baseline) if report.baseline else None,
            "against": _against(report.against) if report.against else None,
            "owners_file": report.owners_file,
            "owners": list(_owners(report)) if report.owners_file else None,
            "worklists": [_worklist(each) for each in report.worklists],
            "not_modules": [_not_module(file) for file in report.not_modules],
            "blind_spots": [_blind_spot(spot) for spot in report.blind_spots],
        }
    )


def render_sites_json(entries: Iterable[SiteEntry]) -> str:
    """``archcheck sites --format json``."""
    sites = [_site(entry) for entry in entries]
    counts: dict[str, dict[str, int]] = {"certainty": {}, "kind": {}, "form": {}, "via": {}}
    for site in sites:
        for key, tally in counts.items():
            value = site[key]
            if isinstance(value, str):
                tally[value] = tally.get(value, 0) + 1
    summary: dict[str, Value] = {"sites": len(sites)}
    summary |= {key: dict(sorted(tally.items())) for key, tally in counts.items()}
    return to_text({"schema": "archcheck.sites/1", "tool": TOOL, "summary": summary, "sites": sites})


def render_layers_json(placements: Iterable[Placement]) -> str:
    """``archcheck layers --format json``."""
    modules: list[Value] = [
        {
            "module": placement.module,
            "path": placement.path,
            "layer": placement.layer,
            "domain": placement.domain,
            "source": placement.source,
            "evidence": placement.evidence,
        }
        for placement in placements
    ]
    return to_text({"schema": "archcheck.layers/1", "tool": TOOL, "modules": modules})


def summary_value(totals: Summary) -> Value:
    """The counts of a run."""
    return {
        "files": totals.files,
        "modules": totals.modules,
        "unread": totals.unread,
        "shadowed": totals.shadowed,
        "unimportable": totals.unimportable,
        "unassigned": totals.unassigned,
        "imports": totals.imports,
        "functions": totals.functions,
        "call_sites": totals.call_sites,
        "findings": {"new": totals.new, "known": totals.known, "debt": totals.debt, "exempt": totals.exempt},
        "stale": totals.stale,
        "unproven": totals.unproven,
    }


def contract_value(contract: ContractResult) -> Value:
    """The result of a contract."""
    return {
        "id": contract.id,
        "type": contract.type,
        "verdict": contract.verdict,
        "checked": contract.checked,
        "reason": contract.reason,
    }


def _finding(finding: Finding) -> Value:
    return {
        "rule": finding.rule,
        "contract": finding.contract,
        "state": finding.state,
        "severity": finding.severity,
        "certainty": finding.certainty,
        **_location(finding.location),
        "module": finding.module,
        "function": finding.function,
        "layer": finding.layer,
        "domain": finding.domain,
        "effect": finding.effect,
        "api": finding.api,
        "kind": finding.kind,
        "form": finding.form,
        "via": finding.via,
        "wraps": finding.wraps,
        "expression": finding.expression,
        "message": finding.message,
        "evidence": finding.evidence,
        "witness": [step_value(step) for step in finding.witness],
        "exposure": _exposure(finding.exposure),
        "fixpoint": _fix_point(finding.fixpoint),
        "related": [_location(other) for other in finding.related],
        "debt": finding.debt,
        "owner": finding.owner,
        "reason": finding.reason,
        "guidance": finding.guidance,
        "owners": finding.owners,
        "moved_from": finding.moved_from,
        "move_certainty": finding.move_certainty,
        "subject": finding.subject,
        "object": finding.object,
        "fingerprint": finding.fingerprint,
    }


def _exposure(exposure: Exposure | None) -> Value:
    if exposure is None:
        return None
    witness = [step_value(step) for step in exposure.witness]
    return {"functions": exposure.functions, "domains": exposure.domains, "witness": witness}


def _fix_point(point: FixPoint | None) -> Value:
    return None if point is None else {"function": point.function, "clears": point.clears, "of": point.of}


def _worklist(worklist: Worklist) -> Value:
    return {
        "contract": worklist.contract,
        "sites": worklist.sites,
        "reached": worklist.reached,
        "steps": [
            {
                "function": step.function,
                "path": step.path,
                "line": step.line,
                "layer": step.layer,
                "clears": step.clears,
                "left": step.left,
            }
            for step in worklist.steps
        ],
    }


def _stale(stale: StaleEntry) -> Value:
    entry = stale.entry
    return {
        "rule": entry.rule,
        "contract": entry.contract or None,
        "subject": entry.subject,
        "object": entry.object,
        "kind": entry.kind,
        "listed": entry.count,
        "found": stale.found,
        "reason": entry.reason,
        "owner": entry.owner,
        "until": entry.until.isoformat() if entry.until else None,
        "owners": stale.owners,
        "line": entry.line,
    }


def _owners(report: Report) -> Iterator[Value]:
    """Counts by owner, those of nobody last; what several own is counted for each of them."""
    counts: Counter[tuple[str | None, str]] = Counter()
    for finding in report.findings:
        counts.update((owner, finding.state) for owner in finding.owners or (None,))
    for each in report.stale:
        counts.update((owner, "stale") for owner in each.owners or (None,))
    names = {owner for owner, _ in counts}
    for owner in sorted(names, key=lambda name: (name is None, name or "")):
        states: dict[str, Value] = {state: counts[owner, state] for state in (*get_args(State), "stale")}
        yield {"owner": owner, **states}


def _against(against: Against) -> Value:
    return {"name": against.name, "revision": against.revision, "gone": against.gone}


def _baseline(standing: BaselineStanding) -> Value:
    return {
        "file": standing.file,
        "mode": standing.mode,
        "listed": standing.listed,
        "new": standing.new,
        "gone": standing.gone,
        "other_catalog": standing.other_catalog,
    }


def step_value(step: Step) -> Value:
    """A step of a path."""
    return {
        "function": step.function,
        "path": step.path,
        "line": step.line,
        "layer": step.layer,
        "expression": step.expression,
    }


def _site(entry: SiteEntry) -> dict[str, Value]:
    site = entry.site
    return {
        **_location(site.location),
        "module": site.module,
        "function": site.function,
        "layer": entry.layer,
        "domain": entry.domain,
        "effect": site.effects[0],
        "effects": site.effects,
        "api": site.api,
        "wraps": site.wraps,
        "kind": site.kind,
        "form": site.form,
        "via": site.via,
        "certainty": site.certainty,
        "expression": site.expression,
        "evidence": site.evidence,
        "test": site.is_test,
    }


def _location(location: Location) -> dict[str, Value]:
    """A place without an end is one character wide."""
    return {
        "path": location.path,
        "line": location.line,
        "column": location.column,
        "end_line": location.end_line or location.line,
        "end_column": location.end_column or location.column,
    }


def _not_module(file: SourceFile) -> Value:
    return {"path": file.path, "module": file.module, "fate": file.fate, "reason": file.reason, "line": file.line}


def _blind_spot(spot: BlindSpot) -> Value:
    return {"kind": spot.kind, "path": spot.path, "line": spot.line, "reason": spot.reason}


def to_text(value: Value) -> str:
    """JSON with a line end behind it; a lone surrogate of a file name becomes a visible escape, since it is no Unicode.

    Two hash marks are spelled so that no CI system takes them for the start of a command; the value is the same.
    """
    text = json.dumps(_encodable(value), indent=2, ensure_ascii=True)
    return text.replace("##", "#\\u0023") + "\n"


def _encodable(value: Value) -> Value:
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode() if not value.isascii() else value
        case dict():
            return {key: _encodable(member) for key, member in value.items()}
        case list() | tuple():
            return [_encodable(member) for member in value]
        case _:
            return value
