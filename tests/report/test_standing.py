"""What every format says of stale and moved entries, in a strict and in a lenient baseline."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from archcheck.model.baseline import BaselineEntry, BaselineStanding, Mode, StaleEntry
from archcheck.model.report import Report
from archcheck.report.github import render_github
from archcheck.report.gitlab import render_gitlab
from archcheck.report.json import render_json
from archcheck.report.junit import render_junit
from archcheck.report.markdown import render_markdown
from archcheck.report.sarif import render_sarif
from archcheck.report.schemas import SCHEMAS
from archcheck.report.standing import standing_line
from archcheck.report.text import TextOptions, render_text

FORMATS: dict[str, Callable[[Report], str]] = {
    "text": lambda report: render_text(report, TextOptions()),
    "json": render_json,
    "github": render_github,
    "gitlab": render_gitlab,
    "junit": render_junit,
    "markdown": render_markdown,
    "sarif": lambda report: render_sarif(report, []),
}


def stale(report: Report, mode: Mode, word: str = "shop.gone:f") -> Report:
    entry = BaselineEntry("effect-site", "transactions", word, word, 3, kind="orm", reason=word, owner=word, line=4)
    return replace(
        report,
        summary=replace(report.summary, stale=1),
        stale=(StaleEntry(entry, 1),),
        baseline=BaselineStanding("reports/baseline.json", mode, 212, new=2, gone=2),
        findings=(
            replace(report.findings[0], state="known", moved_from=word, move_certainty="likely"),
            *report.findings[1:],
        ),
    )


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("mode", ["strict", "lenient"])
def test_every_format_says_it(name: str, mode: Mode, report: Report) -> None:
    text = FORMATS[name](stale(report, mode))
    assert "stale" in text
    assert name == "json" or "archcheck baseline prune" in text


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_of_it_steers_the_reader(name: str, hostile: Report, evil: str) -> None:
    text = FORMATS[name](stale(hostile, "strict", evil))
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_json(report: Report) -> None:
    document = json.loads(render_json(stale(report, "strict")))
    jsonschema.validate(document, SCHEMAS["report"])
    assert document["stale"][0] == {
        "rule": "effect-site",
        "contract": "transactions",
        "subject": "shop.gone:f",
        "object": "shop.gone:f",
        "kind": "orm",
        "listed": 3,
        "found": 1,
        "reason": "shop.gone:f",
        "owner": "shop.gone:f",
        "until": None,
        "owners": [],
        "line": 4,
    }
    assert (document["findings"][0]["moved_from"], document["findings"][0]["move_certainty"]) == (
        "shop.gone:f",
        "likely",
    )


@pytest.mark.parametrize(
    ("mode", "command", "severity"), [("strict", "error", "critical"), ("lenient", "notice", "info")]
)
def test_only_a_strict_baseline_fails(mode: Mode, command: str, severity: str, report: Report) -> None:
    shown = stale(report, mode)
    assert render_github(shown).startswith(f"::{command} title=archcheck%3A baseline::1 baseline entry is stale")
    issues: list[dict[str, Any]] = json.loads(render_gitlab(shown))
    assert (issues[-1]["severity"], issues[-1]["location"]) == (
        severity,
        {"path": "reports/baseline.json", "lines": {"begin": 4, "end": 4}},
    )
    assert ('type="stale"' in render_junit(shown)) == (mode == "strict")


def test_text(report: Report) -> None:
    text = render_text(stale(report, "lenient"), TextOptions())
    assert (
        "reports/baseline.json\n"
        "     4 stale effect-site [transactions] 3 listed, 1 found\n"
        "       shop.gone:f in shop.gone:f\n"
        "       archcheck baseline prune takes out what is mended (lenient: it is only reported)\n"
        "\n"
        "Moved\n"
        "  src/shop/orders/driver.py:41 effect-site [likely] sqlalchemy.orm.Session.commit\n"
        "      was shop.gone:f\n"
        "  archcheck baseline prune --accept-moves takes the new names over\n"
    ) in text
    assert text.endswith("\nbaseline 212 (+2 -2), 1 moved\n")
    assert "4 stale" in render_text(stale(report, "strict"), TextOptions(quiet=True))


def test_no_baseline_no_line(report: Report) -> None:
    assert standing_line(report) == ""
