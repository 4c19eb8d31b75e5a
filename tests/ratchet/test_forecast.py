"""The forecast of a sweep: what it rests on, how sure it is, and when it is none."""

import datetime
from collections.abc import Sequence

from archcheck.model.sweep import Checkpoint, Counts, FileCount
from archcheck.ratchet.forecast import LEAST_WEEKS, MOST_WEEKS, forecast, weekly
from archcheck.ratchet.progress import domains
from hypothesis import given
from hypothesis import strategies as st

START = datetime.datetime(2026, 1, 5, tzinfo=datetime.UTC)
WEEK = datetime.timedelta(weeks=1)


def at(weeks: float, left: int, domain: str = "orders", debt: int = 0) -> Checkpoint:
    files = (FileCount("a.py", left, debt, domain=domain),) if left or debt else ()
    sums = {"orm": left} if left else {}
    return Checkpoint(START + weeks * WEEK, None, Counts(files, sums, sums))


def every_week(totals: Sequence[int]) -> list[Checkpoint]:
    return [at(week, total) for week, total in enumerate(totals)]


def test_weeks_without_a_checkpoint_changed_nothing() -> None:
    assert weekly([at(0, 10), at(0.5, 8), at(3.2, 5), at(4, 5)]) == [3, 0, 0, 2]
    assert weekly([at(0, 10), at(0.9, 8)]) == []
    assert len(weekly(every_week(range(100, 50, -1)))) == MOST_WEEKS


def test_a_steady_pace_is_certain() -> None:
    found = forecast(every_week([40, 35, 30, 25, 20]), datetime.date(2026, 3, 2))
    assert (found.weeks, found.per_week, found.reason) == (4, 5.0, "")
    assert found.early == found.middle == found.late == (START + 8 * WEEK).date()
    assert found.on_target == 100


def test_an_uneven_pace_is_not() -> None:
    found = forecast(every_week([40, 40, 30, 30, 20]), datetime.date(2026, 3, 2))
    assert found.early is not None
    assert found.middle is not None
    assert found.late is None or found.early < found.middle < found.late
    assert 0 < (found.on_target or 0) < 100
    assert found == forecast(every_week([40, 40, 30, 30, 20]), datetime.date(2026, 3, 2))


def test_too_little_is_said_and_not_guessed() -> None:
    assert forecast([at(0, 10)], None).reason == f"it takes checkpoints of {LEAST_WEEKS} weeks, and there are 0"
    assert forecast(every_week([10, 8, 6, 4]), None).reason
    assert forecast(every_week([10, 10, 10, 11, 12]), None).reason == "nothing was fixed in the last 4 weeks"
    assert forecast(every_week([10, 8, 6, 4, 0]), None).reason == "nothing is left"


@given(st.lists(st.integers(0, 200), min_size=1, max_size=20), st.none() | st.dates())
def test_whatever_the_history(totals: list[int], target: datetime.date | None) -> None:
    found = forecast(every_week(totals), target)
    days = [found.early, found.middle, found.late]
    known = [day for day in days if day is not None]
    assert known == sorted(known)
    assert days[: len(known)] == known
    if found.reason:
        assert (known, found.on_target) == ([], None)
    else:
        assert (found.on_target is None) == (target is None)


def test_domains() -> None:
    observed = [at(0, 3), at(1, 5), at(2, 2, "billing"), at(3, 0), at(4, 1, "billing"), at(5, 1, "billing", debt=2)]
    billing, orders = domains(observed)
    assert (billing.domain, billing.most, billing.left, billing.files, billing.debt, billing.done) == (
        "billing",
        2,
        1,
        1,
        2,
        None,
    )
    assert (orders.domain, orders.most, orders.left, orders.done) == ("orders", 5, 0, START + 2 * WEEK)
