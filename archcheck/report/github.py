"""Annotations of GitHub Actions: workflow commands on stdout, one a finding.

GitHub shows ten errors, ten warnings and ten notices of a step, in the order of the log, and drops the others without a
word. So the worst come first, and a last line says how many more there are. Source of the syntax: GitHub's manual,
"Workflow commands for GitHub Actions".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from archcheck.model.finding import Finding, State
from archcheck.model.location import Location
from archcheck.model.report import Report
from archcheck.report.details import details
from archcheck.report.entry import SiteEntry, sentence
from archcheck.report.order import worst_first
from archcheck.report.standing import PRUNE
from archcheck.report.steps import numbered_steps
from archcheck.report.summary import counted
from archcheck.report.visible import visible

Command: TypeAlias = Literal["error", "warning", "notice"]

MOST = 10
"""Annotations of one kind that GitHub shows of a step."""


def render_github(report: Report, states: Iterable[State] = ("new",)) -> str:
    """The findings of some states as annotations; empty where there are none."""
    wanted = set(states)
    shown = worst_first(finding for finding in report.findings if finding.state in wanted)
    by_command: dict[Command, list[Finding]] = {"error": [], "warning": [], "notice": []}
    for finding in shown:
        by_command[_command(finding)].append(finding)
    lines = [_stale(report)] if report.summary.stale else []
    room = MOST - len(lines)
    for command, findings in by_command.items():
        lines += [_finding(command, finding) for finding in findings[: room if command == "error" else MOST]]
    lines += _more(
        {command: len(findings) - (room if command == "error" else MOST) for command, findings in by_command.items()}
    )
    return "".join(f"{line}\n" for line in lines)


def render_sites_github(entries: Sequence[SiteEntry]) -> str:
    """The first call sites as notices, and how many more there are."""
    lines = [
        _line("notice", entry.site.location, f"archcheck: {entry.site.effects[0]}", [sentence(entry)])
        for entry in entries[:MOST]
    ]
    return "".join(f"{line}\n" for line in [*lines, *_more({"notice": len(entries) - MOST}, "call site")])


def _command(finding: Finding) -> Command:
    return finding.severity if finding.state == "new" else "notice"


def _finding(command: Command, finding: Finding) -> str:
    state = "" if finding.state == "new" else f" ({finding.state})"
    contract = f" [{finding.contract}]" if finding.contract else ""
    steps = (f"{n}. {step}  {visible(step.path)}:{step.line}" for n, step in enumerate(numbered_steps(finding), 1))
    message = [
        visible(finding.message),
        *steps,
        *(f"{label}: {visible(text)}" for label, text in details(finding)),
    ]
    return _line(command, finding.location, f"archcheck: {finding.rule}{contract}{state}", message)


def _stale(report: Report) -> str:
    entries = counted(report.summary.stale, "baseline entry is", "baseline entries are")
    command: Command = "error" if report.stale_fails else "notice"
    return f"::{command} title=archcheck{_property(':')} baseline::{entries} stale: what they list is mended; {PRUNE}"


def _more(left_out: Mapping[Command, int], noun: str = "") -> Iterator[str]:
    told = [counted(number, f"more {noun or command}") for command, number in left_out.items() if number > 0]
    if told:
        yield f"::notice title=archcheck::{' and '.join(told)}; GitHub shows {MOST} of a kind, other formats show all"


def _line(command: Command, place: Location, title: str, message: Iterable[str]) -> str:
    """One workflow command; columns only where the place is on one line, since GitHub refuses them otherwise."""
    end_line = max(place.end_line, place.line, 1)
    properties = {"file": visible(place.path), "line": str(max(place.line, 1)), "endLine": str(end_line)}
    if end_line == max(place.line, 1) and place.end_column > place.column:
        properties |= {"col": str(place.column), "endColumn": str(place.end_column)}
    properties["title"] = visible(title)
    spelled = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{command} {spelled}::{_data(chr(10).join(message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
