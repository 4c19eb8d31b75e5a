"""The log of a sweep as Markdown: what an architect is given, who was not there.

The invariant, what was done and when, how far it is, what stays as design debt, what stays because it belongs there, and the summary.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from archcheck.model.sweep import NONE, DomainProgress, FileLeft, Remainder, SweepStatus
from archcheck.report.markdown import row
from archcheck.report.markdown_text import code, prose
from archcheck.report.summary import counted
from archcheck.report.sweep_status import caveats, forecast_sentence, standing_sentence

LISTED = 40
"""Files that a table lists; those after them are summed up."""


def render_title(status: SweepStatus) -> str:
    """The heading of a document on a sweep."""
    return prose(status.title)


def render_log(status: SweepStatus) -> str:
    """The part of a document that archcheck writes; ends with a newline. There is at least one checkpoint."""
    sections = (
        _invariant(status),
        f"## Progress log\n\n{_progress(status)}",
        f"## Status\n\n{_status(status)}",
        f"## Design debt\n\n{_debt(status)}",
        f"## Legitimate\n\n{_legitimate(status)}",
        f"## Summary\n\n{_summary(status)}",
    )
    return "\n\n".join(sections) + "\n"


def _invariant(status: SweepStatus) -> str:
    lines = [line for line in status.invariant.splitlines() if line.strip()]
    target = f", to be done by {status.target.isoformat()}" if status.target else ""
    return "\n".join(f"> {prose(line)}" for line in lines) + f"\n\nContract {code(status.contract)}{target}."


def progress_table(status: SweepStatus, last: int | None = None) -> str:
    """The checkpoints that say something, the oldest first; of a long log the last ones alone, if so many are asked for."""
    told = status.told if last is None else status.told[-last:]
    rows = [
        (f"{each.time:%Y-%m-%d %H:%M}", f"{each.total:,}", "" if delta is None else f"{delta:+,}", prose(each.note))
        for each, delta in told
    ]
    return _table(("Timestamp", "Total", "Delta", "Note"), rows, numbers=(1, 2))


def domain_table(status: SweepStatus) -> str:
    """What is left by domain; empty where no domains are configured."""
    if all(each.domain == NONE for each in status.domains):
        return ""
    rows = [
        (_named(each.domain), f"{each.left:,}", f"{each.most:,}", f"{each.files:,}", f"{each.debt:,}", _done(each))
        for each in status.domains
    ]
    return _table(("Domain", "Left", "At most", "Files", "Design debt", "Done"), rows, numbers=(1, 2, 3, 4))


def forecast_words(status: SweepStatus) -> str:
    """The forecast as a sentence of Markdown."""
    return f"Forecast: {forecast_sentence(status)}." if status.total else "Nothing is left: the sweep is done."


def _progress(status: SweepStatus) -> str:
    silent = len(status.log) - len(status.told)
    lead = "Times are in UTC."
    if silent:
        those = "One checkpoint" if silent == 1 else f"{silent:,} checkpoints"
        are = "is" if silent == 1 else "are"
        lead += f" {those} at which nothing had changed {are} left out; the log ends on {_day(status.log[-1].time)}."
    return f"{lead}\n\n{progress_table(status)}"


def _status(status: SweepStatus) -> str:
    head, *rest = standing_sentence(status).partition(" left")
    words = " ".join([f"On {_day(status.now.time)}, **{head}{rest[0]}**{rest[1]}.", *caveats(status)])
    table = domain_table(status)
    domains = f"### By domain\n\n{table}" if table else ""
    sections = [words, forecast_words(status), domains, _files(status), _owners(status)]
    return "\n\n".join(section for section in sections if section)


def _done(each: DomainProgress) -> str:
    return _day(each.done) if each.done is not None else ""


def _files(status: SweepStatus) -> str:
    if not status.files:
        return ""
    columns = ["File", "Left", "Domain"]
    levers = any(each.lever for each in status.files)
    owners = bool(status.owners)
    columns += ["Cleared by"] * levers + ["Owner"] * owners
    rows = [tuple(_file(each, levers=levers, owners=owners)) for each in status.files]
    lead = "Those that fall together with most others come first: one change to the function named clears them.\n\n"
    table = _table(columns, rows[:LISTED], numbers=(1,)) + _rest([each.left for each in status.files])
    return f"### What is left, by file\n\n{lead if levers else ''}{table}"


def _file(each: FileLeft, *, levers: bool, owners: bool) -> Iterator[str]:
    yield code(each.path)
    yield f"{each.left:,}"
    yield _named(each.domain)
    if levers:
        yield code(each.lever or "")
    if owners:
        yield " ".join(map(code, each.owners))


def _owners(status: SweepStatus) -> str:
    if not status.owners:
        return ""
    rows = [
        ("nobody" if each.owner == NONE else code(each.owner), f"{each.left:,}", f"{each.files:,}")
        for each in status.owners
    ]
    lead = "By CODEOWNERS; what is in a file of several owners counts for each."
    return f"### What is left, by owner\n\n{lead}\n\n{_table(('Owner', 'Left', 'Files'), rows, numbers=(1, 2))}"


def _debt(status: SweepStatus) -> str:
    if not status.debt:
        return "None: nothing has been set aside."
    return f"Set aside for a work of its own, and not in the counts above.\n\n{_remainders(status.debt, 'Findings')}"


def _legitimate(status: SweepStatus) -> str:
    if not status.legitimate:
        return "None: no call site of the contract stays where it is."
    tally: Counter[str] = Counter()
    for each in status.legitimate:
        tally[each.why] += each.count
    reasons = [f"- {prose(why)}: {count:,}" for why, count in tally.most_common()]
    words = "These stay where they are, and are not in the counts above."
    return "\n\n".join((words, "\n".join(reasons), _remainders(status.legitimate, "Sites")))


def _remainders(found: Sequence[Remainder], noun: str) -> str:
    rows = [(code(each.path), f"{each.count:,}", prose(each.why)) for each in found[:LISTED]]
    return _table(("File", noun, "Why"), rows, numbers=(1,)) + _rest([each.count for each in found])


def _summary(status: SweepStatus) -> str:
    done = [each for each in status.domains if each.done is not None and each.domain != NONE]
    names = ": " + ", ".join(_named(each.domain) for each in done) if done else ""
    counts = status.now.counts
    files = sum(file.debt > 0 for file in counts.files)
    rows = [
        ("Initial baseline", f"{status.first.total:,} on {_day(status.first.time)}"),
        ("Final count", f"{status.total:,} on {_day(status.now.time)}"),
        ("Reduction", _reduction(status)),
        ("Domains completed", f"{len(done):,} of {sum(each.domain != NONE for each in status.domains):,}{names}"),
        ("Design debt", f"{counts.debt:,} in {counted(files, 'file')}" if counts.debt else "none"),
        ("Legitimate sites", f"{sum(each.count for each in status.legitimate):,}"),
    ]
    return _table(("", ""), rows)


def _reduction(status: SweepStatus) -> str:
    if status.fixed <= 0:
        return f"none: {-status.fixed:,} more than at first" if status.fixed else "none"
    return f"{status.fixed:,} ({100 * status.fixed // status.first.total} %)"


def _day(time: datetime.datetime) -> str:
    return time.date().isoformat()


def _rest(counts: Sequence[int]) -> str:
    rest = counts[LISTED:]
    return f"\n\nAnd {sum(rest):,} in {counted(len(rest), 'more file')}." if rest else ""


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    marks = ["---:" if at in numbers else "---" for at in range(len(columns))]
    return "\n".join([row(columns), row(marks), *map(row, rows)])


def _named(domain: str) -> str:
    return "(none)" if domain == NONE else code(domain)
