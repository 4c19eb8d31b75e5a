"""The report for people: findings by file, each with its source line, and what was checked at the end."""

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from archcheck.model.finding import Finding, State, Step
from archcheck.model.location import Location
from archcheck.model.report import Report
from archcheck.report.excerpt import GUTTER, excerpt
from archcheck.report.standing import moved_block, stale_block
from archcheck.report.style import Paint, painter
from archcheck.report.summary import counted, statistics, summary
from archcheck.report.visible import visible
from archcheck.report.worklist import worklists

INDENT = " " * GUTTER


@dataclass(frozen=True, slots=True)
class TextOptions:
    """How the text report is to look.

    Attributes:
        color: whether to paint with ANSI sequences.
        width: columns of the terminal.
        quiet: findings alone, without what was checked.
        states: states whose findings are shown; the others are only counted.
        statistics: whether to add counts by rule, contract, layer and domain, and the worklists.
    """

    color: bool = False
    width: int = 100
    quiet: bool = False
    states: frozenset[State] = frozenset({"new"})
    statistics: bool = False


def render_text(report: Report, options: TextOptions) -> str:
    """The report as text that ends with a newline; empty for a quiet run without findings."""
    paint = painter(options.color)
    shown = [finding for finding in report.findings if finding.state in options.states]
    blocks = list(_files(shown, dict(report.lines), paint, options.width))
    blocks.append(stale_block(report, paint))
    blocks.append(moved_block(report, paint))
    if options.statistics:
        blocks += [statistics(report, paint), worklists(report, paint)]
    if not options.quiet:
        blocks.append(summary(report, shown, paint, options.width))
    return "\n\n".join(block for block in blocks if block) + "\n" if any(blocks) else ""


def _files(findings: list[Finding], lines: Mapping[tuple[str, int], str], paint: Paint, columns: int) -> Iterator[str]:
    for path, grouped in groupby(findings, key=lambda finding: finding.location.path):
        group = list(grouped)
        blocks = ["\n".join(_finding(finding, lines, paint, columns)) for finding in group]
        yield paint("path", visible(path)) + _owners(group[0], paint) + "\n" + "\n\n".join(blocks)


def _owners(finding: Finding, paint: Paint) -> str:
    """The owners of the finding's file."""
    return paint("dim", f"  {visible(' '.join(finding.owners))}") if finding.owners else ""


def _finding(finding: Finding, lines: Mapping[tuple[str, int], str], paint: Paint, columns: int) -> Iterator[str]:
    place = finding.location
    yield _heading(finding, paint)
    yield from _wrapped("", visible(finding.message), paint, columns)
    line = lines.get((place.path, place.line))
    if line is not None and not _is_whole_file(place):
        yield from excerpt(place, line, paint=paint, columns=columns)
    evidence = [visible(hop) for hop in finding.evidence if hop not in finding.message]
    if evidence:
        yield from _wrapped("because ", ", ".join(evidence), paint, columns)
    yield from _witness(finding, paint, columns)
    yield from _reach(finding, paint, columns)
    for other in finding.related:
        yield INDENT + paint("dim", f"see also {visible(other.path)}:{other.line}")
    if finding.reason and finding.state != "new":
        owner = f"{finding.owner}: " if finding.owner else ""
        yield from _wrapped(f"{finding.state} ", visible(owner + finding.reason), paint, columns)


def _is_whole_file(place: Location) -> bool:
    """Whether a place is the head of a file, so that its first line says nothing."""
    return place.line == place.end_line == place.column == place.end_column == 1


def _heading(finding: Finding, paint: Paint) -> str:
    place = finding.location
    position = f"{place.line}:{place.column}" if place.line else "-"
    words = [
        f"{position:>{GUTTER - 1}}",
        paint(finding.severity, finding.severity),
        paint("rule", finding.rule),
    ]
    notes = [note for note in (finding.contract, finding.certainty, finding.debt) if note]
    if notes:
        words.append(paint("dim", "[" + visible(", ".join(notes)) + "]"))
    if finding.state != "new":
        words.append(paint("dim", f"({finding.state})"))
    return " ".join(words)


def _wrapped(label: str, text: str, paint: Paint, columns: int) -> Iterator[str]:
    """Indented text in the width of the terminal; text behind a label hangs below it and is dimmed."""
    room = max(columns - len(INDENT), 40)
    broken = textwrap.wrap(
        label + text, room, subsequent_indent=" " * len(label), break_long_words=False, break_on_hyphens=False
    )
    for line in broken:
        yield INDENT + (paint("dim", line) if label else line)


def _witness(finding: Finding, paint: Paint, columns: int) -> Iterator[str]:
    """The path that proves a finding; a path of one step says no more than the place itself."""
    if len(finding.witness) < 2:
        return
    if finding.effect is not None:
        yield from _wrapped("path ", call_path(finding), paint, columns)
        return
    steps = finding.witness
    targets = [step.function for step in steps[1:]] + [finding.object]
    digits = len(str(len(steps)))
    for number, (step, target) in enumerate(zip(steps, targets, strict=True), start=1):
        text = f"{number:>{digits}}. {_named(step)} imports {visible(target)}"
        yield INDENT + text + paint("dim", f"  {visible(step.path)}:{step.line}")


def call_path(finding: Finding) -> str:
    """A call path in short: ``a calls b, which eventually calls Session.commit``."""
    first, second, *rest = finding.witness
    api = visible(_short(finding.api or finding.object))
    link = "which eventually" if rest else "which"
    return f"{visible(first.function)} calls {visible(second.function)}, {link} calls {api}"


def _short(api: str) -> str:
    """An API as people say it: ``Session.commit``, or the name of a wrapper."""
    _, colon, name = api.rpartition(":")
    return name if colon else ".".join(api.split(".")[-2:])


def _reach(finding: Finding, paint: Paint, columns: int) -> Iterator[str]:
    """Who else gets there, and where it can be cut."""
    exposure = finding.exposure
    if exposure is not None and exposure.functions:
        domains = f" in {counted(exposure.domains, 'domain')}" if exposure.domains else ""
        yield from _wrapped("also ", f"reached from {counted(exposure.functions, 'function')}{domains}", paint, columns)
    point = finding.fixpoint
    if point is not None and point.function != finding.subject:
        text = f"{visible(point.function)} to an owner: clears {point.clears} of {point.of}"
        yield from _wrapped("lift ", text, paint, columns)


def _named(step: Step) -> str:
    name = visible(step.function)
    return f"{name} ({visible(step.layer)})" if step.layer else name
