"""The roll-up of a fleet as Markdown, for a wiki, an issue or the step summary of a nightly run."""

from collections.abc import Iterable, Iterator, Sequence

from archcheck.model.fleet import Count, First, Fleet, Outcome
from archcheck.report.fleet import MOST, STATES, conclusion, numbers, task, totals
from archcheck.report.markdown import MOST_BYTES, row
from archcheck.report.markdown_text import code, prose
from archcheck.report.summary import counted

LISTED = 30
_VERDICTS = {0: "passed", 1: "**failed**", 2: "**could not be checked**", 3: "**a bug in archcheck**"}


def render_fleet_markdown(fleet: Fleet) -> str:
    """The roll-up; what does not fit into a step summary of GitHub's is counted and left out."""
    head = [f"## archcheck: {prose(conclusion(fleet))}", "\n".join(_first(fleet.outcomes))]
    tail = [_counts("Rule", fleet.rules), _counts("Owner", fleet.owners)]
    table = [row(_head()), row(["---", "---", *["---:"] * (len(STATES) + 4), "---"])]
    text = "\n\n".join(block for block in [*head, "\n".join(table)] if block)
    after = "\n\n".join(block for block in [*tail, "\n".join(_mistakes(fleet))] if block)
    room = MOST_BYTES - len((text + after).encode())
    left_out = 0
    for outcome in fleet.outcomes:
        line = "\n" + _repository(outcome)
        room -= len(line.encode())
        if room < 0:
            left_out += 1
        else:
            text += line
    found = totals(fleet)
    if found:
        text += "\n" + row(["all", "", *(f"**{number:,}**" for number in found), ""])
    if left_out:
        text += f"\n\n{counted(left_out, 'repository', 'repositories')} left out here for want of room; `--format json` has all."
    return "\n\n".join(part for part in (text, after) if part) + "\n"


def _head() -> tuple[str, ...]:
    return ("Repository", "Verdict", "Modules", "Unread", "Call sites", *STATES, "stale", "Rules")


def _repository(outcome: Outcome) -> str:
    name = code(outcome.repository.name)
    found = numbers(outcome)
    cells = [f"{number:,}" for number in found] if found is not None else [""] * (len(STATES) + 4)
    return row(
        [
            name,
            _VERDICTS[outcome.code],
            *cells,
            _named((str(count.name), count.open) for count in outcome.rules if count.open),
        ]
    )


def _counts(title: str, found: Sequence[Count]) -> str:
    if not found:
        return ""
    rows = [row([title, *STATES, "Most in"]), row(["---", *["---:"] * len(STATES), "---"])]
    for count in found:
        name = "nobody" if count.name is None else code(count.name)
        rows.append(row([name, *(f"{getattr(count, state):,}" for state in STATES), _most(count)]))
    return "\n".join(rows)


def _most(count: Count) -> str:
    more = f" and {len(count.most) - MOST:,} more" if len(count.most) > MOST else ""
    return _named(count.most[:MOST]) + more


def _named(numbers: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{code(name)} {number:,}" for name, number in numbers)


def _first(outcomes: Sequence[Outcome]) -> Iterator[str]:
    busy = [outcome for outcome in outcomes if outcome.first]
    if not busy:
        return
    yield "### What to do first\n"
    for number, outcome in enumerate(busy[:LISTED], 1):
        lines = [prose(task(each)) + _place(each) for each in outcome.first]
        yield f"{number}. {code(outcome.repository.name)}: " + "<br>".join(lines)
    if len(busy) > LISTED:
        yield f"\nAnd in {counted(len(busy) - LISTED, 'more repository', 'more repositories')}; `--format json` has all."


def _place(first: First) -> str:
    return f" at {code(f'{first.path}:{first.line}')}" if first.what == "lift" else ""


def _mistakes(fleet: Fleet) -> Iterator[str]:
    """Every reason why one could not be checked."""
    for outcome in fleet.outcomes:
        if outcome.mistakes:
            yield f"### {code(outcome.repository.name)} {_VERDICTS[outcome.code].strip('*')}\n"
            yield from (f"- {prose(mistake)}" for mistake in outcome.mistakes[:LISTED])
            if len(outcome.mistakes) > LISTED:
                yield f"- and {len(outcome.mistakes) - LISTED:,} more"
            yield ""
