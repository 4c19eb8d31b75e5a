"""JSON: keys of the published surface, valid by its schema, the same bytes every time."""

import json
from dataclasses import replace

import jsonschema
import pytest
from archcheck.model.location import Location
from archcheck.model.placement import Placement
from archcheck.model.report import Report
from archcheck.model.site import CallSite
from archcheck.report.entry import SiteEntry
from archcheck.report.json import render_json, render_layers_json, render_sites_json
from archcheck.report.schemas import SCHEMAS

ENTRY = SiteEntry(
    CallSite(
        location=Location("shop/a.py", 3, 5, 3, 16),
        module="shop.a",
        function="f",
        effects=("transaction.commit", "transaction.begin"),
        api="shop.db:session_scope",
        wraps="sqlalchemy.orm.Session.commit",
        kind="orm",
        form="with",
        via="wrapper",
        certainty="likely",
        expression="session_scope()",
        evidence=("a", "b"),
    ),
    layer="L2",
)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_schemas_are_schemas(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


def test_report(report: Report) -> None:
    document = json.loads(render_json(report))
    jsonschema.validate(document, SCHEMAS["report"])
    assert document["schema"] == "archcheck.report/1"
    assert document["summary"]["findings"] == {"new": 2, "known": 0, "debt": 1, "exempt": 0}
    first = document["findings"][0]
    assert (first["path"], first["line"], first["column"], first["end_line"], first["end_column"]) == (
        "src/shop/orders/driver.py",
        41,
        9,
        41,
        31,
    )
    assert first["exposure"] is None
    assert first["fixpoint"] is None
    assert document["findings"][1]["api"] is None
    assert document["findings"][1]["witness"][1]["layer"] is None
    assert [entry["fate"] for entry in document["not_modules"]] == ["unread", "shadowed"]


def test_every_promised_key_of_a_finding_is_there(report: Report) -> None:
    promised = [
        "rule",
        "contract",
        "state",
        "severity",
        "certainty",
        "path",
        "line",
        "column",
        "end_line",
        "end_column",
        "module",
        "function",
        "layer",
        "domain",
        "effect",
        "api",
        "kind",
        "form",
        "via",
        "wraps",
        "expression",
        "message",
        "evidence",
        "witness",
        "exposure",
        "fixpoint",
        "related",
        "debt",
        "owner",
        "reason",
        "moved_from",
        "subject",
        "object",
        "fingerprint",
    ]
    for finding in json.loads(render_json(report))["findings"]:
        assert set(promised) <= set(finding)


def test_same_bytes(report: Report) -> None:
    assert render_json(report) == render_json(report)


def test_a_place_without_an_end_has_one(report: Report) -> None:
    whole = replace(report.findings[0], location=Location("a.py", 4))
    (finding,) = json.loads(render_json(replace(report, findings=(whole,))))["findings"]
    assert (finding["end_line"], finding["end_column"]) == (4, 1)


def test_hostile_names_are_ascii_and_lone_surrogates_are_spelled_out(report: Report) -> None:
    evil = replace(report.findings[0], location=Location("a\udcff\x1b\u202e.py", 1), subject="a\udcff")
    text = render_json(replace(report, findings=(evil,)))
    assert text.isascii()
    assert "\x1b" not in text
    assert json.loads(text)["findings"][0]["path"] == "a\\udcff\x1b\u202e.py"


def test_sites() -> None:
    document = json.loads(render_sites_json([ENTRY]))
    jsonschema.validate(document, SCHEMAS["sites"])
    (site,) = document["sites"]
    assert (site["effect"], site["layer"], site["domain"]) == ("transaction.commit", "L2", None)
    assert document["summary"]["certainty"] == {"likely": 1}


def test_layers() -> None:
    placements = [
        Placement("shop.a", "shop/a.py", "L2", None, "modules", "shop.*"),
        Placement("b", "b.py", None, None, None, ""),
    ]
    document = json.loads(render_layers_json(placements))
    jsonschema.validate(document, SCHEMAS["layers"])
    assert [module["layer"] for module in document["modules"]] == ["L2", None]
