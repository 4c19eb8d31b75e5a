"""The state of a finding is the first that applies; every entry knows how many findings it spoke of."""

import datetime
from dataclasses import replace

import pytest
from archcheck.config.schema import Debt, Exemption
from archcheck.model.finding import Finding, State
from archcheck.model.location import Location
from archcheck.ratchet.allows import Allow
from archcheck.ratchet.states import exempts, judge, numbered

TODAY = datetime.date(2026, 5, 1)


REVIEWED = Exemption(contract="tx", subject="shop.**", reason="reviewed", owner="@data")
WORKSTREAM = Debt(id="raw-sql", contract="tx", reason="refactor")


def exempt(**changes: object) -> Exemption:
    return REVIEWED.model_copy(update=changes)


def owed(**changes: object) -> Debt:
    return WORKSTREAM.model_copy(update=changes)


FINDING = Finding(
    rule="effect-site",
    contract="tx",
    severity="error",
    location=Location("shop/a.py", 3, 9, 3, 20),
    module="shop.a",
    subject="shop.a:Store.save",
    object="sqlite3.Connection.commit",
    api="sqlite3.Connection.commit",
    kind="dbapi",
    message="m",
)
ALLOW = Allow(Location("shop/a.py", 3, 30, 3, 50), "shop.a", "tx", 3, "inline")
EXPIRED = exempt(until=TODAY - datetime.timedelta(days=1))


@pytest.mark.parametrize(
    ("allows", "exemptions", "debt", "state", "reason"),
    [
        ([], [], [], "new", None),
        ([], [], [owed()], "debt", "refactor"),
        ([], [exempt()], [], "exempt", "reviewed"),
        ([], [exempt()], [owed()], "exempt", "reviewed"),
        ([ALLOW], [exempt()], [owed()], "exempt", "inline"),
        ([ALLOW], [], [], "exempt", "inline"),
        ([], [EXPIRED], [], "new", None),
        ([], [EXPIRED], [owed()], "debt", "refactor"),
        ([], [exempt(until=TODAY)], [], "exempt", "reviewed"),  # the last day still counts
        ([], [exempt(contract="layers")], [owed(contract="layers")], "new", None),
    ],
)
def test_precedence(
    allows: list[Allow], exemptions: list[Exemption], debt: list[Debt], state: State, reason: str | None
) -> None:
    (judged,) = judge([FINDING], allows, exemptions, debt, TODAY).findings
    assert (judged.state, judged.reason) == (state, reason)


def test_every_entry_is_counted_even_behind_a_stronger_one() -> None:
    judged = judge(
        [FINDING, FINDING], [ALLOW], [exempt(), EXPIRED, exempt(kind="orm")], [owed(), owed(kind="orm")], TODAY
    )
    assert (judged.allowed, judged.exempted, judged.owed) == ((2,), (2, 2, 0), (2, 0))


def test_debt_names_its_workstream_and_exemption_its_owner() -> None:
    (late,) = judge([FINDING], [], [], [owed()], TODAY).findings
    (excused,) = judge([FINDING], [], [exempt()], [owed()], TODAY).findings
    assert (late.debt, late.owner) == ("raw-sql", None)
    assert (excused.debt, excused.owner) == (None, "@data")


@pytest.mark.parametrize(
    ("subject", "hit"),
    [
        ("shop.a", True),
        ("shop.**", True),
        ("shop", False),
        ("shop.a:Store.save", True),
        ("shop.*:Store.*", True),
        ("shop.a:**", True),
        ("shop.a:Store", False),
        ("shop.b:Store.save", False),
    ],
)
def test_subject_of_an_exemption(subject: str, hit: bool) -> None:
    assert exempts(exempt(subject=subject), FINDING) is hit


@pytest.mark.parametrize(
    ("pattern", "api", "hit"),
    [
        ("sqlite3.**", "sqlite3.Connection.commit", True),
        ("sqlite3.Connection.commit", "sqlite3.Connection.commit", True),
        ("psycopg.**", "sqlite3.Connection.commit", False),
        ("shop.db.**", "shop.db:session_scope", True),
        ("shop.db:session_scope", "shop.db:session_scope", True),
        ("shop.db:other", "shop.db:session_scope", False),
    ],
)
def test_api_of_an_exemption(pattern: str, api: str, hit: bool) -> None:
    assert exempts(exempt(api=pattern), replace(FINDING, api=api)) is hit


def test_api_of_an_exemption_speaks_of_the_imported_module_where_there_is_no_api() -> None:
    layering = replace(FINDING, rule="layer-import", subject="shop.a", object="shop.api.views", api=None, kind=None)
    assert exempts(exempt(subject="shop.a", api="shop.api.**"), layering)


def test_numbering_follows_position_within_one_identity() -> None:
    later = replace(FINDING, location=Location("shop/a.py", 10, 1, 10, 5))
    other = replace(FINDING, location=Location("shop/a.py", 5, 1, 5, 5), subject="shop.a:g")
    result = numbered([later, other, FINDING])
    assert [(finding.location.line, finding.occurrence) for finding in result] == [(3, 0), (5, 0), (10, 1)]
    assert len({finding.fingerprint for finding in result}) == 3


def test_blank_lines_do_not_change_a_fingerprint() -> None:
    moved = replace(FINDING, location=Location("shop/a.py", 90, 1, 90, 5), message="other words")
    assert moved.fingerprint == FINDING.fingerprint
