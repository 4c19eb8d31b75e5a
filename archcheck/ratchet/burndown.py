"""Checkpoints -> what is left over time, by the domains that a picture can tell apart."""

import datetime
from collections.abc import Sequence

from archcheck.model.burndown import Burndown, Share
from archcheck.model.sweep import Checkpoint

MOST_SHARES = 6
"""Domains that are drawn by themselves: nobody tells more colours apart."""
FAR = 2
"""A target that lies this many times as far off as the log is long would press the log into a corner."""
_DAY = datetime.timedelta(days=1)
_SOON = 60 * _DAY
_ALONE = 1_000 * _DAY


def burndown(title: str, observed: Sequence[Checkpoint], target: datetime.date | None) -> Burndown:
    """The burndown of a sweep.

    Args:
        title: what it is called.
        observed: the checkpoints by time, at least one.
        target: when it is to be done; it ends with that day.
    """
    telling = _telling(observed)
    shares, others = _shares(telling)
    first, last = telling[0].time, telling[-1].time
    moment = _end_of(target) if target is not None else None
    is_near = moment is not None and _is_near(first, last, moment)
    begin, end = (min(first, moment), max(last, moment)) if moment is not None and is_near else (first, last)
    if end - begin < _DAY:
        begin, end = begin - _DAY, end + _DAY
    return Burndown(
        title=title,
        times=tuple(each.time for each in telling),
        totals=tuple(each.total for each in telling),
        shares=shares,
        others=others,
        begin=begin,
        end=end,
        target=moment,
        is_target_near=is_near,
    )


def _telling(observed: Sequence[Checkpoint]) -> list[Checkpoint]:
    """Those at which the counts are others than before, and the last one."""
    last = len(observed) - 1
    return [
        each
        for at, each in enumerate(observed)
        if at in (0, last) or each.counts.domains != observed[at - 1].counts.domains
    ]


def _shares(observed: Sequence[Checkpoint]) -> tuple[tuple[Share, ...], int]:
    names = sorted({name for each in observed for name in each.counts.domains})
    counts = {name: tuple(each.counts.domains.get(name, 0) for each in observed) for name in names}
    ranked = sorted(names, key=lambda name: (-counts[name][-1], -sum(counts[name]), name))
    if len(ranked) <= MOST_SHARES + 1:
        return tuple(Share(name, counts[name]) for name in ranked), 0
    largest = sorted(names, key=lambda name: (-max(counts[name]), -sum(counts[name]), name))[:MOST_SHARES]
    rest = [counts[name] for name in names if name not in largest]
    together = Share("", tuple(map(sum, zip(*rest, strict=True))))
    return (*(Share(name, counts[name]) for name in ranked if name in largest), together), len(rest)


def _end_of(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(23, 59, 59), datetime.UTC)


def _is_near(first: datetime.datetime, last: datetime.datetime, target: datetime.datetime) -> bool:
    span = last - first
    outside = max(target - last, first - target)
    return outside <= (max(span * FAR, _SOON) if span >= _DAY else _ALONE)
