"""GitLab's Code Quality: the keys that it asks for, by a schema written from its manual."""

import json
from dataclasses import replace
from typing import Any

import jsonschema
from archcheck.model.report import Report
from archcheck.report.entry import SiteEntry
from archcheck.report.gitlab import render_gitlab, render_sites_gitlab

SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "additionalProperties": False,
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!\\./|/)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "additionalProperties": False,
                        "properties": {
                            "begin": {"type": "integer", "minimum": 1},
                            "end": {"type": "integer", "minimum": 1},
                        },
                    },
                },
            },
        },
    },
}


def read(text: str) -> list[dict[str, Any]]:
    document: list[dict[str, Any]] = json.loads(text)
    jsonschema.validate(document, SCHEMA)
    fingerprints = [issue["fingerprint"] for issue in document]
    assert len(set(map(str, fingerprints))) == len(fingerprints)
    return document


def test_new_findings(report: Report) -> None:
    first, second = read(render_gitlab(report))
    assert first == {
        "description": "OrderDriver.save (L2) commits by sqlalchemy.orm.Session.commit; only L4 may [transactions]",
        "check_name": "effect-site",
        "fingerprint": report.findings[0].fingerprint,
        "severity": "critical",
        "location": {"path": "src/shop/orders/driver.py", "lines": {"begin": 41, "end": 41}},
    }
    assert second["check_name"] == "layer-import"


def test_severities(report: Report) -> None:
    warning = replace(report.findings[1], severity="warning")
    mixed = replace(report, findings=(report.findings[0], warning, report.findings[2]))
    assert [issue["severity"] for issue in read(render_gitlab(mixed, ["new", "debt"]))] == ["critical", "minor", "info"]


def test_no_findings_is_an_empty_list(report: Report) -> None:
    assert read(render_gitlab(replace(report, findings=()))) == []


def test_hostile(hostile: Report, evil_path: str) -> None:
    text = render_gitlab(hostile, ["new", "debt"])
    assert text.isascii()
    issues = read(text)
    assert len(issues) == 4
    for issue in issues:
        assert issue["location"]["path"] == evil_path.replace("\udcff", "\\udcff")
        assert str(issue["description"]).isprintable()


def test_sites(hostile_sites: list[SiteEntry]) -> None:
    issues = read(render_sites_gitlab(hostile_sites))
    assert [(issue["check_name"], issue["severity"]) for issue in issues] == [("transaction.commit", "info")] * 2
