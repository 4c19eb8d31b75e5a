"""When an exception is at fault, and what the finding says."""

import datetime

import pytest
from archcheck.model.location import Location
from archcheck.rules import unused_allow

TODAY = datetime.date(2026, 5, 1)
COMMENT = Location("shop/a.py", 3, 5, 3, 40)
ENTRY = Location("layers.toml", 12)


@pytest.mark.parametrize(
    ("contract", "reason", "excused", "problem"),
    [
        ("tx", "why", 1, None),
        ("tx", "why", 0, "allow[tx] excuses nothing; remove it"),
        ("tx", "", 0, "allow[tx] gives no reason and has no force; write the reason behind the bracket"),
        ("txs", "why", 0, "allow[txs] names no contract; did you mean tx?"),
        ("orders", "why", 0, "allow[orders] names no contract; there is layers, tx"),
        ("", "alow[tx]", 0, "`archcheck: alow[tx]` is not understood; write `# archcheck: allow[contract] reason`"),
    ],
)
def test_comment(contract: str, reason: str, excused: int, problem: str | None) -> None:
    finding = unused_allow.of_comment(COMMENT, "shop.a", contract, reason, excused, ["tx", "layers"])
    assert (finding and finding.message) == problem
    if finding:
        assert (finding.location, finding.severity, finding.contract) == (COMMENT, "error", None)
        assert finding.identity == ("unused-allow", "", "shop.a", f"allow[{contract}]")


@pytest.mark.parametrize(
    ("covered", "most", "until", "problem"),
    [
        (2, None, None, None),
        (2, 2, TODAY, None),
        (1, 2, None, None),
        (0, None, None, "covers nothing; remove it"),
        (3, 2, None, "covers 3 findings, and may cover 2"),
        (1, 0, None, "covers 1 finding, and may cover 0"),
        (2, None, datetime.date(2026, 4, 30), "expired on 2026-04-30 and has no force; it covered 2 findings"),
        (0, None, datetime.date(2026, 4, 30), "covers nothing; remove it"),
    ],
)
def test_exemption(covered: int, most: int | None, until: datetime.date | None, problem: str | None) -> None:
    finding = unused_allow.of_exemption(ENTRY, "tx", "shop.**", covered, most=most, until=until, today=TODAY)
    assert (finding and finding.message) == (problem and f"the exemption of shop.** from tx {problem}")


def test_debt() -> None:
    assert unused_allow.of_debt(ENTRY, "raw-sql", "tx", 3) is None
    finding = unused_allow.of_debt(ENTRY, "raw-sql", "tx", 0)
    assert finding is not None
    assert finding.message == "the debt raw-sql of tx has no findings left; remove it"


def test_ignored_import() -> None:
    finding = unused_allow.of_ignored_import(ENTRY, "layers", "a -> b")
    assert finding.message == "the ignored import `a -> b` of layers matches no import; remove it"
