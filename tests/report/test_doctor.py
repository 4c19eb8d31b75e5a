"""The doctor's evidence as text and JSON."""

import json

import jsonschema
from archcheck.model.diagnosis import Diagnosis, Evidence
from archcheck.report.doctor import render_doctor, render_doctor_json
from archcheck.report.schemas import SCHEMAS

DIAGNOSIS = Diagnosis(
    "layers.toml",
    (
        Evidence("reading", "ok", "files", "3 of 3 are modules that were read"),
        Evidence("layers", "failed", "L2", "0 modules", ("shop.drivers.**: 0",), 7),
        Evidence(
            "canaries", "warning", "transactions", "2 planted, 2 found, 1 of them excused", ("found: a", "found: b"), 9
        ),
        Evidence("owners", "note", "CODEOWNERS", "there is none"),
    ),
)


def test_text() -> None:
    assert render_doctor(DIAGNOSIS) == (
        "What was read\n"
        "  ok       files: 3 of 3 are modules that were read\n"
        "\n"
        "Layers\n"
        "  failed   L2: 0 modules (line 7)\n"
        "             shop.drivers.**: 0\n"
        "\n"
        "Canaries: faults planted in a copy in memory\n"
        "  warning  transactions: 2 planted, 2 found, 1 of them excused (line 9)\n"
        "             found: a\n"
        "             found: b\n"
        "\n"
        "Owners\n"
        "  note     CODEOWNERS: there is none\n"
        "\n"
        "1 of 4 failed: green does not mean what it should; 1 warning of what is not seen.\n"
    )


def test_quiet_text_has_what_is_wrong_alone() -> None:
    text = render_doctor(DIAGNOSIS, quiet=True)
    assert "files" not in text
    assert "L2: 0 modules" in text
    assert (
        render_doctor(Diagnosis("l", DIAGNOSIS.evidence[:1]), quiet=True) == "Green means something: nothing failed.\n"
    )


def test_json() -> None:
    document = json.loads(render_doctor_json(DIAGNOSIS))
    jsonschema.validate(document, SCHEMAS["doctor"])
    assert document["summary"] == {"ok": 1, "note": 1, "warning": 1, "failed": 1}
    assert document["evidence"][1]["details"] == ["shop.drivers.**: 0"]


def test_hostile(evil: str) -> None:
    hostile = Diagnosis(evil, (Evidence("reading", "failed", evil, evil, (evil,)),))
    assert "\x1b" not in render_doctor(hostile)
    assert "\x1b" not in render_doctor_json(hostile)
