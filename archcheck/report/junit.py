"""JUnit XML, by junitparser: one suite a contract, one test a finding, and one that passes where a contract is kept.

A test fails where its finding fails the run. There are no times and no host names, so that the same input gives the same
bytes; the text is ASCII, and what XML cannot hold is spelled out.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from xml.etree import ElementTree

from junitparser import Attr, Failure, IntAttr, JUnitXml, Skipped, TestCase, TestSuite

from archcheck.model.baseline import StaleEntry
from archcheck.model.finding import Finding, Severity, State
from archcheck.model.location import Location
from archcheck.model.report import ContractResult, Report
from archcheck.report.details import details
from archcheck.report.entry import SiteEntry, sentence
from archcheck.report.standing import PRUNE
from archcheck.report.steps import numbered_steps
from archcheck.report.summary import counted
from archcheck.report.visible import visible

_PROJECT = "project"


class _Case(TestCase):
    """A test with the attributes by which GitLab and others find the source."""

    file = Attr()
    line = IntAttr()


def render_junit(report: Report, states: Iterable[State] = ("new",), fail_on: Severity = "error") -> str:
    """The contracts and the findings of some states.

    Args:
        report: the report.
        states: states whose findings are listed; those that are not new are skipped tests.
        fail_on: the least severity of new findings that fails the run.
    """
    wanted = set(states)
    shown = [finding for finding in report.findings if finding.state in wanted]
    suites = [_suite(contract.id, _contract(contract, shown, fail_on)) for contract in report.contracts]
    contracts = {contract.id for contract in report.contracts}
    suites.append(_suite(_PROJECT, (_finding(f, fail_on) for f in shown if f.contract not in contracts)))
    suites.append(_suite("baseline", _stale(report)))
    return _document("archcheck check", [suite for suite in suites if len(suite)])


def render_sites_junit(entries: Sequence[SiteEntry]) -> str:
    """Every call site as a test that passes, one suite a file."""
    ordered = sorted(entries, key=lambda entry: entry.site.location)
    groups = groupby(ordered, key=lambda entry: entry.site.location.path)
    return _document("archcheck sites", [_suite(path, map(_site, group)) for path, group in groups])


def _document(name: str, suites: Iterable[TestSuite]) -> str:
    """The whole as text; it goes through the standard library, since junitparser writes by lxml where that is installed."""
    document = JUnitXml(name)
    for suite in suites:
        document.append(suite)
    document.update_statistics()
    written = io.BytesIO()
    document.write(written)
    root = ElementTree.fromstring(written.getvalue())
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, "us-ascii", xml_declaration=True)
    return text.decode("ascii") + "\n"


def _suite(name: str, cases: Iterable[TestCase]) -> TestSuite:
    suite = TestSuite(visible(name))
    suite.add_testcases(list(cases))
    return suite


def _contract(contract: ContractResult, shown: Iterable[Finding], fail_on: Severity) -> Iterator[TestCase]:
    found = [_finding(finding, fail_on) for finding in shown if finding.contract == contract.id]
    yield from found
    if found:
        return
    case = TestCase(visible(f"{contract.id} is {contract.verdict}"), visible(contract.id))
    if contract.verdict == "unproven":
        case.result = [Skipped("something that it depends on was not read")]
    yield case


def _finding(finding: Finding, fail_on: Severity) -> TestCase:
    number = f" #{finding.occurrence + 1}" if finding.occurrence else ""
    name = f"{finding.subject} {finding.object}{number}"
    case = _case(name, f"{finding.contract or _PROJECT}.{finding.rule}", finding.location)
    message = visible(finding.message)
    if finding.state != "new":
        reason = f": {visible(finding.reason)}" if finding.reason else ""
        case.result = [Skipped(f"{finding.state}{reason}")]
        case.system_out = _text(finding)
    elif finding.severity == "error" or fail_on == "warning":
        failure = Failure(message, finding.rule)
        failure.text = _text(finding)
        case.result = [failure]
    else:
        case.system_out = f"warning: {_text(finding)}"
    return case


def _text(finding: Finding) -> str:
    place = finding.location
    lines = [
        visible(finding.message),
        f"at {visible(place.path)}:{place.line}:{place.column}",
        *(f"{n}. {step}  {visible(step.path)}:{step.line}" for n, step in enumerate(numbered_steps(finding), 1)),
        *(f"{label}: {visible(text)}" for label, text in details(finding)),
        f"fingerprint {finding.fingerprint}",
    ]
    return "\n".join(lines)


def _stale(report: Report) -> Iterator[TestCase]:
    if report.summary.stale:
        case = TestCase("no stale entries", "baseline")
        entries = counted(report.summary.stale, "baseline entry is stale", "baseline entries are stale")
        text = f"{entries}: what they list is mended; {PRUNE}"
        if report.stale_fails:
            failure = Failure(text, "stale")
            failure.text = "\n".join(_listed(each) for each in report.stale)
            case.result = [failure]
        else:
            case.system_out = text
        yield case


def _listed(stale: StaleEntry) -> str:
    entry = stale.entry
    return visible(
        f"line {entry.line}: {entry.rule} {entry.object} in {entry.subject}: {entry.count} listed, {stale.found} found"
    )


def _site(entry: SiteEntry) -> TestCase:
    site = entry.site
    name = f"{site.function} {site.api} {site.location.line}:{site.location.column}"
    case = _case(name, f"{site.module}.{site.effects[0]}", site.location)
    case.system_out = sentence(entry)
    return case


def _case(name: str, classname: str, place: Location) -> TestCase:
    case = _Case(visible(name), visible(classname))
    case.file = visible(place.path)
    case.line = max(place.line, 1)
    return case
