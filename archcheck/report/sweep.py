"""What recording has made of a sweep, in text."""

from collections.abc import Iterator, Sequence

from archcheck.model.sweep import Checkpoint, Recorded, Replayed
from archcheck.report.style import Paint, painter
from archcheck.report.visible import visible

MOST = 5


def render_recorded(each: Recorded, *, color: bool = False) -> str:
    """The checkpoint that was added and what came to an end with it, or that nothing has changed."""
    paint = painter(color)
    name = paint("strong", visible(each.sweep))
    if each.added is None:
        assert each.former is not None, "the first checkpoint is always added"
        since = f"nothing has changed since {moment(each.former)}"
        return f"{name}: {since}; {each.former.total:,} left\n"
    return "\n".join([f"{name}: {_left(each, paint)}, {visible(each.place)}", *_words(each, paint)]) + "\n"


def render_replayed(each: Replayed, *, color: bool = False) -> str:
    """How a log was filled: the way from the first to the last commit, and the commits that say less than others."""
    paint = painter(color)
    head = f"{paint('strong', visible(each.sweep))}: {_way(each, paint)}, {visible(each.place)}"
    return "\n".join([head, *_commits(each, paint)]) + "\n"


def _way(each: Replayed, paint: Paint) -> str:
    if each.first is None or each.last is None:
        return "no commit could be counted"
    delta = each.last - each.first
    return f"{each.first:,} -> {each.last:,} left ({paint('good' if delta < 0 else 'error' if delta else 'dim', f'{delta:+,}')})"


def _commits(each: Replayed, paint: Paint) -> Iterator[str]:
    others = each.walked - each.counted - len(each.left_out)
    yield (
        f"  {each.walked:,} commits: {each.added:,} checkpoints added, {each.counted - each.added:,} were there, "
        f"{others:,} left the project as it was"
    )
    if each.unread:
        yield paint("warning", f"  {len(each.unread):,} hold files that cannot be read: {_short(each.unread)}")
    for left in each.left_out[:MOST]:
        yield paint("warning", f"  {left.revision[:12]} is left out: {visible(left.reason)}")
    if len(each.left_out) > MOST:
        yield paint("warning", f"  and {len(each.left_out) - MOST:,} more are left out")


def _short(revisions: Sequence[str]) -> str:
    shown = ", ".join(revision[:12] for revision in revisions[:MOST])
    return f"{shown} and {len(revisions) - MOST:,} more" if len(revisions) > MOST else shown


def moment(checkpoint: Checkpoint) -> str:
    """The time of a checkpoint, to the minute."""
    return f"{checkpoint.time:%Y-%m-%d %H:%M} UTC"


def _left(each: Recorded, paint: Paint) -> str:
    assert each.added is not None
    total = each.added.total
    if each.former is None:
        return f"{total:,} left"
    delta = total - each.former.total
    return f"{total:,} left ({paint('good' if delta < 0 else 'error' if delta else 'dim', f'{delta:+,}')})"


def _words(each: Recorded, paint: Paint) -> Iterator[str]:
    assert each.added is not None
    yield f"  {visible(each.added.note)}"
    counts = each.added.counts
    for name in each.done:
        debt = sum(file.debt for file in counts.files if file.domain == name)
        rest = f"; {debt:,} design debt in it" if debt else ""
        yield paint("good", f"  domain {visible(name)} is done{rest}")
    if not counts.total:
        yield paint("good", "  nothing is left: the sweep is done")
    if each.added.modified:
        yield paint("dim", "  recorded with files that are not committed")
