import json
from pathlib import Path

import pytest
from archcheck.model.errors import UserError
from archcheck.store.past_report import read_past_report

SUMMARY = {
    "files": 3, "modules": 2, "unread": 1, "imports": 4, "functions": 5, "call_sites": 6, "unproven": 0,
    "findings": {"new": 1, "known": 0, "debt": 0, "exempt": 0},
}  # fmt: skip
FINDING = {
    "fingerprint": "ab", "rule": "effect-site", "contract": None, "severity": "error", "state": "new", "path": "a.py",
    "line": 3, "layer": None, "domain": "x", "message": "m", "column": 9,
}  # fmt: skip
REPORT = {
    "schema": "archcheck.report/1", "summary": SUMMARY, "findings": [FINDING],
    "contracts": [{"id": "c", "type": "effect", "verdict": "broken", "checked": 6}],
}  # fmt: skip


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "v1.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_a_comparison_needs(tmp_path: Path) -> None:
    past = read_past_report(write(tmp_path, json.dumps(REPORT)), "v1.json")
    assert (past.name, past.contracts, past.counts["call_sites"]) == ("v1", {"c": "broken"}, 6)
    assert [(each.fingerprint, each.domain, each.message) for each in past.findings] == [("ab", "x", "m")]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is no report of archcheck"),
        ("[]", "is no report of archcheck"),
        (json.dumps({**REPORT, "schema": "archcheck.sites/1"}), "has the schema 'archcheck.sites/1'"),
        (json.dumps({**REPORT, "findings": [{**FINDING, "state": "gone"}]}), "is no report of archcheck"),
        ("\udcff", "is no report of archcheck"),
    ],
)
def test_what_is_no_report_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "v1.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(UserError, match=r"v1\.json: ") as caught:
        read_past_report(path, "v1.json")
    assert problem in str(caught.value)
    assert "check --format json" in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="No such file"):
        read_past_report(tmp_path / "none.json", "none.json")
