"""Markdown for pull requests, wikis and the step summary of GitHub Actions: verdict, contracts, findings, what was checked.

GitHub takes no step summary of 1 MiB or more, so what does not fit is counted and left out.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from archcheck.model.finding import Finding, State
from archcheck.model.report import ContractResult, Report
from archcheck.report.details import details
from archcheck.report.entry import SiteEntry
from archcheck.report.markdown_text import code, prose
from archcheck.report.order import worst_first
from archcheck.report.standing import PRUNE, standing_line
from archcheck.report.steps import numbered_steps
from archcheck.report.style import painter
from archcheck.report.summary import STATES, against_line, conclusion, counted, coverage

MOST_BYTES = 1_000_000

_PLAIN = painter(False)


def render_markdown(report: Report, states: Iterable[State] = ("new",)) -> str:
    """The report with the findings of some states."""
    wanted = set(states)
    shown = [finding for finding in report.findings if finding.state in wanted]
    head = [
        f"## archcheck: {conclusion(report, shown, _PLAIN)}",
        against_line(report),
        standing_line(report),
        contract_table(report),
    ]
    tail = "\n".join(coverage_lines(report))
    return cut(head, [*finding_blocks(report, shown), *stale_blocks(report)], tail, "finding")


def render_sites_markdown(entries: Sequence[SiteEntry]) -> str:
    """The inventory as a table."""
    rows = [(_site(entry), 1) for entry in entries]
    columns = ("Place", "Effect", "API", "Code", "Function", "Layer", "Domain", "Kind", "Form", "Certainty")
    head = [f"## archcheck: {counted(len(entries), 'call site')}", row(columns) + "\n" + row(["---"] * len(columns))]
    return cut(head, rows, "", "call site", between="\n")


def cut(head: Sequence[str], blocks: Sequence[tuple[str, int]], tail: str, noun: str, between: str = "\n\n") -> str:
    """Head, the first blocks up to where the room ends, a word on those that were left out, and tail.

    Args:
        head: blocks that are always there.
        blocks: the others, each with the number of things that it shows.
        tail: text that is always there.
        noun: what a thing is called.
        between: what stands between two blocks.
    """
    text = "\n\n".join(block for block in head if block)
    room = MOST_BYTES - len((text + tail).encode())
    left_out = 0
    for block, number in blocks:
        room -= len((between + block).encode())
        if room < 0:
            left_out += number
        else:
            text += between + block
    if left_out:
        text += f"\n\n{counted(left_out, 'more ' + noun)} left out here for want of room; `--format json` has all."
    return "\n\n".join(part for part in (text, tail) if part) + "\n"


def contract_table(report: Report) -> str:
    """The contracts with their verdicts and counts; empty where there are none."""
    if not report.contracts:
        return ""
    tally = Counter((finding.contract, finding.state) for finding in report.findings)
    columns = ("Contract", "Verdict", *STATES, "Checked")
    rows = [row(columns), row(["---", "---", *["---:"] * (len(STATES) + 1)])]
    rows += [row(_contract(contract, tally)) for contract in report.contracts]
    return "\n".join(rows)


def _contract(contract: ContractResult, tally: Mapping[tuple[str | None, State], int]) -> Iterator[str]:
    yield code(contract.id)
    yield contract.verdict if contract.verdict == "kept" else f"**{contract.verdict}**"
    for state in STATES:
        yield f"{tally.get((contract.id, state), 0):,}"
    yield f"{contract.checked:,}"


def finding_blocks(report: Report, shown: Sequence[Finding]) -> Iterator[tuple[str, int]]:
    """A heading and a list for each contract, and for the rules that belong to none."""
    reasons = {contract.id: contract.reason for contract in report.contracts}
    lines = dict(report.lines)
    for contract in dict.fromkeys([*reasons, *(finding.contract for finding in shown)]):
        found = worst_first(finding for finding in shown if finding.contract == contract)
        if not found:
            continue
        guidance = next((finding.guidance for finding in found if finding.guidance), None)
        yield "\n\n".join(_heading(contract, reasons.get(contract or ""), guidance)), 0
        for finding in found:
            place = finding.location
            yield "\n".join(_finding(finding, lines.get((place.path, place.line)))), 1


def _heading(contract: str | None, reason: str | None, guidance: str | None) -> Iterator[str]:
    yield f"### {code(contract) if contract else 'Project'}"
    if reason:
        yield f"Why: {prose(reason)}"
    if guidance:
        yield f"Instead: {prose(guidance)}"


def _finding(finding: Finding, line: str | None) -> Iterator[str]:
    place = finding.location
    notes = [note for note in (finding.certainty, finding.state if finding.state != "new" else None) if note]
    tags = f" ({', '.join(notes)})" if notes else ""
    where = code(f"{place.path}:{place.line}:{place.column}")
    yield f"- **{finding.severity}** {code(finding.rule)}{tags} at {where}<br>{prose(finding.message)}"
    if line is not None and line.strip():
        yield f"  <br>{code(line.strip().expandtabs(4))}"
    for label, text in details(finding):
        if label != "instead":
            yield f"  <br>{label}: {prose(text)}"
    for number, step in enumerate(numbered_steps(finding), 1):
        yield f"  {number}. {prose(str(step))} at {code(f'{step.path}:{step.line}')}"


def stale_blocks(report: Report) -> Iterator[tuple[str, int]]:
    """What the baseline lists and nobody finds any more."""
    if report.stale:
        yield f"### Stale in the baseline\n\n{code(PRUNE)} takes out what is mended.", 0
    for each in report.stale:
        entry = each.entry
        what = f"{code(entry.rule)}: {code(entry.object)} in {code(entry.subject)}"
        yield f"- {what}: {entry.count:,} listed, {each.found:,} found", 1


def coverage_lines(report: Report) -> Iterator[str]:
    """What was read and what was not."""
    for line in coverage(report):
        yield f"- {prose(line)}" if line.startswith("  ") else f"\n{prose(line)}"


def _site(entry: SiteEntry) -> str:
    site = entry.site
    api = code(site.api) + (f" wraps {code(site.wraps)}" if site.wraps else "")
    return row(
        [
            code(f"{site.location.path}:{site.location.line}:{site.location.column}"),
            code(", ".join(site.effects)),
            api,
            code(site.expression),
            code(site.label) + (" (test)" if site.is_test else ""),
            code(entry.layer or ""),
            code(entry.domain or ""),
            site.kind or "",
            site.form,
            site.certainty,
        ]
    )


def row(cells: Iterable[str]) -> str:
    """One row of a table, of cells that are Markdown already."""
    return "| " + " | ".join(cells) + " |"
