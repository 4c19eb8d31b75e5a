"""What a sweep counts: every finding of its contract once, as left, design debt or exempt."""

import datetime
from collections import Counter

from archcheck.model.finding import Finding, State
from archcheck.model.location import Location
from archcheck.model.sweep import NONE, Checkpoint, FileCount
from archcheck.ratchet.checkpoints import recorded
from archcheck.ratchet.counting import counted
from hypothesis import given
from hypothesis import strategies as st

NOW = datetime.datetime(2026, 11, 25, tzinfo=datetime.UTC)


def finding(
    path: str = "a.py",
    state: State = "new",
    *,
    rule: str = "effect-site",
    contract: str | None = "tx",
    kind: str | None = "orm",
    debt: str | None = None,
    domain: str | None = "orders",
) -> Finding:
    return Finding(
        rule, contract, "error", Location(path, 1), "m:f", "x", "", kind=kind, state=state, debt=debt, domain=domain
    )


FINDINGS = st.lists(
    st.builds(
        finding,
        st.sampled_from(["a.py", "b.py", "c/a.py"]),
        st.sampled_from(["new", "known", "debt", "exempt"]),
        rule=st.sampled_from(["effect-site", "effect-unproven", "unused-allow"]),
        contract=st.sampled_from(["tx", "layers", None]),
        kind=st.sampled_from(["orm", "dbapi", None]),
        debt=st.sampled_from([None, "raw"]),
        domain=st.sampled_from(["orders", "billing", None]),
    ),
    max_size=30,
)


def test_states() -> None:
    found = counted(
        [
            finding(),
            finding(state="known"),
            finding(state="exempt"),
            finding(state="debt", debt="raw"),
            finding(state="new", debt="raw"),
            finding(rule="unused-allow"),
            finding(contract="layers"),
        ],
        "tx",
        lambda path: f"shop/{path}",
    )
    assert found.files == (FileCount("shop/a.py", left=2, debt=2, exempt=1, domain="orders"),)
    assert found.states == {"new": 1, "known": 1, "debt": 2, "exempt": 1}


@given(FINDINGS)
def test_totals_are_sums(findings: list[Finding]) -> None:
    found = counted(findings, "tx", str)
    own = [each for each in findings if each.contract == "tx" and each.rule != "unused-allow"]
    left = [each for each in own if each.state != "exempt" and each.debt is None]
    assert found.total == len(left)
    assert found.total + found.debt + found.exempt == len(own) == sum(found.states.values())
    assert found.domains == dict(sorted(Counter(each.domain or NONE for each in left).items()))
    for sums in (found.domains, found.layers, found.kinds, found.rules):
        assert sum(sums.values()) == found.total


@given(FINDINGS, FINDINGS, st.none() | st.just("said"))
def test_recording_twice_adds_nothing(first: list[Finding], second: list[Finding], said: str | None) -> None:
    log: list[Checkpoint] = []
    for findings in (first, second):
        fresh = Checkpoint(NOW, None, counted(findings, "tx", str))
        added = recorded(log, fresh, said)
        log += [added] if added is not None else []
        assert log[-1].counts == fresh.counts
        assert log[-1].note
        assert recorded(log, fresh, said) is None
        assert recorded(log, fresh, None) is None


def test_the_baseline_changes_nothing() -> None:
    log = [Checkpoint(NOW, None, counted([finding()], "tx", str))]
    assert recorded(log, Checkpoint(NOW, None, counted([finding(state="known")], "tx", str)), None) is None
