"""The roll-up of a fleet for the terminal: a table of repositories, findings by rule and by owner, and what to do first."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import get_args

from archcheck.model.finding import State
from archcheck.model.fleet import Count, First, Fleet, Outcome
from archcheck.report.style import Paint, painter
from archcheck.report.summary import counted
from archcheck.report.visible import visible, width

STATES: tuple[State, ...] = get_args(State)
LISTED = 10
MOST = 3
NAME_WIDTH = 24
_COLUMNS = ("exit", "modules", "unread", "sites", *STATES, "stale")
_NOBODY = "(nobody)"
_ALL = "all"


def render_fleet(fleet: Fleet, *, color: bool = False, columns: int = 100, quiet: bool = False) -> str:
    """The roll-up as text that ends with a newline.

    Args:
        fleet: what became of all repositories.
        color: whether to paint it.
        columns: columns of the terminal.
        quiet: the tables alone.
    """
    paint = painter(color)
    blocks = [_repositories(fleet, paint, columns)]
    blocks += [_counts(title, found, paint) for title, found in (("rule", fleet.rules), ("owner", fleet.owners))]
    if not quiet:
        blocks += ["\n".join(_first(fleet, paint, columns)), conclusion(fleet)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def conclusion(fleet: Fleet) -> str:
    """How many hold and how many do not, in one line."""
    codes = [outcome.code for outcome in fleet.outcomes]
    parts = [
        f"{number:,} {text}"
        for number, text in (
            (codes.count(3), "met a bug in archcheck"),
            (codes.count(2), "could not be checked"),
            (codes.count(1), "failed"),
            (codes.count(0), "passed"),
        )
        if number
    ]
    return f"{counted(len(codes), 'repository', 'repositories')}: {', '.join(parts)}."


def numbers(outcome: Outcome) -> list[int] | None:
    """Modules, unread files, call sites, findings by state and stale entries; None where it could not be checked."""
    found = outcome.summary
    if found is None:
        return None
    return [
        found.modules,
        found.unread,
        found.call_sites,
        *(getattr(found, state) for state in STATES),
        found.stale,
    ]


def totals(fleet: Fleet) -> list[int]:
    """The sums of ``numbers``."""
    rows = [row for outcome in fleet.outcomes if (row := numbers(outcome)) is not None]
    return [sum(column) for column in zip(*rows, strict=True)] if rows else []


def by_rule(outcome: Outcome) -> str:
    """The rules that found something, with how many are open: ``effect-site 80, layer-import 12``."""
    return ", ".join(f"{count.name} {count.open:,}" for count in outcome.rules if count.open)


def most(count: Count) -> str:
    """The repositories that have most of it: ``zenml 100, mlflow 80 and 2 more``."""
    named = ", ".join(f"{name} {number:,}" for name, number in count.most[:MOST])
    return f"{named} and {len(count.most) - MOST} more" if len(count.most) > MOST else named


def task(first: First) -> str:
    """What to do, in words; the repository's name stands before it."""
    match first.what:
        case "mend":
            return first.subject
        case "read":
            return f"{first.findings:,} of {counted(first.of, f'{first.state} finding')} {_stand(first.findings)} in {first.subject}"
        case "lift":
            sites = counted(first.of, "call site")
            return f"lift {first.subject} to an owner: clears {first.findings:,} of {sites} of {first.contract}"
        case "prune":
            entries = counted(first.findings, "entry", "entries")
            return f"archcheck baseline prune: {entries} of {first.subject} {_stand(first.findings)} found no more"


def _stand(number: int) -> str:
    return "is" if number == 1 else "are"


def _repositories(fleet: Fleet, paint: Paint, columns: int) -> str:
    names = [visible(outcome.repository.name) for outcome in fleet.outcomes]
    rows = [_cells(outcome.code, numbers(outcome)) for outcome in fleet.outcomes]
    last = _cells(fleet.code, totals(fleet) or None)
    wide = max(map(width, ["repository", _ALL, *names]))
    sizes = [max(len(row[at]) for row in (_COLUMNS, *rows, last) if at < len(row)) for at in range(len(_COLUMNS))]
    lines = [paint("strong", _line("repository", _COLUMNS, wide, sizes))]
    for outcome, name, row in zip(fleet.outcomes, names, rows, strict=True):
        lines.append(_toned(outcome.code, _line(name, row, wide, sizes), paint))
        below = _mistakes(outcome.mistakes) if outcome.summary is None else by_rule(outcome)
        lines += [paint("dim", line) for line in _hanging(visible(below), "    ", columns)]
    lines.append(paint("strong", _line(_ALL, last, wide, sizes)))
    return "\n".join(lines)


def _mistakes(mistakes: Sequence[str]) -> str:
    more = f"; and {len(mistakes) - MOST:,} more" if len(mistakes) > MOST else ""
    return "; ".join(mistakes[:MOST]) + more


def _cells(code: int, found: Sequence[int] | None) -> list[str]:
    return [str(code), *(f"{number:,}" for number in found or ())]


def _line(name: str, cells: Sequence[str], wide: int, sizes: Sequence[int]) -> str:
    return (
        name
        + " " * (wide - width(name))
        + "".join(f"  {cell:>{size}}" for cell, size in zip(cells, sizes, strict=False))
    )


def _toned(code: int, line: str, paint: Paint) -> str:
    return line if code == 0 else paint("warning" if code == 1 else "error", line)


def _counts(title: str, found: Sequence[Count], paint: Paint) -> str:
    if not found:
        return ""
    names = [_NOBODY if count.name is None else visible(count.name) for count in found]
    wide = max(map(width, [title, *names]))
    rows = [[f"{getattr(count, state):,}" for state in STATES] for count in found]
    sizes = [max(len(row[at]) for row in (STATES, *rows)) for at in range(len(STATES))]
    lines = [paint("strong", _line(title, STATES, wide, sizes) + "  most in")]
    for count, name, row in zip(found, names, rows, strict=True):
        lines.append(_line(name, row, wide, sizes) + paint("dim", f"  {visible(most(count))}".rstrip()))
    return "\n".join(lines)


def _first(fleet: Fleet, paint: Paint, columns: int) -> Iterator[str]:
    """A block for each repository in which there is something to do, the worst ones alone."""
    busy = [outcome for outcome in fleet.outcomes if outcome.first]
    if not busy:
        return
    yield paint("strong", "What to do first")
    names = [visible(outcome.repository.name) for outcome in busy[:LISTED]]
    wide = min(max(map(width, names)), NAME_WIDTH)
    for number, (outcome, name) in enumerate(zip(busy, names, strict=False), 1):
        lead = f"  {number:>2}. {name}{' ' * (wide - width(name))}  "
        for each in outcome.first:
            place = f"  {visible(each.path)}:{each.line}" if each.what == "lift" else ""
            yield from _hanging(visible(task(each)) + place, " " * (wide + 8), columns, lead)
            lead = " " * (wide + 8)
    if len(busy) > LISTED:
        yield f"  and in {counted(len(busy) - LISTED, 'more repository', 'more repositories')}; --format json lists all"


def _hanging(text: str, indent: str, columns: int, lead: str | None = None) -> list[str]:
    room = max(columns, 40)
    first = indent if lead is None else lead
    return textwrap.wrap(
        text, room, initial_indent=first, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
