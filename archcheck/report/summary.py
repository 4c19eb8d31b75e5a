"""What was checked, what was not, and what came of it: the end of the text report."""

import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from archcheck.model.finding import Finding, State
from archcheck.model.report import BlindSpot, ContractResult, Report, Summary
from archcheck.model.source import Fate, SourceFile
from archcheck.report.standing import standing_line
from archcheck.report.style import Paint, Tone
from archcheck.report.visible import visible

LISTED = 5
MISSING = "missing"
REVISION = 12
FATES: tuple[Fate, ...] = ("unread", "shadowed", "unimportable", "module")
STATES: tuple[State, ...] = ("new", "known", "debt", "exempt")

_TONES: dict[str, Tone] = {"kept": "good", "broken": "error", "unproven": "warning"}

_GROUPS: tuple[tuple[str, Callable[[Finding], Sequence[str | None]]], ...] = (
    ("rule", lambda finding: (finding.rule,)),
    ("contract", lambda finding: (finding.contract,)),
    ("layer", lambda finding: (finding.layer,)),
    ("domain", lambda finding: (finding.domain,)),
    ("kind", lambda finding: (finding.kind,)),
    ("owner", lambda finding: finding.owners),
)


def summary(report: Report, shown: Sequence[Finding], paint: Paint, width: int) -> str:
    """Contracts with their verdicts, what was read and what was not, and the counts of findings.

    Args:
        report: the whole report.
        shown: the findings that stand above; their contracts' guidance is given once here.
        paint: see ``style.painter``.
        width: columns of the terminal.
    """
    parts = [
        "\n".join(_contracts(report, shown, paint, width)),
        "\n".join(coverage(report)),
        "\n".join(
            line for line in (conclusion(report, shown, paint), against_line(report), standing_line(report)) if line
        ),
    ]
    return "\n\n".join(part for part in parts if part)


def statistics(report: Report, paint: Paint) -> str:
    """Counts of the findings by rule, contract, layer, domain, kind and owner, a column a state."""
    blocks: list[str] = []
    for title, keys in _GROUPS:
        named = ((name, finding.state) for finding in report.findings for name in keys(finding))
        counts = Counter((name, state) for name, state in named if name is not None)
        names = sorted({name for name, _ in counts})
        if not names:
            continue
        column = max(len(visible(name)) for name in [title, *names])
        head = f"  {title:<{column}}" + "".join(f"{state:>8}" for state in STATES)
        rows = [
            f"  {visible(name):<{column}}" + "".join(f"{counts[name, state]:>8}" for state in STATES) for name in names
        ]
        blocks.append("\n".join([paint("strong", head), *rows]))
    return "\n\n".join(blocks)


def counted(number: int, noun: str, plural: str = "") -> str:
    """``1 module``, ``2 modules``, ``1,522 modules``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def _contracts(report: Report, shown: Sequence[Finding], paint: Paint, width: int) -> Iterator[str]:
    if not report.contracts:
        return
    yield paint("strong", "Contracts")
    column = max(len(visible(contract.id)) for contract in report.contracts)
    guidance = {finding.contract: finding.guidance for finding in shown if finding.guidance}
    tally = Counter((finding.contract, finding.state) for finding in report.findings)
    for contract in report.contracts:
        name = f"{visible(contract.id):<{column}}"
        verdict = paint(_TONES[contract.verdict], f"{contract.verdict:<8}")
        yield f"  {name}  {verdict}  {_held_against(contract, tally)}"
        if any(finding.contract == contract.id for finding in shown):
            yield from _advice("why", contract.reason, paint, width)
            yield from _advice("do", guidance.get(contract.id), paint, width)


def against_line(report: Report) -> str:
    """The revision that is left out, and what it has that is there no more; empty without one."""
    against = report.against
    if against is None:
        return ""
    name = visible(against.name)
    short = against.revision[:REVISION]
    named = name if against.revision.startswith(against.name) else f"{name} ({short})"
    gone = (
        f"; {counted(against.gone, 'finding')} of it {'is' if against.gone == 1 else 'are'} gone"
        if against.gone
        else ""
    )
    return f"Only what is added over {named}{gone}."


def _held_against(contract: ContractResult, tally: Counter[tuple[str | None, State]]) -> str:
    noun = "call site" if contract.type == "effect" else "import"
    found = [f"{tally[contract.id, state]:,} {state}" for state in STATES]
    found = [text for text in found if not text.startswith("0 ")]
    return ", ".join([*found, f"{counted(contract.checked, noun)} checked"])


def _advice(label: str, text: str | None, paint: Paint, width: int) -> Iterator[str]:
    if text:
        lead = f"      {label:<4}"
        broken = textwrap.wrap(
            " ".join(visible(text).split()), max(width - len(lead), 40), break_long_words=False, break_on_hyphens=False
        )
        for number, line in enumerate(broken):
            yield paint("dim", (lead if number == 0 else " " * len(lead)) + line)


def coverage(report: Report) -> Iterator[str]:
    """What was read and what was not, in lines; those that list single places are indented."""
    totals = report.summary
    yield (
        f"Checked {counted(totals.modules, 'module')} of {counted(totals.files, 'file')}: "
        f"{counted(totals.imports, 'import')}, {counted(totals.functions, 'function')}, "
        f"{counted(totals.call_sites, 'call site')}."
    )
    gaps = list(_gaps(totals))
    if gaps:
        yield f"Not checked: {', '.join(gaps)}."
    worst_first = sorted(report.not_modules, key=lambda file: FATES.index(file.fate))
    yield from _folded([_not_module(file) for file in worst_first], "file")
    yield from _blind_spots([spot for spot in report.blind_spots if spot.kind != MISSING])
    missing = [spot for spot in report.blind_spots if spot.kind == MISSING]
    if missing:
        yield f"Calls into nothing: {counted(len(missing), 'call')} of a method that is not there."
        yield from _folded([_spot(spot) for spot in missing], "call")


def _not_module(file: SourceFile) -> str:
    place = f"{visible(file.path)}:{file.line}" if file.line else visible(file.path)
    return f"  {place}: {file.fate}, {visible(file.reason)}"


def _gaps(totals: Summary) -> Iterator[str]:
    for number, text in (
        (totals.unread, counted(totals.unread, "file") + " that could not be read"),
        (totals.shadowed, counted(totals.shadowed, "file") + " shadowed by a package"),
        (totals.unimportable, counted(totals.unimportable, "file") + " that no import can name (call sites alone)"),
        (totals.unassigned, counted(totals.unassigned, "module") + " without a layer"),
        (totals.unproven, counted(totals.unproven, "call") + " on receivers without a type"),
    ):
        if number:
            yield text


def _blind_spots(spots: Sequence[BlindSpot]) -> Iterator[str]:
    if not spots:
        return
    kinds = Counter(spot.kind for spot in spots)
    yield "Blind spots: " + ", ".join(f"{number:,} {visible(kind)}" for kind, number in sorted(kinds.items())) + "."
    yield from _folded([_spot(spot) for spot in spots], "blind spot")


def _spot(spot: BlindSpot) -> str:
    return f"  {visible(spot.path)}:{spot.line}: {visible(spot.reason)}"


def _folded(listed: Sequence[str], noun: str) -> Iterator[str]:
    yield from listed[:LISTED]
    if len(listed) > LISTED:
        yield f"  and {counted(len(listed) - LISTED, 'more ' + noun)}; --format json lists all"


def conclusion(report: Report, shown: Sequence[Finding], paint: Paint) -> str:
    """What is new, what is not shown and what is stale, in one line."""
    new = [finding for finding in report.findings if finding.state == "new"]
    errors = sum(finding.severity == "error" for finding in new)
    kinds = ((errors, "new error"), (len(new) - errors, "new warning"))
    tone: Tone = "error" if errors else "warning" if new else "good"
    text = paint(tone, (", ".join(counted(number, noun) for number, noun in kinds if number) or "Nothing new") + ".")
    folded = Counter(finding.state for finding in report.findings)
    folded.subtract(finding.state for finding in shown)
    hidden = [f"{folded[state]:,} {state}" for state in STATES if folded[state] > 0]
    if hidden:
        text += f" Not shown: {', '.join(hidden)}."
    if report.summary.stale:
        text += f" {counted(report.summary.stale, 'stale baseline entry', 'stale baseline entries')}."
    return text
