"""SARIF, by a strict schema of the part that is written and the rules that GitHub adds to it."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest
from archcheck.model.finding import Exposure, FixPoint, Step
from archcheck.model.location import Location
from archcheck.model.manual import Manual
from archcheck.model.report import Report
from archcheck.report import sarif
from archcheck.report.entry import SiteEntry
from archcheck.report.sarif import render_sarif, render_sites_sarif
from archcheck.report.visible import visible

MANUALS = [
    Manual(
        "effect-site", "error", "A call site stands outside.", "A call site stands outside.\n\nWhat\n    It `does`."
    ),
    Manual("layer-import", "error", "An import goes up.", "An import goes up."),
    Manual("unread-file", "error", "A file could not be read.", "A file could not be read."),
]


def strict(required: dict[str, object], optional: dict[str, object] | None = None) -> dict[str, object]:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": [*required],
        "additionalProperties": False,
    }


def listed(items: object, **more: object) -> dict[str, object]:
    return {"type": "array", "items": items, **more}


TEXT = {"type": "string", "minLength": 1}
POSITION = {"type": "integer", "minimum": 1}
MESSAGE = strict({"text": TEXT}, {"markdown": TEXT})
LEVEL = {"enum": ["none", "note", "warning", "error"]}
BAG = {"type": "object"}
REGION = strict({"startLine": POSITION, "startColumn": POSITION, "endLine": POSITION, "endColumn": POSITION})
CONTEXT = strict({"startLine": POSITION, "endLine": POSITION, "snippet": strict({"text": {"type": "string"}})})
PHYSICAL = strict(
    {"artifactLocation": strict({"uri": {"type": "string", "pattern": "^(?!/)[A-Za-z0-9/._~%-]+$"}}), "region": REGION},
    {"contextRegion": CONTEXT},
)
LOCATION = strict(
    {"physicalLocation": PHYSICAL},
    {
        "id": {"type": "integer", "minimum": 0},
        "message": MESSAGE,
        "logicalLocations": listed(strict({"fullyQualifiedName": TEXT})),
    },
)
FLOW = strict(
    {
        "threadFlows": listed(
            strict({"locations": listed(strict({"location": LOCATION, "kinds": listed(TEXT)}), minItems=1)}), minItems=1
        )
    }
)
RESULT = strict(
    {
        "ruleId": TEXT,
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "message": MESSAGE,
        "locations": listed(LOCATION, minItems=1, maxItems=1),
        "properties": BAG,
    },
    {
        "kind": {"const": "informational"},
        "partialFingerprints": {"type": "object", "additionalProperties": TEXT},
        "codeFlows": listed(FLOW),
        "relatedLocations": listed(LOCATION),
        "baselineState": {"enum": ["new", "unchanged"]},
        "suppressions": listed(
            strict({"kind": {"const": "external"}, "status": {"const": "accepted"}, "justification": TEXT})
        ),
    },
)
RULE = strict(
    {"id": TEXT, "name": TEXT, "shortDescription": MESSAGE, "fullDescription": MESSAGE, "help": MESSAGE},
    {"defaultConfiguration": strict({"level": LEVEL}), "properties": BAG},
)
NOTE = strict({"level": LEVEL, "message": MESSAGE}, {"locations": listed(LOCATION)})
DRIVER = strict({"name": TEXT, "version": TEXT, "semanticVersion": TEXT, "informationUri": TEXT, "rules": listed(RULE)})
RUN = strict(
    {
        "tool": strict({"driver": DRIVER}),
        "automationDetails": strict({"id": TEXT}),
        "invocations": listed(
            strict({"executionSuccessful": {"const": True}, "toolExecutionNotifications": listed(NOTE)})
        ),
        "columnKind": {"const": "unicodeCodePoints"},
        "results": listed(RESULT),
    }
)
SCHEMA = strict({"$schema": TEXT, "version": {"const": "2.1.0"}, "runs": listed(RUN, minItems=1, maxItems=1)})


def read(text: str) -> Any:
    """The run, after its own rules and those between its parts are held against it."""
    assert text.isascii()
    document = json.loads(text)
    jsonschema.validate(document, SCHEMA)
    (run,) = document["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert (result.get("kind") == "informational") == (result["level"] == "none")
        for location in [*result["locations"], *result.get("relatedLocations", ())]:
            in_order(location["physicalLocation"])
    states = {result.get("baselineState") for result in run["results"]}
    assert None not in states or states == {None}
    return run


def in_order(place: Any) -> None:
    region, context = place["region"], place.get("contextRegion")
    assert (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])
    if context:
        assert context["startLine"] == context["endLine"] == region["startLine"] == region["endLine"]
        line = str(context["snippet"]["text"])
        assert (region["startColumn"], region["endColumn"]) != (1, len(line) + 1)


def results(text: str) -> Any:
    return read(text)["results"]


def test_new_findings(report: Report) -> None:
    run = read(render_sarif(report, MANUALS))
    site, _ = run["results"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["effect-site", "layer-import"]
    assert site["partialFingerprints"] == {"archcheckIdentity/v1": report.findings[0].fingerprint}
    assert "codeFlows" not in site
    (place,) = site["locations"]
    assert place["physicalLocation"]["artifactLocation"] == {"uri": "src/shop/orders/driver.py"}
    assert place["physicalLocation"]["region"] == {"startLine": 41, "startColumn": 9, "endLine": 41, "endColumn": 31}
    assert place["physicalLocation"]["contextRegion"]["snippet"] == {"text": "        self._session.commit()"}
    assert place["logicalLocations"] == [{"fullyQualifiedName": "shop.orders.driver.OrderDriver.save"}]
    assert site["message"]["text"].startswith(report.findings[0].message + "\n\nbecause: self._session is")
    assert site["properties"]["contract"] == "transactions"
    assert "wraps" not in site["properties"]
    ((note,),) = [invocation["toolExecutionNotifications"] for invocation in run["invocations"]]
    assert note["message"]["text"] == "grammar: syntax newer than the grammar"


def test_the_witness_is_a_code_flow(report: Report) -> None:
    chain = results(render_sarif(report, MANUALS))[1]
    ((flow,),) = [each["threadFlows"] for each in chain["codeFlows"]]
    steps = [(step["location"], step["kinds"]) for step in flow["locations"]]
    assert [step["message"]["text"] for step, _ in steps] == [
        "shop.orders.model (L1) imports shop.tools",
        "shop.tools imports shop.api",
    ]
    assert [step["physicalLocation"]["region"]["startLine"] for step, _ in steps] == [3, 8]
    assert [kinds for _, kinds in steps] == [["imports"], ["imports"]]


def test_a_call_path_ends_at_the_api(report: Report) -> None:
    steps = (
        Step("shop.api:place", "src/shop/api.py", 8, "L4", "save()"),
        Step("shop.db:save", "src/shop/db.py", 3, "L2", ""),
    )
    found = replace(
        report.findings[0],
        witness=steps,
        exposure=Exposure(37, 4),
        fixpoint=FixPoint("shop.api:place", 3, 6),
        owners=("@orders",),
    )
    (result,) = results(render_sarif(replace(report, findings=(found,)), MANUALS))
    ((flow,),) = [each["threadFlows"] for each in result["codeFlows"]]
    assert [step["location"]["message"]["text"] for step in flow["locations"]] == [
        "shop.api:place (L4) calls shop.db:save",
        "shop.db:save (L2) calls sqlalchemy.orm.Session.commit",
    ]
    text = result["message"]["text"]
    assert "also: reached from 37 functions in 4 domains" in text
    assert "lift: shop.api:place to an owner: clears 3 of 6" in text
    assert "owners: @orders" in text


def test_states_when_more_than_the_new_ones_are_asked_for(report: Report) -> None:
    found = results(render_sarif(report, MANUALS, ["new", "debt"]))
    assert [result["baselineState"] for result in found] == ["new", "new", "unchanged"]
    assert [len(result["suppressions"]) for result in found] == [0, 0, 1]
    assert all("baselineState" not in result for result in results(render_sarif(report, MANUALS)))


def test_related_places_are_links_of_the_message(report: Report) -> None:
    one = replace(report.findings[0], related=(Location("a[b].py", 3), Location("c.py", 4)))
    (result,) = results(render_sarif(replace(report, findings=(one,)), MANUALS))
    assert "see also [a\\[b\\].py:3](1), [c.py:4](2)" in result["message"]["text"]
    related = result["relatedLocations"]
    assert [(place["id"], place["physicalLocation"]["artifactLocation"]["uri"]) for place in related] == [
        (1, "a%5Bb%5D.py"),
        (2, "c.py"),
    ]


def test_a_place_that_is_the_whole_line_has_no_context(report: Report) -> None:
    whole = replace(report.findings[1], location=Location("src/shop/orders/model.py", 3, 1, 3, 31))
    (result,) = results(render_sarif(replace(report, findings=(whole,)), MANUALS))
    assert "contextRegion" not in result["locations"][0]["physicalLocation"]


def test_hostile(hostile: Report, evil: str, evil_path: str) -> None:
    found = results(render_sarif(hostile, MANUALS, ["new", "debt"]))
    assert len(found) == 4
    for result in found:
        place = result["locations"][0]["physicalLocation"]
        uri = place["artifactLocation"]["uri"]
        assert unquote_to_bytes(uri) == evil_path.encode("utf-8", "surrogateescape")
        text = result["message"]["text"]
        assert text.replace("\n", "").isprintable()
        first, *_ = text.split("\n\n")
        assert first.replace("] (", "](").replace("{ 0", "{0") == visible(f"{evil} and {evil}")
        assert "](" not in first
    assert found[0]["properties"]["api"] == evil.encode("utf-8", "backslashreplace").decode()


def test_sites(hostile_sites: list[SiteEntry], evil_path: str) -> None:
    found = results(render_sites_sarif(hostile_sites))
    assert [(result["ruleId"], result["level"]) for result in found] == [("transaction.commit", "none")] * 2


def test_more_results_than_github_takes(
    report: Report, hostile_sites: list[SiteEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 1)
    run = read(render_sarif(report, MANUALS))
    (result,) = run["results"]
    assert result["ruleId"] == "effect-site"
    (note, _) = sorted(
        (each["message"]["text"] for each in run["invocations"][0]["toolExecutionNotifications"]),
        key=len,
        reverse=True,
    )
    assert "1 more finding left out" in note
    assert len(results(render_sites_sarif(hostile_sites))) == 1


def test_the_same_bytes(report: Report) -> None:
    assert render_sarif(report, MANUALS) == render_sarif(report, MANUALS)
