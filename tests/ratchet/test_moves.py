"""What has only another name: same rule, contract, object and kind, a scope that is gone, and a similar one that is there."""

from collections.abc import Sequence

import pytest
from archcheck.model.baseline import BaselineEntry, StaleEntry
from archcheck.model.finding import Finding
from archcheck.model.location import Location
from archcheck.ratchet.moves import Names


def missing(subject: str, count: int = 1, object_: str = "x.commit", kind: str | None = "orm") -> StaleEntry:
    return StaleEntry(BaselineEntry("effect-site", "tx", subject, object_, count, kind), 0)


def surplus(subject: str, occurrence: int = 0, object_: str = "x.commit", kind: str | None = "orm") -> Finding:
    place = Location("a.py", 1)
    return Finding("effect-site", "tx", "error", place, subject, object_, "m", kind=kind, occurrence=occurrence)


def moved(
    gone: Sequence[StaleEntry], new: Sequence[Finding], there: Sequence[str] = (), **renamed: str
) -> list[tuple[str, str, str]]:
    names = Names(lambda scope: scope in there, lambda: {key.replace("__", "."): to for key, to in renamed.items()})
    return [(move.entry.subject, move.finding.subject, move.certainty) for move in names.moved(gone, new)]


@pytest.mark.parametrize(
    ("former", "present"),
    [
        ("shop.a.driver:save", "shop.b.driver:save"),  # its package was renamed, or it moved to another
        ("shop.driver:save", "shop.drivers:save"),  # its file was renamed
        ("shop.driver:Driver.save", "shop.infra.orders:Driver.save"),  # its class moved
        ("shop.driver:Driver.save", "shop.driver:Gateway.save"),  # its class was renamed
        ("shop.driver:save", "shop.driver:Driver.save"),  # it became a method
        ("shop.driver:save_order", "shop.driver:save_orders"),  # it was renamed
        ("shop.driver:Driver.save", "shop.driver:Driver._save"),
        ("shop.driver:<module>", "shop.drivers:<module>"),
        ("shop.a.model", "shop.b.model"),  # modules, for imports
        ("shop.models", "shop.model"),
    ],
)
def test_recognised(former: str, present: str) -> None:
    assert moved([missing(former)], [surplus(present)]) == [(former, present, "likely")]
    assert moved([missing(former)], [surplus(present)], there=[former]) == [], "its scope is still there"


@pytest.mark.parametrize(
    ("former", "present"),
    [
        ("shop.driver:save", "shop.driver:refund"),
        ("shop.driver:Driver.save", "shop.driver:Gateway.undo"),
        ("shop.importer:run", "shop.billing.batch:run"),
        ("shop.a.driver:save", "shop.b.driver:keep"),
        ("shop.models", "shop.invoice"),
    ],
)
def test_not_similar_enough(former: str, present: str) -> None:
    assert moved([missing(former)], [surplus(present)]) == []


@pytest.mark.parametrize("change", [{"object_": "x.rollback"}, {"kind": "core"}])
def test_another_api_or_kind_is_another_finding(change: dict[str, str]) -> None:
    assert moved([missing("shop.driver:save")], [surplus("shop.drivers:save", **change)]) == []


def test_git_makes_it_certain() -> None:
    gone, new = [missing("shop.driver:save")], [surplus("shop.infra.orders:save")]
    assert moved(gone, new) == []
    renamed = {"shop__driver": "shop.infra.orders"}
    assert moved(gone, new, **renamed) == [("shop.driver:save", "shop.infra.orders:save", "certain")]
    also = [surplus("shop.infra.orders:save_all")]
    assert moved(gone, also, **renamed) == [("shop.driver:save", "shop.infra.orders:save_all", "likely")]


def test_git_knows_what_the_object_is_called_now() -> None:
    gone, new = (
        missing("shop.driver:save", object_="shop.db:scope"),
        surplus("shop.driver:save", object_="shop.sql:scope"),
    )
    there = ["shop.driver:save"]
    assert moved([gone], [new], there, shop__db="shop.sql") == [("shop.driver:save", "shop.driver:save", "certain")]
    assert moved([gone], [new], there) == []


def test_counts_are_kept() -> None:
    new = [surplus("shop.drivers:save", number) for number in range(3)]
    assert len(moved([missing("shop.driver:save", 2)], new)) == 2


def test_the_best_pairs_first_whatever_the_order() -> None:
    gone = [missing("shop.a.driver:save"), missing("shop.b.driver:save")]
    new = [surplus("shop.b.drivers:save"), surplus("shop.a.drivers:save")]
    expected = {
        ("shop.a.driver:save", "shop.a.drivers:save", "likely"),
        ("shop.b.driver:save", "shop.b.drivers:save", "likely"),
    }
    assert set(moved(gone, new)) == expected
    assert set(moved(gone[::-1], new[::-1])) == expected
