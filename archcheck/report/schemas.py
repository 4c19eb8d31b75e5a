"""JSON Schemas (draft 2020-12) of what archcheck writes; keys may be added within a schema number, none taken away."""

from typing import get_args

from archcheck.model.calls import HOWS
from archcheck.model.finding import Severity, State
from archcheck.model.report import Verdict
from archcheck.model.site import CERTAINTIES, Form, Via
from archcheck.model.trace import Question
from archcheck.report.ratchet_schemas import BASELINE, DOCTOR, KNOWN, STALE, STANDING
from archcheck.report.shapes import (
    COUNT,
    KIND,
    PLACE,
    TEXT,
    TEXT_OR_NULL,
    TEXTS,
    Schema,
    array_,
    document_,
    object_,
)
from archcheck.report.sweep_schemas import CHECKPOINT, SWEEP

STEP = object_({"function": TEXT, "path": TEXT, "line": COUNT, "layer": TEXT_OR_NULL, "expression": TEXT})

EXPOSURE: Schema = {
    "anyOf": [
        {"type": "null"},
        object_({"functions": COUNT, "domains": COUNT, "witness": array_(STEP)}),
    ]
}

FIX_POINT: Schema = {"anyOf": [{"type": "null"}, object_({"function": TEXT, "clears": COUNT, "of": COUNT})]}

FINDING = object_(
    {
        "rule": TEXT,
        "contract": TEXT_OR_NULL,
        "state": {"enum": [*get_args(State)]},
        "severity": {"enum": [*get_args(Severity)]},
        "certainty": {"enum": [*CERTAINTIES, None]},
        **PLACE,
        "module": TEXT_OR_NULL,
        "function": TEXT_OR_NULL,
        "layer": TEXT_OR_NULL,
        "domain": TEXT_OR_NULL,
        "effect": TEXT_OR_NULL,
        "api": TEXT_OR_NULL,
        "kind": KIND,
        "form": {"enum": [*get_args(Form), None]},
        "via": {"enum": [*get_args(Via), None]},
        "wraps": TEXT_OR_NULL,
        "expression": TEXT_OR_NULL,
        "message": TEXT,
        "evidence": TEXTS,
        "witness": array_(STEP),
        "exposure": EXPOSURE,
        "fixpoint": FIX_POINT,
        "related": array_(object_(PLACE)),
        "debt": TEXT_OR_NULL,
        "owner": TEXT_OR_NULL,
        "reason": TEXT_OR_NULL,
        "guidance": TEXT_OR_NULL,
        "owners": TEXTS,
        "moved_from": TEXT_OR_NULL,
        "move_certainty": {"enum": ["certain", "likely", None]},
        "subject": TEXT,
        "object": TEXT,
        "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    }
)

SUMMARY = object_(
    {
        "files": COUNT,
        "modules": COUNT,
        "unread": COUNT,
        "shadowed": COUNT,
        "unimportable": COUNT,
        "unassigned": COUNT,
        "imports": COUNT,
        "functions": COUNT,
        "call_sites": COUNT,
        "findings": object_({"new": COUNT, "known": COUNT, "debt": COUNT, "exempt": COUNT}),
        "stale": COUNT,
        "unproven": COUNT,
    }
)

CONTRACT = object_(
    {
        "id": TEXT,
        "type": TEXT,
        "verdict": {"enum": [*get_args(Verdict)]},
        "checked": COUNT,
        "reason": TEXT_OR_NULL,
    }
)

NOT_MODULE = object_(
    {
        "path": TEXT,
        "module": TEXT,
        "fate": {"enum": ["unread", "shadowed", "unimportable"]},
        "reason": TEXT,
        "line": COUNT,
    }
)

BLIND_SPOT = object_({"kind": TEXT, "path": TEXT, "line": COUNT, "reason": TEXT})

LIFT = object_({"function": TEXT, "path": TEXT, "line": COUNT, "layer": TEXT_OR_NULL, "clears": COUNT, "left": COUNT})

WORKLIST = object_({"contract": TEXT, "sites": COUNT, "reached": COUNT, "steps": array_(LIFT)})

AGAINST = object_({"name": TEXT, "revision": TEXT, "gone": COUNT})

OWNER = object_({"owner": TEXT_OR_NULL, "new": COUNT, "known": COUNT, "debt": COUNT, "exempt": COUNT, "stale": COUNT})

REPORT = document_(
    "archcheck.report/1",
    "archcheck check --format json",
    {
        "summary": SUMMARY,
        "contracts": array_(CONTRACT),
        "findings": array_(FINDING),
        "stale": array_(STALE),
        "baseline": {"anyOf": [{"type": "null"}, STANDING]},
        "against": {"anyOf": [{"type": "null"}, AGAINST]},
        "owners_file": TEXT_OR_NULL,
        "owners": {"anyOf": [{"type": "null"}, array_(OWNER)]},
        "worklists": array_(WORKLIST),
        "not_modules": array_(NOT_MODULE),
        "blind_spots": array_(BLIND_SPOT),
    },
)

SITE = object_(
    {
        **PLACE,
        "module": TEXT,
        "function": TEXT,
        "layer": TEXT_OR_NULL,
        "domain": TEXT_OR_NULL,
        "effect": TEXT,
        "effects": TEXTS,
        "api": TEXT,
        "wraps": TEXT_OR_NULL,
        "kind": KIND,
        "form": {"enum": [*get_args(Form)]},
        "via": {"enum": [*get_args(Via)]},
        "certainty": {"enum": [*CERTAINTIES]},
        "expression": TEXT,
        "evidence": TEXTS,
        "test": {"type": "boolean"},
    }
)

TALLY: Schema = {"type": "object", "additionalProperties": COUNT}

SITES = document_(
    "archcheck.sites/1",
    "archcheck sites --format json",
    {
        "summary": object_({"sites": COUNT, "certainty": TALLY, "kind": TALLY, "form": TALLY, "via": TALLY}),
        "sites": array_(SITE),
    },
)

LAYERS = document_(
    "archcheck.layers/1",
    "archcheck layers --format json",
    {
        "modules": array_(
            object_(
                {
                    "module": TEXT,
                    "path": TEXT,
                    "layer": TEXT_OR_NULL,
                    "domain": TEXT_OR_NULL,
                    "source": {"enum": ["modules", "header", None]},
                    "evidence": TEXT,
                }
            )
        )
    },
)

TRACE = document_(
    "archcheck.trace/1",
    "archcheck trace --format json",
    {
        "question": {"enum": [*get_args(Question)]},
        "function": TEXT_OR_NULL,
        "api": TEXT_OR_NULL,
        "functions": COUNT,
        "more": COUNT,
        "paths": array_(
            object_(
                {
                    "api": TEXT,
                    "effects": TEXTS,
                    "certainty": {"enum": [*CERTAINTIES]},
                    "start": TEXT,
                    "steps": array_(STEP),
                    "hows": array_({"enum": [*HOWS]}),
                }
            )
        ),
    },
)

SCHEMAS: dict[str, Schema] = {
    "report": REPORT,
    "sites": SITES,
    "layers": LAYERS,
    "trace": TRACE,
    "baseline": BASELINE,
    "known": KNOWN,
    "doctor": DOCTOR,
    "sweep": SWEEP,
    "checkpoint": CHECKPOINT,
}
