"""The note of a checkpoint: what was fixed since the last one, in the order in which people would tell it."""

from archcheck.model.sweep import Counts, FileCount
from archcheck.ratchet.notes import done_domains, note


def counts(*files: FileCount, unread: int = 0, kinds: dict[str, int] | None = None) -> Counts:
    total = sum(file.left for file in files)
    kinds = {"orm": total} if kinds is None and total else kinds or {}
    return Counts(tuple(sorted(files)), kinds, {"effect-site": total} if total else {}, unread)


def orders(name: str, left: int, debt: int = 0, exempt: int = 0) -> FileCount:
    return FileCount(f"shop/orders/{name}.py", left, debt, exempt, "orders", "L2")


def billing(name: str, left: int) -> FileCount:
    return FileCount(f"shop/billing/{name}.py", left, domain="billing", layer="L2")


def test_the_first_one() -> None:
    assert note(None, counts(orders("a", 2), orders("b", 1))) == "initial baseline: 3 in 2 files"
    debt = counts(orders("a", 2), orders("b", 0, debt=4), unread=1)
    assert note(None, debt) == "initial baseline: 2 in 1 file, 4 design debt; 1 file cannot be read"


def test_a_domain_that_is_done_comes_first_and_its_largest_step_in_front() -> None:
    former = counts(
        orders("cart_driver", 2), orders("order_driver", 4), orders("refund_engine", 2), billing("ledger", 9)
    )
    present = counts(billing("ledger", 3))
    assert done_domains(former, present) == ("orders",)
    assert note(former, present) == (
        "ORDERS DOMAIN DONE: order_driver.py -4, cart_driver.py -2, refund_engine.py -2; billing: ledger.py -6"
    )


def test_what_comes_in_is_said_as_well() -> None:
    former = counts(orders("a", 2), billing("b", 1))
    assert note(former, counts(orders("a", 3), billing("b", 1), billing("c", 1))) == "billing: c.py +1; orders: a.py +1"


def test_what_leaves_the_count_without_being_fixed_is_said() -> None:
    former = counts(orders("a", 4))
    assert note(former, counts(orders("a", 1, debt=2, exempt=1))) == "orders: a.py -3; design debt +2; exempt +1"


def test_files_without_a_domain() -> None:
    former = counts(FileCount("a.py", 2), FileCount("b.py", 1))
    assert note(former, counts(FileCount("b.py", 1))) == "a.py -2"
    assert note(former, counts()) == "ALL DONE: a.py -2, b.py -1"


def test_files_of_one_name_are_told_apart() -> None:
    former = counts(orders("driver", 2), billing("driver", 1), billing("ledger", 1))
    present = counts(orders("driver", 1), billing("driver", 2))
    assert note(former, present) == "orders: orders/driver.py -1; billing: billing/driver.py +1, ledger.py -1"


def test_a_moved_file_is_neither_fixed_nor_new() -> None:
    former = counts(orders("driver", 2))
    assert note(former, counts(billing("driver", 2))) == "moved: shop/orders/driver.py -> shop/billing/driver.py"
    renamed = {"shop/orders/driver.py": "shop/billing/store.py"}
    assert note(former, counts(billing("store", 1)), renamed) == "billing: store.py -1"


def test_many_files() -> None:
    former = counts(*(orders(f"f{number:02}", 1) for number in range(20)), billing("a", 1))
    listed = ", ".join(f"f{number:02}.py -1" for number in range(8))
    assert note(former, counts(billing("a", 1))) == f"ORDERS DOMAIN DONE: {listed}, 12 more files -12"


def test_other_kinds_in_the_same_files() -> None:
    former = counts(orders("a", 2), kinds={"orm": 2})
    assert note(former, counts(orders("a", 2), kinds={"dbapi": 1, "orm": 1})) == "dbapi +1, orm -1"
    moved = FileCount("shop/orders/a.py", 2, domain="sales", layer="L2")
    assert note(former, counts(moved, kinds={"orm": 2})) == "files have other names, domains or layers than before"
