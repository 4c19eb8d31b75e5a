"""What the page's script shows, as plain JSON: lists of short rows where there are many, objects where there are few."""

import datetime
from collections.abc import Iterable
from typing import TypeAlias

from archcheck.model.diagram import NO_DOMAIN, NO_LAYER
from archcheck.model.finding import Finding, Step
from archcheck.model.location import Location
from archcheck.model.report import Report
from archcheck.model.review import Cycle, InventoryEntry, PastReport, Review, ReviewedModule, ReviewedSweep
from archcheck.model.sweep import NONE
from archcheck.model.worklist import Worklist
from archcheck.report.summary import counted
from archcheck.report.sweep_log import forecast_words
from archcheck.report.sweep_status import caveats, standing_sentence
from archcheck.report.visible import cells, printable
from archcheck.report.worklist import lead

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def page_data(review: Review) -> Json:
    """All of it; every text of the checked project is printable."""
    nodes = {node.id: number for number, node in enumerate(review.cells.nodes)}
    numbers = {module.place.module: number for number, module in enumerate(review.modules)}
    data: dict[str, Json] = {
        "area": review.area_word,
        "layers": [{"id": band.id, "name": band.name} for band in review.cells.layers],
        "cells": [
            [n.id, n.layer or NO_LAYER, n.domain or NO_DOMAIN, n.modules, n.inner, n.findings, n.new]
            for n in review.cells.nodes
        ],
        "edges": [[nodes[e.source], nodes[e.target], e.count, e.findings, e.new] for e in review.cells.edges],
        "modules": [_module(module, nodes) for module in review.modules],
        "imports": _imports(review, numbers),
        "findings": [_finding(finding, review) for finding in review.report.findings],
        "lines": {
            path: {str(n): "".join(cells(line)) for n, line in lines.items()} for path, lines in review.lines.items()
        },
        "worklists": [_worklist(each) for each in review.report.worklists],
        "sweeps": [_sweep(each) for each in review.sweeps],
        "sites": [_site(entry) for entry in review.inventory],
        "packages": [[c.package, c.modules, c.afferent, c.efferent] for c in review.couplings],
        "cycles": [_cycle(cycle) for cycle in review.cycles],
        **_gaps(review.report),
        "settings": [[each.table, each.key, each.value, each.given] for each in review.settings],
        "manuals": {m.rule: {"summary": m.summary, "text": m.text, "severity": m.severity} for m in review.manuals},
        "past": [_past(past) for past in review.past],
        "now": _now(review.report),
    }
    return _printable(data)


def _module(module: ReviewedModule, nodes: dict[str, int]) -> Json:
    """Its cell is -1 where it is a test."""
    place = module.place
    cell = -1 if module.is_test else nodes[f"{place.layer or NO_LAYER}/{module.area or NO_DOMAIN}"]
    return [place.module, place.path, cell, place.layer, place.evidence]


def _imports(review: Review, numbers: dict[str, int]) -> Json:
    """For each module, what it imports and on which line, by turns."""
    found: list[list[Json]] = [[] for _ in review.modules]
    for each in review.imports:
        found[numbers[each.importer]] += [numbers[each.imported], each.line]
    return [*found]


def _finding(finding: Finding, review: Review) -> Json:
    place = finding.location
    data: dict[str, Json] = {
        "id": finding.fingerprint,
        "rule": finding.rule,
        "contract": finding.contract,
        "severity": finding.severity,
        "state": finding.state,
        "message": finding.message,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end": max(place.end_line, place.line),
        "mark": _mark(place, review.lines.get(place.path, {}).get(place.line)),
        "module": finding.module,
        "function": finding.function,
        "layer": finding.layer,
        "domain": finding.domain,
        "certainty": finding.certainty,
        "effect": finding.effect,
        "api": finding.api,
        "wraps": finding.wraps,
        "kind": finding.kind,
        "form": finding.form,
        "object": finding.object,
        "evidence": [*finding.evidence],
        "witness": _steps(finding.witness),
        "related": [[other.path, other.line] for other in finding.related],
        "guidance": finding.guidance,
        "reason": finding.reason,
        "owner": finding.owner,
        "owners": [*finding.owners],
        "debt": finding.debt,
        "moved": finding.moved_from,
    }
    if finding.exposure is not None and finding.exposure.functions:
        exposure = finding.exposure
        data["exposure"] = [exposure.functions, exposure.domains]
        data["exposed"] = [] if exposure.witness == finding.witness else _steps(exposure.witness)
    if finding.fixpoint is not None:
        data["fix"] = [finding.fixpoint.function, finding.fixpoint.clears, finding.fixpoint.of]
    return {key: value for key, value in data.items() if value not in (None, [])}


def _mark(place: Location, line: str | None) -> list[Json]:
    """From where to where the first line of a place is marked, in the units of JavaScript's strings."""
    if line is None:
        return []
    shown = cells(line)
    end = place.end_column - 1 if place.end_line in (0, place.line) and place.end_column > place.column else len(shown)
    return [_units(shown[: place.column - 1]), _units(shown[:end])]


def _units(shown: Iterable[str]) -> int:
    return len("".join(shown).encode("utf-16-le", "surrogatepass")) // 2


def _steps(steps: Iterable[Step]) -> list[Json]:
    return [[step.function, step.path, step.line, step.layer, step.expression] for step in steps]


def _site(entry: InventoryEntry) -> Json:
    site = entry.site
    data: dict[str, Json] = {
        "module": site.module,
        "function": site.function,
        "path": site.location.path,
        "line": site.location.line,
        "effect": site.effects[0],
        "api": site.api,
        "wraps": site.wraps,
        "kind": site.kind,
        "form": site.form,
        "certainty": site.certainty,
        "expression": site.expression,
        "contract": entry.contract,
        "standing": entry.standing,
        "finding": entry.finding,
        "evidence": [*site.evidence],
    }
    return {key: value for key, value in data.items() if value not in (None, [])}


def _cycle(cycle: Cycle) -> Json:
    cuts: list[Json] = [[cut.importer, cut.imported, cut.line] for cut in cycle.cuts]
    return {"package": cycle.package, "members": [*cycle.members], "imports": cycle.imports, "cuts": cuts}


def _gaps(report: Report) -> dict[str, Json]:
    return {
        "files": [[file.path, file.fate, file.reason, file.line] for file in report.not_modules],
        "spots": [[spot.kind, spot.path, spot.line, spot.reason] for spot in report.blind_spots],
    }


def _worklist(worklist: Worklist) -> Json:
    steps: list[Json] = [[s.clears, s.left, s.function, s.layer, s.path, s.line] for s in worklist.steps]
    return {"contract": worklist.contract, "lead": lead(worklist), "reached": worklist.reached, "steps": steps}


def _sweep(sweep: ReviewedSweep) -> Json:
    status, drawn = sweep.status, sweep.burndown
    return {
        "title": status.title,
        "contract": status.contract,
        "target": status.target.isoformat() if status.target else None,
        "standing": standing_sentence(status),
        "words": [forecast_words(status), *caveats(status)],
        "burndown": {
            "begin": _seconds(drawn.begin),
            "end": _seconds(drawn.end),
            "times": [_seconds(time) for time in drawn.times],
            "totals": [*drawn.totals],
            "shares": [
                {"name": share.name, "label": _share_label(share.name, drawn.others), "own": [*share.counts]}
                for share in drawn.shares
            ],
            "target": _seconds(drawn.target) if drawn.target else None,
            "near": drawn.is_target_near,
        },
        "domains": [
            [each.domain, _share_label(each.domain, 0), each.left, each.most, _day(each.done), each.debt]
            for each in status.domains
        ],
        "notes": [
            [f"{each.time:%Y-%m-%d %H:%M}", each.total, delta, each.note] for each, delta in reversed(status.told)
        ],
    }


def _share_label(name: str, others: int) -> str:
    return {NONE: NO_DOMAIN, "": counted(others, "other domain")}.get(name, name)


def _seconds(time: datetime.datetime) -> int:
    return int(time.timestamp())


def _day(time: datetime.datetime | None) -> str | None:
    return time.date().isoformat() if time else None


def _past(past: PastReport) -> Json:
    return {
        "name": past.name,
        "counts": {**past.counts},
        "contracts": {**past.contracts},
        "findings": [
            [f.fingerprint, f.rule, f.contract, f.severity, f.state, f.path, f.line, f.message] for f in past.findings
        ],
    }


def _now(report: Report) -> Json:
    totals = report.summary
    counts: dict[str, Json] = {
        "new": totals.new,
        "known": totals.known,
        "debt": totals.debt,
        "exempt": totals.exempt,
        "modules": totals.modules,
        "imports": totals.imports,
        "functions": totals.functions,
        "call_sites": totals.call_sites,
        "unproven": totals.unproven,
    }
    return {"counts": counts, "contracts": {contract.id: contract.verdict for contract in report.contracts}}


def _printable(value: Json) -> Json:
    match value:
        case str():
            return value if value.isprintable() else "\n".join(printable(line) for line in value.split("\n"))
        case list():
            return [_printable(member) for member in value]
        case dict():
            return {printable(key): _printable(member) for key, member in value.items()}
        case _:
            return value
