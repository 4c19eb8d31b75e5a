"""How far a sweep is, in text: bars by domain, what clears most, what is left by file and by owner, and the forecast."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from archcheck.model.sweep import NONE, DomainProgress, FileLeft, Forecast, SweepStatus
from archcheck.report.style import Paint, painter
from archcheck.report.summary import counted
from archcheck.report.sweep import moment
from archcheck.report.visible import visible, width

T = TypeVar("T")

BAR = 24
LISTED = 10
"""Files, levers and owners that are listed; ``--all`` lists every one."""

_EIGHTHS = " ▏▎▍▌▋▊▉"


def render_status(status: SweepStatus, *, color: bool = False, fine: bool = False, whole: bool = False) -> str:
    """The status of one sweep; ends with a newline.

    Args:
        status: how far it is.
        color: whether to paint it.
        fine: whether bars are drawn in eighths of a block, for terminals that have them; else in number signs.
        whole: whether everything that is left is listed.
    """
    paint = painter(color)
    bar = _blocks if fine else _signs
    parts = [
        [*_head(status, paint), *_total(status, paint, bar)],
        list(_domains(status, paint, bar)),
        list(_levers(status, paint, whole)),
        list(_files(status, paint, whole)),
        list(_owners(status, paint, whole)),
        [paint("strong", "Forecast"), f"  {forecast_sentence(status)}"],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def forecast_sentence(status: SweepStatus) -> str:
    """The forecast with its uncertainty and what it rests on, or why there is none."""
    forecast = status.forecast
    if not status.total:
        return "nothing is left"
    if forecast.reason:
        return f"none: {forecast.reason}"
    pace = f"{abs(forecast.per_week):.1f} {'fixed' if forecast.per_week >= 0 else 'more'} a week in the last {forecast.weeks} weeks"
    parts = [f"{pace}; if they are typical, done {_days(forecast)}"]
    if forecast.on_target is not None and status.target is not None:
        parts.append(f"by the target {status.target.isoformat()} in {forecast.on_target} of 100 cases")
    return "; ".join(parts)


def standing_sentence(status: SweepStatus) -> str:
    """What is left of what there was, and what stands apart, without a full stop."""
    counts, first = status.now.counts, status.first.total
    are = "is" if status.total == 1 else "are"
    if status.fixed < 0:
        words = f"{status.total:,} {are} left, {-status.fixed:,} more than the {first:,} at first"
    else:
        share = f", {100 * status.fixed // first} % fixed" if status.fixed else ""
        words = f"{status.total:,} of {first:,} {are} left{share}"
    apart = [
        f"{number:,} {word}" for number, word in ((counts.debt, "design debt"), (counts.exempt, "exempt")) if number
    ]
    return words + (f"; {' and '.join(apart)} apart" if apart else "")


def caveats(status: SweepStatus) -> list[str]:
    """What the counts leave open, in sentences."""
    found = []
    if status.unrecorded is not None:
        delta = f"This is {status.unrecorded:+,} since the last checkpoint, and not" if status.log else "Nothing is"
        found.append(f"{delta} recorded yet.")
    if status.now.counts.unread:
        found.append(f"{counted(status.now.counts.unread, 'file')} cannot be read, so there may be more.")
    return found


def _days(forecast: Forecast) -> str:
    early, middle, late = (day.isoformat() if day else None for day in (forecast.early, forecast.middle, forecast.late))
    if early is None:
        return "not in sight (9 of 10 cases)"
    if middle is None:
        return f"not before {early} (9 of 10 cases), and in half of them not in sight"
    until = f"and {late}" if late is not None else "and some day out of sight"
    return f"about {middle}, and between {early} {until} in 8 of 10 cases"


def _head(status: SweepStatus, paint: Paint) -> Iterator[str]:
    title = f": {visible(status.title)}" if status.title != status.id else ""
    yield paint("strong", visible(status.id)) + title
    since = f", since {moment(status.first)}" if status.log else ""
    target = f", target {status.target.isoformat()}" if status.target else ""
    checkpoints = counted(len(status.log), "checkpoint") if status.log else "no checkpoint yet"
    yield paint("dim", f"contract {visible(status.contract)}, {checkpoints}{since}{target}")


def _total(status: SweepStatus, paint: Paint, bar: Callable[[int, int], str]) -> Iterator[str]:
    first = status.first.total
    share = f", {100 * status.fixed // first} % fixed" if first and status.fixed > 0 else ""
    more = f", {-status.fixed:,} more than at first" if status.fixed < 0 else ""
    yield ""
    yield f"  {paint('good', bar(max(status.fixed, 0), first))}  {status.total:,} of {first:,} left{share}{more}"
    apart = [
        f"{count:,} {name}"
        for name, count in (("design debt", status.now.counts.debt), ("exempt", status.now.counts.exempt))
        if count
    ]
    if apart:
        yield f"  {' ' * (BAR + 2)}  {', '.join(apart)} apart"
    if status.now.counts.unread:
        yield paint("warning", f"  {counted(status.now.counts.unread, 'file')} cannot be read: there may be more")
    if status.unrecorded is not None:
        delta = f"{status.unrecorded:+,} since the last checkpoint, " if status.log else ""
        yield paint("dim", f"  {delta}not recorded yet: archcheck sweep record {visible(status.id)}")


def _domains(status: SweepStatus, paint: Paint, bar: Callable[[int, int], str]) -> Iterator[str]:
    domains = status.domains
    if not domains or {each.domain for each in domains} == {NONE}:
        return
    yield paint("strong", "Domains")
    column = max(width(_named(each.domain)) for each in domains)
    for each in domains:
        name = _padded(_named(each.domain), column)
        yield f"  {name}  {paint('good', bar(each.most - each.left, each.most))}  {_domain(each, paint)}"


def _domain(each: DomainProgress, paint: Paint) -> str:
    debt = f"; {each.debt:,} design debt" if each.debt else ""
    if each.done is not None:
        return paint("good", f"done {each.done:%Y-%m-%d}") + f", {each.most:,} fixed{debt}"
    return f"{each.left:,} of {each.most:,} left in {counted(each.files, 'file')}{debt}"


def _levers(status: SweepStatus, paint: Paint, whole: bool) -> Iterator[str]:
    if not status.levers:
        return
    yield paint("strong", "Where one change clears most") + paint(
        "dim", "  functions that every path to several sites passes"
    )
    for lever in _first(status.levers, whole):
        yield f"  {lever.clears:>5,}  {visible(lever.function)}  {paint('dim', visible(lever.path))}"
    yield from _rest(len(status.levers), whole, paint)


def _files(status: SweepStatus, paint: Paint, whole: bool) -> Iterator[str]:
    if not status.files:
        return
    shown = _first(status.files, whole)
    column = max(width(visible(each.path)) for each in shown)
    yield paint("strong", "Left, by file") + paint(
        "dim", "  those that fall together with most others first" if status.levers else ""
    )
    for each in shown:
        yield f"  {each.left:>5,}  {_padded(visible(each.path), column)}{paint('dim', _said(each))}".rstrip()
    yield from _rest(len(status.files), whole, paint)


def _said(each: FileLeft) -> str:
    parts = [f"by {visible(each.lever)}" if each.lever else "", visible(" ".join(each.owners))]
    return "".join(f"  {part}" for part in parts if part)


def _owners(status: SweepStatus, paint: Paint, whole: bool) -> Iterator[str]:
    if not status.owners:
        return
    yield paint("strong", "Left, by owner")
    for each in _first(status.owners, whole):
        name = "nobody" if each.owner == NONE else visible(each.owner)
        files = paint("dim", f"in {counted(each.files, 'file')}")
        yield f"  {each.left:>5,}  {name} {files}"
    yield from _rest(len(status.owners), whole, paint)


def _first(entries: Sequence[T], whole: bool) -> Sequence[T]:
    return entries if whole else entries[:LISTED]


def _rest(number: int, whole: bool, paint: Paint) -> Iterable[str]:
    hidden = 0 if whole else number - LISTED
    return [paint("dim", f"         and {hidden:,} more: --all")] if hidden > 0 else []


def _named(domain: str) -> str:
    return "(none)" if domain == NONE else visible(domain)


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def _signs(done: int, of: int) -> str:
    filled = BAR * done // of if of else BAR
    return f"[{'#' * filled}{'.' * (BAR - filled)}]"


def _blocks(done: int, of: int) -> str:
    eighths = 8 * (BAR + 2) * done // of if of else 8 * (BAR + 2)
    whole, rest = divmod(eighths, 8)
    drawn = "█" * whole + (_EIGHTHS[rest] if rest else "")
    return drawn + "░" * (BAR + 2 - len(drawn))
