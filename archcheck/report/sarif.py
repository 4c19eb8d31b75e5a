"""SARIF 2.1.0, for code scanning: rules with their manual pages, results with the witness as a code flow.

Source of the format: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"; what GitHub makes of it: its
manual, "SARIF support for code scanning". GitHub knows neither baselines nor suppressions, so findings that are not new
are left out unless they are asked for. It refuses a run of more than 25,000 results.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from archcheck import __version__
from archcheck.model.finding import Finding, State
from archcheck.model.location import Location
from archcheck.model.manual import Manual
from archcheck.model.report import BlindSpot, Report
from archcheck.report.details import details
from archcheck.report.entry import SiteEntry, sentence
from archcheck.report.json import Value, to_text
from archcheck.report.order import worst_first
from archcheck.report.standing import PRUNE
from archcheck.report.steps import Numbered, numbered_steps
from archcheck.report.summary import counted
from archcheck.report.visible import visible

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
HOME = "https://pypi.org/project/archcheck-py/"
MOST_RESULTS = 25_000

_BASELINE_STATES: dict[State, str] = {"new": "new", "known": "unchanged", "debt": "unchanged", "exempt": "unchanged"}
_MARKUP = re.compile(r"(?<=\])(?=\()|(?<=\{)(?=\d)")
"""Where a message would become a link or a place for an argument."""


def render_sarif(report: Report, manuals: Sequence[Manual], states: Iterable[State] = ("new",)) -> str:
    """The findings of some states, and what could not be seen as notifications.

    Args:
        report: the report.
        manuals: of all rules; those that have findings are written.
        states: states whose findings are written; with more than the new ones each result says its baseline state.
    """
    wanted = set(states)
    shown = [finding for finding in report.findings if finding.state in wanted]
    kept = set(map(id, worst_first(shown)[:MOST_RESULTS]))
    found = [finding for finding in shown if id(finding) in kept]
    rules = {manual.rule: manual for manual in manuals if any(finding.rule == manual.rule for finding in found)}
    numbers = {rule: number for number, rule in enumerate(rules)}
    lines = dict(report.lines)
    compared = bool(wanted - {"new"})
    results = [
        _result(finding, numbers, lines.get((finding.location.path, finding.location.line)), compared)
        for finding in found
    ]
    notes = [_notification(spot) for spot in report.blind_spots]
    if report.summary.stale:
        entries = counted(report.summary.stale, "baseline entry is", "baseline entries are")
        notes.append(_note(f"{entries} stale: what they list is mended; {PRUNE}"))
    if len(shown) > len(found):
        notes.append(
            _note(f"{counted(len(shown) - len(found), 'more finding')} left out: {MOST_RESULTS:,} are the most")
        )
    return _document("check", [_rule(manual) for manual in rules.values()], results, notes)


def render_sites_sarif(entries: Sequence[SiteEntry]) -> str:
    """Every call site as an informational result; its rule is the effect."""
    effects = sorted({entry.site.effects[0] for entry in entries})
    rules = [_descriptor(effect, f"A call site of an API with the effect {effect}.") for effect in effects]
    results: list[Value] = [
        {
            "ruleId": entry.site.effects[0],
            "ruleIndex": effects.index(entry.site.effects[0]),
            "kind": "informational",
            "level": "none",
            "message": {"text": _message(sentence(entry))},
            "locations": [_location(entry.site.location, scope=f"{entry.site.module}.{entry.site.function}")],
            "properties": _site_properties(entry),
        }
        for entry in entries[:MOST_RESULTS]
    ]
    left_out = len(entries) - len(results)
    notes = (
        [_note(f"{counted(left_out, 'more call site')} left out: {MOST_RESULTS:,} are the most")] if left_out else []
    )
    return _document("sites", rules, results, notes)


def _document(command: str, rules: Sequence[Value], results: Sequence[Value], notes: Sequence[Value]) -> str:
    driver: Value = {
        "name": "archcheck",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": HOME,
        "rules": rules,
    }
    run: Value = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"archcheck/{command}/"},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return to_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(manual: Manual) -> Value:
    return {
        **_descriptor(manual.rule, manual.summary),
        "help": {"text": manual.text, "markdown": f"```text\n{manual.text}\n```"},
        "defaultConfiguration": {"level": manual.severity},
        "properties": {"tags": ["architecture"], "problem.severity": manual.severity},
    }


def _descriptor(rule: str, summary: str) -> dict[str, Value]:
    name = "".join(part.capitalize() for part in re.split(r"\W+", rule))
    text: Value = {"text": summary}
    return {"id": rule, "name": name, "shortDescription": text, "fullDescription": text, "help": text}


def _result(finding: Finding, rules: dict[str, int], line: str | None, compared: bool) -> Value:
    place = finding.location
    result: dict[str, Value] = {
        "ruleId": finding.rule,
        "ruleIndex": rules.get(finding.rule, -1),
        "level": finding.severity,
        "message": {"text": _text(finding)},
        "locations": [_location(place, scope=finding.subject.replace(":", "."), line=line)],
        "partialFingerprints": {"archcheckIdentity/v1": finding.fingerprint},
        "properties": _properties(finding),
    }
    steps = numbered_steps(finding)
    if steps:
        result["codeFlows"] = [{"threadFlows": [{"locations": [_step(step) for step in steps]}]}]
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_location(other)} for number, other in enumerate(finding.related, 1)
        ]
    if compared:
        result["baselineState"] = _BASELINE_STATES[finding.state]
        result["suppressions"] = list(_suppressions(finding))
    return result


def _text(finding: Finding) -> str:
    """The message, what it rests on and what to do, each a paragraph; related places as links."""
    parts = [_message(finding.message)]
    parts += [_message(f"{label}: {text}") for label, text in details(finding)]
    links = (f"[{_link(f'{place.path}:{place.line}')}]({number})" for number, place in enumerate(finding.related, 1))
    if finding.related:
        parts.append(f"see also {', '.join(links)}")
    return "\n\n".join(parts)


def _message(text: str) -> str:
    return _MARKUP.sub(" ", visible(text))


def _link(text: str) -> str:
    return re.sub(r"([\[\]\\])", r"\\\1", visible(text))


def _suppressions(finding: Finding) -> Iterator[Value]:
    if finding.state != "new":
        reason = f"{finding.state}: {finding.reason}" if finding.reason else finding.state
        yield {"kind": "external", "status": "accepted", "justification": visible(reason)}


def _step(step: Numbered) -> Value:
    place: dict[str, Value] = _location(Location(step.path, step.line))
    return {"location": {**place, "message": {"text": _message(str(step))}}, "kinds": [step.verb]}


def _location(place: Location, *, scope: str = "", line: str | None = None) -> dict[str, Value]:
    """A location; the source line is its context where there is more to it than the place itself."""
    first, column = max(place.line, 1), max(place.column, 1)
    last = max(place.end_line, first)
    end_column = max(place.end_column, column if last == first else 1)
    physical: dict[str, Value] = {
        "artifactLocation": {"uri": uri(place.path)},
        "region": {"startLine": first, "startColumn": column, "endLine": last, "endColumn": end_column},
    }
    if line is not None and last == first and (column > 1 or end_column <= len(line)):
        physical["contextRegion"] = {"startLine": first, "endLine": first, "snippet": {"text": line}}
    found: dict[str, Value] = {"physicalLocation": physical}
    if scope:
        found["logicalLocations"] = [{"fullyQualifiedName": visible(scope)}]
    return found


def uri(path: str) -> str:
    """A path as a relative URI; bytes that are no text come out as they are on disk."""
    return quote(path.encode("utf-8", "surrogateescape"), safe="/")


def _properties(finding: Finding) -> Value:
    values: dict[str, Value] = {
        "contract": finding.contract,
        "state": finding.state,
        "certainty": finding.certainty,
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
        "subject": finding.subject,
        "object": finding.object,
        "evidence": finding.evidence,
    }
    return {key: value for key, value in values.items() if value not in (None, ())}


def _site_properties(entry: SiteEntry) -> Value:
    site = entry.site
    values: dict[str, Value] = {
        "effects": site.effects,
        "api": site.api,
        "wraps": site.wraps,
        "kind": site.kind,
        "form": site.form,
        "via": site.via,
        "certainty": site.certainty,
        "layer": entry.layer,
        "domain": entry.domain,
        "evidence": site.evidence,
        "test": site.is_test,
    }
    return {key: value for key, value in values.items() if value not in (None, ())}


def _notification(spot: BlindSpot) -> Value:
    return {**_note(f"{spot.kind}: {spot.reason}"), "locations": [_location(Location(spot.path, spot.line))]}


def _note(text: str) -> dict[str, Value]:
    return {"level": "note", "message": {"text": _message(text)}}
