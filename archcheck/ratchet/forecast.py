"""When a sweep ends, if its weeks go on as they went.

What changed in each of the last whole weeks is known, weeks without any change included. A draw is one future: it takes as many weeks from those of the
past, at random and with repetition (few weeks say little, and another quarter might have had others), and then one of these at random for each week to
come, until nothing is left. The days by which 10, 50 and 90 of 100 draws have ended are the forecast. The same checkpoints give the same
draws. Less than four weeks, or weeks in which nothing was fixed, give none.
"""

import datetime
import random
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

from archcheck.model.sweep import Checkpoint, Forecast

MOST_WEEKS = 13
"""A quarter: what was a year ago says little of the next month."""
LEAST_WEEKS = 4
DRAWS = 1_000
HORIZON = 260
"""Weeks after which an end is out of sight."""

_WEEK = datetime.timedelta(weeks=1)


def forecast(observed: Sequence[Checkpoint], target: datetime.date | None) -> Forecast:
    """The forecast of a sweep.

    Args:
        observed: the checkpoints by time, at least one; the last one is where it starts.
        target: when it is to be done, or None.
    """
    end = observed[-1]
    if not end.total:
        return Forecast(reason="nothing is left")
    fixed = weekly(observed)
    if len(fixed) < LEAST_WEEKS:
        return Forecast(len(fixed), reason=f"it takes checkpoints of {LEAST_WEEKS} weeks, and there are {len(fixed)}")
    mean = sum(fixed) / len(fixed)
    if max(fixed) <= 0:
        return Forecast(len(fixed), mean, reason=f"nothing was fixed in the last {len(fixed)} weeks")
    ends = sorted(_ends(end.total, fixed))
    early, middle, late = (_day(end, ends[DRAWS * share // 100 - 1]) for share in (10, 50, 90))
    return Forecast(len(fixed), mean, early, middle, late, _on_target(end, ends, target))


def weekly(observed: Sequence[Checkpoint]) -> list[int]:
    """Findings fixed in each whole week up to the last checkpoint, newest first; below zero where more came in."""
    times = [checkpoint.time for checkpoint in observed]
    end = times[-1]
    weeks = min((end - times[0]) // _WEEK, MOST_WEEKS)
    totals = [observed[bisect_right(times, end - _WEEK * ago) - 1].total for ago in range(weeks + 1)]
    return [before - after for after, before in pairwise(totals)]


def _ends(left: int, fixed: Sequence[int]) -> list[int]:
    """How many weeks each draw takes; ``HORIZON`` where its end is out of sight."""
    chance = random.Random(0)
    ends = []
    for _ in range(DRAWS):
        weeks = chance.choices(fixed, k=len(fixed))
        done = accumulate(chance.choices(weeks, k=HORIZON - 1))
        ends.append(next((week for week, sum_ in enumerate(done, 1) if sum_ >= left), HORIZON))
    return ends


def _day(end: Checkpoint, weeks: int) -> datetime.date | None:
    return (end.time + weeks * _WEEK).date() if weeks < HORIZON else None


def _on_target(end: Checkpoint, ends: Sequence[int], target: datetime.date | None) -> int | None:
    if target is None:
        return None
    days = (_day(end, weeks) for weeks in ends)
    return 100 * sum(day is not None and day <= target for day in days) // len(ends)
