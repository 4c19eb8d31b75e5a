"""Axes of a picture over time: where a value stands, and which ones are named."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

MOST_TIMES = 8
MOST_COUNTS = 6

_DAY = datetime.timedelta(days=1)
_DAYS = (1, 2, 7, 14)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 600, 1200, 12000)


@dataclass(frozen=True, slots=True)
class Axis:
    """From values to places.

    Attributes:
        least, most: the values at its ends; never the same.
        start, end: the places of these.
        ticks: places that are named, with their names.
    """

    least: float
    most: float
    start: float
    end: float
    ticks: tuple[tuple[float, str], ...] = ()

    def at(self, value: float) -> float:
        """The place of a value."""
        return self.start + (self.end - self.start) * (value - self.least) / (self.most - self.least)


def time_axis(begin: datetime.datetime, end: datetime.datetime, start: float, stop: float) -> Axis:
    """An axis of seconds, named by days, months or years, as many as there is room for."""
    bare = Axis(begin.timestamp(), end.timestamp(), start, stop)
    ticks = tuple((bare.at(time.timestamp()), label) for time, label in _times(begin, end))
    return Axis(bare.least, bare.most, start, stop, ticks)


def counts_axis(most: int, start: float, stop: float) -> Axis:
    """An axis from nothing to a round number above the most, so that there is room for its name; named by round numbers."""
    step = next(step for step in _round_numbers() if step * MOST_COUNTS >= most)
    top = (most // step + 1) * step
    bare = Axis(0, top, start, stop)
    return Axis(0, top, start, stop, tuple((bare.at(count), f"{count:,}") for count in range(0, top + 1, step)))


def _round_numbers() -> Iterator[int]:
    size = 1
    while True:
        yield from (size, 2 * size, 5 * size)
        size *= 10


def _times(begin: datetime.datetime, end: datetime.datetime) -> list[tuple[datetime.datetime, str]]:
    first = begin.replace(hour=0, minute=0, second=0, microsecond=0)
    for days in _DAYS:
        if (end - begin).days // days < MOST_TIMES:
            found = (first + days * _DAY * number for number in range(1, MOST_TIMES + 2))
            return [(time, time.date().isoformat()) for time in found if begin <= time <= end]
    for months in _MONTHS:
        times = [time for time in _months(first, end, months) if begin <= time]
        if len(times) <= MOST_TIMES:
            return [(time, f"{time:%Y}" if months >= 12 else f"{time:%Y-%m}") for time in times]
    return []


def _months(first: datetime.datetime, end: datetime.datetime, step: int) -> Iterator[datetime.datetime]:
    """The firsts of months; years begin with January."""
    number = (first.year * 12 + first.month - 1) // step * step
    while number < datetime.MAXYEAR * 12:
        time = first.replace(year=max(1, number // 12), month=number % 12 + 1, day=1)
        if time > end:
            return
        yield time
        number += step
