"""Sites and untyped calls of an effect: which are findings, and what they say."""

from dataclasses import replace
from typing import Literal

import pytest
from archcheck.config.schema import EffectContract
from archcheck.model.finding import Finding
from archcheck.model.location import Location
from archcheck.model.placement import Placement
from archcheck.model.site import CallSite, Certainty, UntypedCall
from archcheck.rules import effect_site, effect_unproven

PLACES = {
    "shop.api": Placement("shop.api", "shop/api.py", "L4", "shop", "modules", "shop.api"),
    "shop.driver": Placement("shop.driver", "shop/driver.py", "L2", "shop", "modules", "shop.driver"),
    "shop.db": Placement("shop.db", "shop/db.py", "L1", None, "modules", "shop.db"),
    "shop.loose": Placement("shop.loose", "shop/loose.py", None, None, None, ""),
}
LAYERS = ["L4", "L2", "L1"]
WRAPPERS = {"shop.db:session_scope", "shop.db:Unit.leave"}

SITE = CallSite(
    location=Location("shop/driver.py", 9, 5, 9, 16),
    module="shop.driver",
    function="Driver.save",
    effects=("transaction.commit",),
    api="sqlalchemy.orm.Session.commit",
    wraps=None,
    kind="orm",
    form="call",
    via="direct",
    certainty="certain",
    expression="self.s.commit()",
    evidence=("self.s: Session",),
)
CALL = UntypedCall(
    location=Location("shop/driver.py", 9, 5, 9, 16),
    module="shop.driver",
    function="flush",
    method="commit",
    effects=("transaction.commit",),
    expression="db.commit()",
    reason="parameter `db` has no annotation",
    remedy="annotate parameter `db` of `shop.driver:flush`",
)


BASE = EffectContract(id="tx", type="effect", effect="transaction", owners=("L4",))


def made(**changes: object) -> EffectContract:
    return BASE.model_copy(update=changes)


def found(site: CallSite, contract: EffectContract = BASE) -> list[Finding]:
    return list(effect_site.findings(contract, [site], [], PLACES, LAYERS, WRAPPERS))


def unproven(call: UntypedCall, contract: EffectContract = BASE) -> list[Finding]:
    return list(effect_unproven.findings(contract, [call], PLACES, LAYERS))


@pytest.mark.parametrize(
    ("module", "owners", "is_finding"),
    [
        ("shop.driver", ("L4",), True),
        ("shop.api", ("L4",), False),
        ("shop.driver", ("L4", "L2"), False),
        ("shop.driver", ("shop.driver",), False),
        ("shop.driver", ("shop.*",), False),
        ("shop.loose", ("L4",), True),
        ("shop.unknown", ("L4",), True),
        ("L4", ("L4",), True),  # a module that has a layer's name is not that layer
    ],
)
def test_owners(module: str, owners: tuple[str, ...], is_finding: bool) -> None:
    assert bool(found(replace(SITE, module=module), made(owners=owners))) is is_finding
    assert bool(unproven(replace(CALL, module=module), made(owners=owners))) is is_finding


@pytest.mark.parametrize(
    ("effect", "effects", "is_finding"),
    [
        ("transaction", ("transaction.commit",), True),
        ("transaction.commit", ("transaction.commit",), True),
        ("transaction.rollback", ("transaction.commit",), False),
        ("transaction.begin", ("transaction.commit", "transaction.begin"), True),
        ("trans", ("transaction.commit",), False),
        ("clock", ("clock",), True),
    ],
)
def test_effects(effect: str, effects: tuple[str, ...], is_finding: bool) -> None:
    assert bool(found(replace(SITE, effects=effects), made(effect=effect))) is is_finding
    assert bool(unproven(replace(CALL, effects=effects), made(effect=effect))) is is_finding


@pytest.mark.parametrize(
    ("threshold", "certainty", "is_finding"),
    [
        ("certain", "certain", True),
        ("certain", "likely", False),
        ("likely", "likely", True),
        ("likely", "possible", False),
        ("possible", "possible", True),
    ],
)
def test_certainty(threshold: Certainty, certainty: Certainty, is_finding: bool) -> None:
    assert bool(found(replace(SITE, certainty=certainty), made(certainty=threshold))) is is_finding


@pytest.mark.parametrize(
    ("function", "homes", "is_finding"),
    [
        ("session_scope", ("shop.db",), False),
        ("session_scope.inner", ("shop.*",), False),
        ("Unit.leave", ("shop.db",), False),
        ("Unit.other", ("shop.db",), True),
        ("session_scope_of_another", ("shop.db",), True),
        ("session_scope", (), True),
        ("session_scope", ("shop.driver",), True),
    ],
)
def test_homes_excuse_wrappers_alone(function: str, homes: tuple[str, ...], is_finding: bool) -> None:
    site = replace(SITE, module="shop.db", function=function)
    assert bool(found(site, made(homes=homes))) is is_finding


def test_tests_give_no_findings() -> None:
    assert found(replace(SITE, is_test=True)) == []
    assert unproven(replace(CALL, is_test=True)) == []


def test_a_finding_says_all_that_the_site_says() -> None:
    (finding,) = found(SITE, made(guidance="do so", severity="warning"))
    assert finding.identity == ("effect-site", "tx", "shop.driver:Driver.save", "sqlalchemy.orm.Session.commit")
    assert (finding.layer, finding.domain, finding.severity, finding.guidance) == ("L2", "shop", "warning", "do so")
    assert (finding.effect, finding.kind, finding.form, finding.via) == ("transaction.commit", "orm", "call", "direct")
    assert [step.expression for step in finding.witness] == ["self.s.commit()"]


@pytest.mark.parametrize(
    ("site", "message"),
    [
        (SITE, "Driver.save (L2) commits by sqlalchemy.orm.Session.commit; only L4 may"),
        (
            replace(SITE, form="with", via="wrapper", api="shop.db:session_scope"),
            "Driver.save (L2) commits on leaving the block by shop.db:session_scope; only L4 may",
        ),
        (
            replace(SITE, form="with", effects=("transaction.savepoint",), api="x.begin_nested"),
            "Driver.save (L2) sets a savepoint by x.begin_nested; only L4 may",
        ),
        (
            replace(SITE, effects=("transaction.savepoint",), api="x.Nested.rollback"),
            "Driver.save (L2) rolls back to a savepoint by x.Nested.rollback; only L4 may",
        ),
        (
            replace(SITE, effects=("transaction.savepoint",), api="x.savepoint_commit"),
            "Driver.save (L2) releases a savepoint by x.savepoint_commit; only L4 may",
        ),
        (
            replace(SITE, form="reference", module="shop.loose", function="<module>"),
            "the body of shop.loose hands on sqlalchemy.orm.Session.commit; only L4 may",
        ),
        (
            replace(SITE, effects=("clock",), api="time.time"),
            "Driver.save (L2) has the effect clock by time.time; only L4 may",
        ),
    ],
)
def test_message(site: CallSite, message: str) -> None:
    effect = site.effects[0].split(".")[0]
    (finding,) = found(site, made(effect=effect))
    assert finding.message == message


def test_message_names_a_few_owners() -> None:
    (finding,) = found(SITE, made(owners=("L4", "a.*")))
    assert finding.message.endswith("; only L4 and a.* may")
    (finding,) = found(SITE, made(owners=("L4", "a", "b", "c", "d")))
    assert finding.message.endswith("; only L4, a, b and 2 more may")


def test_unproven_names_the_remedy() -> None:
    (finding,) = unproven(CALL)
    assert finding.identity == ("effect-unproven", "tx", "shop.driver:flush", "commit")
    assert finding.severity == "warning"
    assert finding.message == (
        "it is not proven whether flush (L2) commits: parameter `db` has no annotation; "
        "annotate parameter `db` of `shop.driver:flush`"
    )


@pytest.mark.parametrize(("setting", "severities"), [("off", []), ("warning", ["warning"]), ("error", ["error"])])
def test_severity_of_unproven(setting: Literal["off", "warning", "error"], severities: list[str]) -> None:
    assert [finding.severity for finding in unproven(CALL, made(unproven=setting))] == severities


def test_untyped_calls_are_sites_where_the_possible_counts() -> None:
    contract = made(certainty="possible")
    assert unproven(CALL, contract) == []
    (finding,) = effect_site.findings(contract, [], [CALL], PLACES, LAYERS, WRAPPERS)
    assert (finding.object, finding.certainty, finding.kind) == ("commit", "possible", None)
    assert list(effect_site.findings(BASE, [], [CALL], PLACES, LAYERS, WRAPPERS)) == []
