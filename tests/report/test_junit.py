"""JUnit XML, read back by junitparser and by the standard library's parser."""

import re
from dataclasses import replace
from xml.etree import ElementTree

from archcheck.model.report import Report
from archcheck.report.entry import SiteEntry
from archcheck.report.junit import render_junit, render_sites_junit
from archcheck.report.visible import visible
from junitparser import Failure, JUnitXml, Skipped, TestCase

ALLOWED = {
    "testsuites": {"name", "tests", "failures", "errors", "skipped", "time"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time"},
    "testcase": {"name", "classname", "file", "line"},
    "failure": {"message", "type"},
    "skipped": {"message"},
    "system-out": set(),
}
INSIDE = {"testsuites": {"testsuite"}, "testsuite": {"testcase"}, "testcase": {"failure", "skipped", "system-out"}}


def read(text: str) -> dict[str, list[TestCase]]:
    """The tests by suite, after the document is held against what readers of JUnit XML have in common."""
    assert text.isascii()
    assert not re.search(r"[\x00-\x08\x0b-\x1f]", text)
    for element in ElementTree.fromstring(text).iter():
        assert element.attrib.keys() <= ALLOWED[element.tag]
        assert {child.tag for child in element} <= INSIDE.get(element.tag, set())
    document = JUnitXml.fromstring(text.encode())
    suites = {suite.name: list(suite) for suite in document}
    assert document.tests == sum(map(len, suites.values()))
    assert document.failures == sum(case.is_failure for cases in suites.values() for case in cases)
    assert document.skipped == sum(case.is_skipped for cases in suites.values() for case in cases)
    return suites


def outcomes(cases: list[TestCase]) -> list[str]:
    return ["failed" if case.is_failure else "skipped" if case.is_skipped else "passed" for case in cases]


def test_one_suite_a_contract(report: Report) -> None:
    suites = read(render_junit(report))
    assert {name: outcomes(cases) for name, cases in suites.items()} == {
        "transactions": ["failed"],
        "layers": ["failed"],
        "domains": ["skipped"],
    }
    (case,) = suites["transactions"]
    assert case.name == "shop.orders.driver:OrderDriver.save sqlalchemy.orm.Session.commit"
    assert case.classname == "transactions.effect-site"
    (failure,) = case.result
    assert isinstance(failure, Failure)
    assert failure.message == report.findings[0].message
    assert "at src/shop/orders/driver.py:41:9\n" in str(failure.text)
    (chain,) = suites["layers"][0].result
    assert "2. shop.tools imports shop.api  src/shop/tools.py:8" in str(chain.text)


def test_a_kept_contract_passes(report: Report) -> None:
    kept = replace(report.contracts[0], verdict="kept")
    suites = read(render_junit(replace(report, contracts=(kept,), findings=())))
    assert [case.name for case in suites["transactions"]] == ["transactions is kept"]
    assert outcomes(suites["transactions"]) == ["passed"]


def test_a_warning_fails_where_it_fails_the_run(report: Report) -> None:
    warning = replace(report, findings=(replace(report.findings[0], severity="warning"),))
    assert outcomes(read(render_junit(warning))["transactions"]) == ["passed"]
    assert outcomes(read(render_junit(warning, fail_on="warning"))["transactions"]) == ["failed"]


def test_what_is_owed_is_skipped_with_the_reason(report: Report) -> None:
    cases = read(render_junit(report, ["new", "debt"]))["transactions"]
    assert outcomes(cases) == ["failed", "skipped"]
    (skipped,) = cases[1].result
    assert isinstance(skipped, Skipped)
    assert skipped.message == "debt: needs an architectural refactor"


def test_stale_entries_fail(report: Report) -> None:
    stale = replace(report, summary=replace(report.summary, stale=1), findings=())
    assert outcomes(read(render_junit(stale))["baseline"]) == ["failed"]


def test_hostile(hostile: Report, evil: str, evil_path: str) -> None:
    suites = read(render_junit(hostile, ["new", "debt"]))
    assert list(suites) == [visible(evil), "tame", "project"]
    assert [outcomes(cases) for cases in suites.values()] == [["failed", "failed", "skipped"], ["skipped"], ["failed"]]
    case = suites[visible(evil)][0]
    assert case.name == visible(f"{evil}:{evil} {evil}")
    assert case._elem.get("file") == visible(evil_path)


def test_sites(hostile_sites: list[SiteEntry], evil_path: str) -> None:
    suites = read(render_sites_junit(hostile_sites))
    assert {name: outcomes(cases) for name, cases in suites.items()} == {visible(evil_path): ["passed", "passed"]}
