"""The first screen of the page, as the template shows it also where no script runs: verdict, contracts, what was checked."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archcheck.model.finding import Finding, State
from archcheck.model.report import ContractResult, Report
from archcheck.model.review import Review
from archcheck.report.summary import STATES, counted
from archcheck.report.visible import printable


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract with the number of its findings by state."""

    id: str
    type: str
    verdict: str
    counts: tuple[tuple[State, int], ...]
    checked: str
    reason: str


@dataclass(frozen=True, slots=True)
class Front:
    """Everything that the template shows of a review.

    Attributes:
        title, label: of the review.
        tone: ``good``, ``warn`` or ``bad``.
        word: the verdict in a word.
        sentence: what it comes from.
        contracts: in order of configuration.
        checked, gaps: counts with their nouns.
        notes: what else has to be known.
    """

    title: str
    label: str
    tone: str
    word: str
    sentence: str
    contracts: tuple[ContractRow, ...]
    checked: tuple[tuple[str, str], ...]
    gaps: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def front(review: Review) -> Front:
    """What stands first."""
    report = review.report
    new = [finding for finding in report.findings if finding.state == "new"]
    broken = any(finding.severity == "error" for finding in new) or report.stale_fails
    unproven = any(contract.verdict == "unproven" for contract in report.contracts)
    tone = "bad" if broken else "warn" if new or unproven else "good"
    words = {"bad": "Broken", "warn": "Holds, with doubts", "good": "Holds"}
    tally = Counter((finding.contract, finding.state) for finding in report.findings)
    return Front(
        title=printable(review.title),
        label=printable(review.label),
        tone=tone,
        word=words[tone],
        sentence=_sentence(report, new),
        contracts=tuple(_row(contract, tally) for contract in report.contracts),
        checked=tuple(_checked(report)),
        gaps=tuple(_gaps(report)),
        notes=tuple(_notes(report)),
    )


def _sentence(report: Report, new: Sequence[Finding]) -> str:
    errors = sum(finding.severity == "error" for finding in new)
    warnings = len(new) - errors
    found = [counted(n, noun) for n, noun in ((errors, "new error"), (warnings, "new warning")) if n]
    held = sum(contract.verdict == "kept" for contract in report.contracts)
    what = " and ".join(found) or "Nothing new"
    return f"{what}; {held} of {counted(len(report.contracts), 'contract')} kept."


def _row(contract: ContractResult, tally: Counter[tuple[str | None, State]]) -> ContractRow:
    counts = tuple((state, tally[contract.id, state]) for state in STATES)
    noun = "call site" if contract.type == "effect" else "import"
    return ContractRow(
        printable(contract.id),
        printable(contract.type),
        contract.verdict,
        counts,
        counted(contract.checked, noun),
        printable(contract.reason or ""),
    )


def _checked(report: Report) -> Iterator[tuple[str, str]]:
    totals = report.summary
    for number, noun in (
        (totals.modules, "module"),
        (totals.imports, "import"),
        (totals.functions, "function"),
        (totals.call_sites, "call site"),
    ):
        yield _pair(number, noun)


def _gaps(report: Report) -> Iterator[tuple[str, str]]:
    totals = report.summary
    for number, noun, plural in (
        (totals.unread, "file that could not be read", "files that could not be read"),
        (totals.shadowed, "file shadowed by a package", "files shadowed by a package"),
        (totals.unimportable, "file that no import can name", "files that no import can name"),
        (totals.unassigned, "module without a layer", "modules without a layer"),
        (totals.unproven, "call on a receiver without a type", "calls on receivers without a type"),
        (len(report.blind_spots), "place that could not be followed", "places that could not be followed"),
    ):
        if number:
            yield _pair(number, noun, plural)


def _pair(number: int, noun: str, plural: str = "") -> tuple[str, str]:
    figure, _, word = counted(number, noun, plural).partition(" ")
    return figure, word


def _notes(report: Report) -> Iterator[str]:
    if report.baseline is not None:
        yield f"Held against {printable(str(report.baseline))} in {printable(report.baseline.file)}."
    if report.summary.stale:
        number = counted(report.summary.stale, "entry", "entries")
        yield f"{number} of the baseline stale: what they list is mended."
