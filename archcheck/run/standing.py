"""How a run stands to the baseline: known, new, stale, moved and expired in one pass; nothing is written."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from archcheck.git.state import state
from archcheck.model.baseline import Baseline, BaselineStanding
from archcheck.model.finding import Finding
from archcheck.model.inputs import History
from archcheck.model.location import Location
from archcheck.model.report import Report
from archcheck.ratchet.baseline import Compared, can_be_listed, compare
from archcheck.ratchet.states import numbered
from archcheck.rules import unused_allow
from archcheck.run.baseline_file import BaselineFile, baseline_file
from archcheck.run.examined import Examined
from archcheck.run.looked import Looked
from archcheck.run.names import names
from archcheck.run.renames import renamed_since_listed
from archcheck.run.subject import Subject


@dataclass(frozen=True, slots=True)
class Standing:
    """Findings held against the baseline, if there is one.

    Attributes:
        findings: with their last states, and those on expired entries; sorted.
        compared: what of the baseline was found; None where there is no baseline.
        shown: what the report says of the baseline; None where there is none.
    """

    findings: tuple[Finding, ...]
    compared: Compared | None = None
    shown: BaselineStanding | None = None


def standing(
    examined: Examined,
    file: BaselineFile,
    baseline: Baseline | None,
    today: datetime.date,
    paths: Sequence[Path] = (),
) -> Standing:
    """Hold what was found against a baseline.

    Args:
        examined: what was found, of the whole project.
        file: where the baseline stands.
        baseline: what it lists, or None where there is none.
        today: what expiry dates are held against.
        paths: files and directories that the run was asked about; what lies elsewhere is not called stale.
    """
    if baseline is None:
        return Standing(examined.findings)
    compared = held(examined, baseline, today, paths)
    findings = [*compared.findings, *_expired(compared, file)]
    return Standing(tuple(numbered(findings)), compared, _shown(examined, baseline, file))


def with_baseline(report: Report, stands: Standing) -> Report:
    """A report that says how the run stands to the baseline, as far as its findings go."""
    if stands.shown is None or stands.compared is None:
        return report
    stale = stands.compared.stale
    new = sum(finding.state == "new" and can_be_listed(finding) for finding in report.findings)
    gone = sum(each.entry.count - each.found for each in stale)
    shown = replace(stands.shown, new=new, gone=gone)
    return replace(report, summary=replace(report.summary, stale=len(stale)), baseline=shown, stale=stale)


def held(examined: Examined, baseline: Baseline, today: datetime.date, paths: Sequence[Path] = ()) -> Compared:
    """The findings compared with a baseline; see ``standing``."""
    cwd = examined.subject.cwd.resolve()
    looked = Looked(examined, baseline, [(cwd / path).resolve() for path in paths], cwd)
    path = baseline_file(examined.subject.config, cwd).path
    named = names(examined.subject, partial(_renamed, examined.subject, path))
    return compare(examined.findings, baseline, today, looked.at, named.moved)


def _renamed(subject: Subject, baseline: Path) -> Mapping[str, str]:
    """What git knows of renames; the state that it was asked in is noted first."""
    subject.histories.append(History(str(baseline.parent), state(str(baseline.parent))))
    return renamed_since_listed(baseline, subject.reading)


def _shown(examined: Examined, baseline: Baseline, file: BaselineFile) -> BaselineStanding:
    """The catalog says nothing where no effect was looked for."""
    subject = examined.subject
    other = bool(subject.families) and subject.catalog.version != baseline.catalog
    listed = sum(entry.count for entry in baseline.entries)
    return BaselineStanding(file.place, file.mode, listed, other_catalog=other)


def _expired(compared: Compared, file: BaselineFile) -> list[Finding]:
    return [
        unused_allow.of_baseline_entry(
            Location(file.place, entry.line), entry.contract, entry.subject, entry.object, entry.until, covered
        )
        for entry, covered in compared.expired
        if entry.until is not None and covered
    ]
