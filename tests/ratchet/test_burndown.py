"""What is drawn of a sweep: the domains that can be told apart, the moments that tell something, and the target where it is near."""

import datetime
from collections.abc import Mapping

from archcheck.model.sweep import NONE, Checkpoint, Counts, FileCount
from archcheck.ratchet.burndown import burndown

START = datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC)


def log(*steps: Mapping[str, int], days: int = 7) -> list[Checkpoint]:
    return [
        Checkpoint(
            START + datetime.timedelta(days=days * at),
            None,
            Counts(tuple(FileCount(f"{name}.py", left, domain=name) for name, left in step.items()), {}, {}),
        )
        for at, step in enumerate(steps)
    ]


def test_what_has_most_left_comes_first() -> None:
    found = burndown("x", log({"a": 9, "b": 2}, {"a": 1, "b": 2, NONE: 1}), None)
    assert [(share.name, share.counts) for share in found.shares] == [("b", (2, 2)), ("a", (9, 1)), (NONE, (0, 1))]
    assert (found.totals, found.others) == ((11, 4), 0)


def test_moments_that_tell_nothing_are_left_out_but_for_the_last() -> None:
    found = burndown("x", log({"a": 3}, {"a": 3}, {"a": 2}, {"a": 2}, {"a": 2}), None)
    assert found.totals == (3, 2, 2)
    assert [(time - START).days for time in found.times] == [0, 14, 28]


def test_small_domains_are_drawn_as_one() -> None:
    step = {f"d{number}": number for number in range(1, 10)}
    found = burndown("x", log(step, {**step, "d9": 1}), None)
    assert [share.name for share in found.shares] == ["d8", "d7", "d6", "d5", "d4", "d9", ""]
    assert found.shares[-1].counts == (6, 6)
    assert found.others == 3
    assert [sum(each) for each in zip(*(share.counts for share in found.shares), strict=True)] == [45, 37]


def test_one_more_than_can_be_told_apart_is_no_reason_to_sum_up() -> None:
    found = burndown("x", log({f"d{number}": 1 for number in range(7)}), None)
    assert len(found.shares) == 7
    assert found.others == 0


def test_the_target_widens_what_is_shown_unless_it_is_far_off() -> None:
    steps = [{"a": number} for number in range(9, 0, -1)]
    near, before, far, long_ago = (
        burndown("x", log(*steps), datetime.date(*day))
        for day in ((2026, 5, 1), (2025, 12, 1), (2031, 1, 1), (2000, 1, 1))
    )
    assert near.is_target_near
    assert near.end == near.target == datetime.datetime(2026, 5, 1, 23, 59, 59, tzinfo=datetime.UTC)
    assert before.begin == before.target
    for found in (far, long_ago):
        assert not found.is_target_near
        assert (found.begin, found.end) == (found.times[0], found.times[-1])
        assert found.target is not None


def test_one_checkpoint_spans_the_days_around_it_or_the_way_to_the_target() -> None:
    alone = burndown("x", log({"a": 1}), None)
    assert (alone.begin - START, alone.end - START) == (-datetime.timedelta(days=1), datetime.timedelta(days=1))
    targeted = burndown("x", log({"a": 1}), datetime.date(2027, 1, 31))
    assert (targeted.begin, targeted.end) == (START, targeted.target)


def test_nothing_was_ever_left() -> None:
    found = burndown("x", log({}, {}), None)
    assert (found.totals, found.shares) == ((0, 0), ())
