"""How a run stands to the baseline, in text: what is stale, what has moved, and the one line that sums it up."""

from collections.abc import Iterator

from archcheck.model.finding import Finding
from archcheck.model.report import Report
from archcheck.report.style import Paint, Tone
from archcheck.report.visible import visible

PRUNE = "archcheck baseline prune"
ACCEPT = "archcheck baseline prune --accept-moves"


def stale_block(report: Report, paint: Paint) -> str:
    """The entries that list more than was found, each at its line, and the command that mends it; empty without any."""
    if not report.stale or report.baseline is None:
        return ""
    tone: Tone = "error" if report.stale_fails else "warning"
    return "\n".join([paint("path", visible(report.baseline.file)), *_stale(report, paint, tone)])


def moved_block(report: Report, paint: Paint) -> str:
    """What is known under another name, and the command that takes the new names over; empty without any."""
    moved = [finding for finding in report.findings if finding.moved_from]
    if not moved:
        return ""
    lines = [line for finding in moved for line in _moved(finding, paint)]
    return "\n".join([paint("strong", "Moved"), *lines, paint("dim", f"  {ACCEPT} takes the new names over")])


def standing_line(report: Report) -> str:
    """``baseline 212 (+0 -3)``, and what else there is to know of it; empty without a baseline."""
    standing = report.baseline
    if standing is None:
        return ""
    moved = sum(finding.moved_from is not None for finding in report.findings)
    notes = [str(standing)]
    if moved:
        notes.append(f"{moved:,} moved")
    if standing.other_catalog and (standing.new or standing.gone):
        notes.append("written with another catalog: some of this may be what archcheck knows better now")
    return ", ".join(notes)


def _stale(report: Report, paint: Paint, tone: Tone) -> Iterator[str]:
    for each in report.stale:
        entry = each.entry
        contract = paint("dim", f"[{visible(entry.contract)}]") if entry.contract else ""
        words = [f"{entry.line:>6}", paint(tone, "stale"), paint("rule", entry.rule), contract]
        yield " ".join(word for word in words if word) + f" {entry.count:,} listed, {each.found:,} found"
        yield f"       {visible(entry.object)} in {visible(entry.subject)}"
    only = "" if report.stale_fails else " (lenient: it is only reported)"
    yield paint("dim", f"       {PRUNE} takes out what is mended{only}")


def _moved(finding: Finding, paint: Paint) -> Iterator[str]:
    place = f"{visible(finding.location.path)}:{finding.location.line}"
    rule = paint("rule", finding.rule)
    yield f"  {place} {rule} {paint('dim', f'[{finding.move_certainty}]')} {visible(finding.object)}"
    yield f"      was {visible(finding.moved_from or '')}"
