"""Findings against a baseline: counts, excess, stale entries, and the laws that create and prune keep."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from archcheck.model.baseline import Baseline, BaselineEntry, StaleEntry
from archcheck.model.finding import Finding, State
from archcheck.model.location import Location
from archcheck.ratchet.baseline import Compared, added, compare, pruned, taken
from archcheck.ratchet.moves import Names
from archcheck.ratchet.states import numbered
from hypothesis import given
from hypothesis import strategies as st

TODAY = datetime.date(2026, 5, 1)
YESTERDAY = TODAY - datetime.timedelta(days=1)


def finding(
    subject: str = "shop.a:f",
    line: int = 1,
    *,
    rule: str = "effect-site",
    contract: str | None = "tx",
    object_: str = "x.commit",
    state: State = "new",
    debt: str | None = None,
) -> Finding:
    return Finding(rule, contract, "error", Location("a.py", line), subject, object_, "m", state=state, debt=debt)


def found(*findings: Finding) -> list[Finding]:
    return numbered(findings)


def entry(subject: str = "shop.a:f", count: int = 1, **more: object) -> BaselineEntry:
    values = {"rule": "effect-site", "contract": "tx", "subject": subject, "object": "x.commit", "count": count, **more}
    return BaselineEntry(**values)  # type: ignore[arg-type]


def against(
    findings: Sequence[Finding],
    *entries: BaselineEntry,
    looked_at: Callable[[BaselineEntry], bool] = lambda entry: True,
) -> Compared:
    return compare(findings, Baseline(entries, "c"), TODAY, looked_at)


def states(compared: Compared) -> list[State]:
    return [each.state for each in compared.findings]


def test_known_by_identity_and_not_by_place() -> None:
    known = entry(reason="a batch", owner="@data")
    (only,) = against(found(finding(line=99)), known).findings
    assert (only.state, only.reason, only.owner) == ("known", "a batch", "@data")


@pytest.mark.parametrize("change", [{"subject": "shop.a:g"}, {"object_": "x.rollback"}, {"contract": "other"}])
def test_another_identity_is_new_and_leaves_a_stale_entry(change: dict[str, str]) -> None:
    compared = against(found(finding(**change)), entry())  # type: ignore[arg-type]
    assert states(compared) == ["new"]
    assert compared.stale == (StaleEntry(entry(), 0),)


def test_the_excess_alone_is_new_and_names_all_places() -> None:
    compared = against(found(finding(line=1), finding(line=5), finding(line=9)), entry(count=2))
    assert states(compared) == ["known", "known", "new"]
    new = compared.findings[2]
    assert [place.line for place in new.related] == [1, 5]
    assert new.evidence == ("3 of these are in shop.a:f, and the baseline lists 2",)
    assert not compared.stale


def test_one_of_two_is_mended() -> None:
    compared = against(found(finding()), entry(count=2))
    assert states(compared) == ["known"]
    assert compared.stale == (StaleEntry(entry(count=2), 1),)


def test_exempt_findings_are_not_counted() -> None:
    compared = against(found(finding(line=1, state="exempt"), finding(line=2)), entry(count=2))
    assert states(compared) == ["exempt", "known"]
    assert compared.stale == (StaleEntry(entry(count=2), 1),)


def test_debt_is_counted_and_may_not_grow() -> None:
    owed = [finding(line=line, state="debt", debt="raw") for line in (1, 2)]
    assert states(against(found(*owed), entry(count=2))) == ["debt", "debt"]
    more = against(found(*owed), entry(count=1))
    assert states(more) == ["debt", "new"]
    assert (more.findings[1].debt, more.findings[1].reason) == ("raw", None)
    assert more.findings[1].evidence[-1] == "the debt raw may not grow beyond the baseline"


@pytest.mark.parametrize("rule", ["layer-header", "unused-allow"])
def test_mistakes_in_what_archcheck_is_told_are_never_known(rule: str) -> None:
    mistaken = found(finding(rule=rule))
    assert taken(mistaken, "c").entries == ()
    assert states(against(mistaken, entry(rule=rule))) == ["new"]


def test_an_expired_entry_has_no_force() -> None:
    old = entry(until=YESTERDAY)
    compared = against(found(finding()), old)
    assert states(compared) == ["new"]
    assert (compared.expired, compared.stale) == (((old, 1),), ())
    assert states(against(found(finding()), entry(until=TODAY))) == ["known"]
    assert against([], old).stale == (StaleEntry(old, 0),)


def test_what_was_not_looked_at_is_not_stale() -> None:
    compared = against([], entry(), entry("shop.b:f"), looked_at=lambda each: each.subject == "shop.b:f")
    assert [each.entry.subject for each in compared.stale] == ["shop.b:f"]


def test_bytes_that_are_no_text_have_an_identity_that_a_file_can_hold() -> None:
    odd = found(finding(subject="bad\udcff"))
    baseline = taken(odd, "c")
    assert baseline.entries[0].subject == "bad\\udcff"
    assert states(compare(odd, baseline, TODAY, lambda entry: True)) == ["known"]


def test_added() -> None:
    until = datetime.date(2027, 1, 1)
    both = found(finding(line=1), finding(line=2), finding("shop.b:g"))
    first = Baseline((entry(), entry("shop.z:z")), "old")
    new = [each for each in compare(both, first, TODAY, lambda entry: True).findings if each.state == "new"]
    more = added(first, new, "c", TODAY, reason="batch", owner="@data", until=until)
    assert more.entries == (
        entry(count=2, reason="batch", owner="@data", until=until),
        entry("shop.b:g", reason="batch", owner="@data", until=until),
        entry("shop.z:z"),
    )
    assert more.catalog == "c"


def test_an_expired_entry_can_be_taken_in_again_and_is_not_counted_twice() -> None:
    first = Baseline((entry(count=2, until=YESTERDAY, reason="old"),), "c")
    new = compare(found(finding(line=1), finding(line=2)), first, TODAY, lambda entry: True).findings
    assert added(first, new, "c", TODAY, reason="again", owner=None, until=TODAY).entries == (
        entry(count=2, reason="again", until=TODAY),
    )


FINDINGS = st.lists(
    st.builds(
        finding,
        subject=st.sampled_from(["shop.a:f", "shop.a:g", "shop.b:<module>"]),
        line=st.integers(1, 30),
        rule=st.sampled_from(["effect-site", "effect-unproven", "unread-file"]),
        contract=st.sampled_from(["tx", None]),
        object_=st.sampled_from(["x.commit", "x.rollback"]),
        state=st.sampled_from(["new", "exempt", "debt"]),
    ),
    max_size=12,
).map(numbered)
BASELINES = st.lists(
    st.builds(
        entry,
        subject=st.sampled_from(["shop.a:f", "shop.a:g", "shop.gone:f"]),
        count=st.integers(1, 4),
        until=st.sampled_from([None, YESTERDAY, TODAY]),
    ),
    unique_by=lambda each: each.identity,
    max_size=4,
).map(lambda entries: Baseline(tuple(sorted(entries, key=lambda each: each.identity)), "c"))


def everything(each: BaselineEntry) -> bool:
    return True


@given(FINDINGS)
def test_create_then_check_has_nothing_new_and_nothing_stale(findings: list[Finding]) -> None:
    compared = compare(findings, taken(findings, "c"), TODAY, everything)
    assert "new" not in states(compared)
    assert not compared.stale


@given(FINDINGS, BASELINES)
def test_prune_leaves_nothing_stale_and_takes_nothing_in(findings: list[Finding], baseline: Baseline) -> None:
    compared = compare(findings, baseline, TODAY, everything)
    left = pruned(baseline, compared, "c")
    again = compare(findings, left, TODAY, everything)
    assert not again.stale
    assert states(again) == states(compared)
    assert pruned(left, again, "c") == left
    listed = {each.identity: each.count for each in baseline.entries}
    assert all(each.count <= listed[each.identity] for each in left.entries)


@given(FINDINGS, BASELINES)
def test_accepted_moves_are_known_by_their_new_names(findings: list[Finding], baseline: Baseline) -> None:
    renamed = Names(lambda scope: False, lambda: {"shop.gone": "shop.a"}).moved
    compared = compare(findings, baseline, TODAY, everything, renamed)
    left = pruned(baseline, compared, "c")
    waiting = compare(findings, left, TODAY, everything, renamed)
    assert waiting.moves == tuple(replace(move, entry=waiting_entry(move.entry, left)) for move in compared.moves)
    accepted = pruned(baseline, compared, "c", accept_moves=True)
    again = compare(findings, accepted, TODAY, everything, renamed)
    assert not again.moves
    assert not again.stale
    assert states(again) == states(compared)
    assert pruned(accepted, again, "c", accept_moves=True) == accepted


def waiting_entry(former: BaselineEntry, left: Baseline) -> BaselineEntry:
    return next(each for each in left.entries if each.identity == former.identity)


@given(FINDINGS, BASELINES)
def test_every_finding_keeps_what_it_is(findings: list[Finding], baseline: Baseline) -> None:
    compared = compare(findings, baseline, TODAY, everything)
    assert [each.fingerprint for each in compared.findings] == [each.fingerprint for each in findings]
    assert [each.state for each in compared.findings if each.state == "exempt"] == [
        each.state for each in findings if each.state == "exempt"
    ]


@given(FINDINGS, BASELINES, st.integers(1, 9))
def test_blank_lines_change_nothing(findings: list[Finding], baseline: Baseline, lines: int) -> None:
    shifted = [replace(each, location=Location("a.py", each.location.line + lines)) for each in findings]
    one, other = (compare(each, baseline, TODAY, everything) for each in (findings, shifted))
    assert (states(one), one.stale) == (states(other), other.stale)
