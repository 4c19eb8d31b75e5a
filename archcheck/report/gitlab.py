"""GitLab's Code Quality report: a JSON list of issues, which a merge request shows beside the changed lines.

Source of the format: GitLab's manual, "Code Quality", "Import Code Quality results". Issues of one fingerprint are one issue.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from archcheck.model.baseline import StaleEntry
from archcheck.model.finding import Finding, State
from archcheck.model.location import Location
from archcheck.model.report import Report
from archcheck.report.entry import SiteEntry, sentence
from archcheck.report.json import Value, to_text
from archcheck.report.standing import PRUNE
from archcheck.report.visible import visible

_SEVERITIES = {"error": "critical", "warning": "minor"}
_REVIEWED = "info"


def render_gitlab(report: Report, states: Iterable[State] = ("new",)) -> str:
    """The findings of some states as issues; those that are not new have the least severity."""
    wanted = set(states)
    issues = [_issue(finding) for finding in report.findings if finding.state in wanted]
    return to_text([*issues, *(_stale(each, report) for each in report.stale)])


def render_sites_gitlab(entries: Sequence[SiteEntry]) -> str:
    """Every call site as an issue of the least severity."""
    seen: Counter[tuple[str, ...]] = Counter()
    issues: list[Value] = []
    for entry in entries:
        site = entry.site
        identity = (site.effects[0], site.module, site.function, site.api, site.form)
        issues.append(
            _entry(site.effects[0], sentence(entry), _fingerprint(identity, seen[identity]), _REVIEWED, site.location)
        )
        seen[identity] += 1
    return to_text(issues)


def _issue(finding: Finding) -> Value:
    state = "" if finding.state == "new" else f" ({finding.state})"
    contract = f" [{finding.contract}]" if finding.contract else ""
    severity = _SEVERITIES[finding.severity] if finding.state == "new" else _REVIEWED
    description = visible(f"{finding.message}{contract}{state}")
    return _entry(finding.rule, description, finding.fingerprint, severity, finding.location)


def _stale(stale: StaleEntry, report: Report) -> Value:
    """An entry of the baseline that is mended and still listed, at its line in the baseline."""
    entry = stale.entry
    file = report.baseline.file if report.baseline else ""
    severity = _SEVERITIES["error"] if report.stale_fails else _REVIEWED
    description = visible(f"stale: {entry.object} in {entry.subject}: {entry.count} listed, {stale.found} found")
    return _entry(
        "stale",
        f"{description}; {PRUNE}",
        _fingerprint(("stale", *entry.identity), 0),
        severity,
        Location(file, entry.line),
    )


def _entry(check: str, description: str, fingerprint: str, severity: str, place: Location) -> Value:
    first = max(place.line, 1)
    return {
        "description": description,
        "check_name": check,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": place.path, "lines": {"begin": first, "end": max(place.end_line, first)}},
    }


def _fingerprint(identity: tuple[str, ...], occurrence: int) -> str:
    text = "\0".join((*identity, str(occurrence)))
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=16).hexdigest()
