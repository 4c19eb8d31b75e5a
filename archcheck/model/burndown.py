"""What is left of a sweep over time, as a picture has it."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """What is left in a domain, or in several that are drawn as one.

    Attributes:
        name: of the domain; ``NONE`` for what has none; an empty string for all others together.
        counts: at each moment of the burndown.
    """

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Burndown:
    """What is left at each moment, in total and by domain.

    Attributes:
        title: what the sweep is called.
        times: the moments, in order; at least one.
        totals: what is left at each.
        shares: its parts, which add up to the totals; what has most left now comes first, all others together come last.
        others: how many domains those are.
        begin, end: what the picture spans; never the same.
        target: when nothing is to be left any more, or None.
        is_target_near: whether the target lies in what the picture spans.
    """

    title: str
    times: tuple[datetime.datetime, ...]
    totals: tuple[int, ...]
    shares: tuple[Share, ...]
    others: int
    begin: datetime.datetime
    end: datetime.datetime
    target: datetime.datetime | None = None
    is_target_near: bool = False
