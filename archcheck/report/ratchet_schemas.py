"""JSON Schemas of the baseline file, of what is stale in it, of its listing and of the doctor's evidence."""

from typing import get_args

from archcheck.model.baseline import Mode
from archcheck.model.diagnosis import AREAS, HEALTHS
from archcheck.report.shapes import COUNT, KIND, POSITION, TEXT, TEXT_OR_NULL, TEXTS, Schema, array_, document_, object_

DATE_OR_NULL: Schema = {"type": ["string", "null"], "format": "date"}

STALE = object_(
    {
        "rule": TEXT,
        "contract": TEXT_OR_NULL,
        "subject": TEXT,
        "object": TEXT,
        "kind": KIND,
        "listed": POSITION,
        "found": COUNT,
        "reason": TEXT_OR_NULL,
        "owner": TEXT_OR_NULL,
        "until": DATE_OR_NULL,
        "owners": TEXTS,
        "line": COUNT,
    }
)

STANDING = object_(
    {
        "file": TEXT,
        "mode": {"enum": [*get_args(Mode)]},
        "listed": COUNT,
        "new": COUNT,
        "gone": COUNT,
        "other_catalog": {"type": "boolean"},
    }
)

BASELINE: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "the baseline file: its head, then one entry an identity",
    "type": "array",
    "prefixItems": [
        {**object_({"schema": {"const": "archcheck.baseline/1"}, "catalog": TEXT}), "additionalProperties": False}
    ],
    "minItems": 1,
    "items": {
        **object_(
            {
                "rule": TEXT,
                "contract": TEXT,
                "subject": {"type": "string", "minLength": 1},
                "object": {"type": "string", "minLength": 1},
                "kind": {"type": "string"},
                "count": POSITION,
                "reason": {"type": "string", "minLength": 1},
                "owner": {"type": "string", "minLength": 1},
                "until": {"type": "string", "format": "date"},
            },
            optional=("contract", "kind", "reason", "owner", "until"),
        ),
        "additionalProperties": False,
    },
}

KNOWN = document_(
    "archcheck.known/1",
    "archcheck baseline show --format json",
    {
        "file": TEXT,
        "mode": {"enum": [*get_args(Mode)]},
        "catalog": TEXT,
        "listed": COUNT,
        "entries": array_(
            object_(
                {
                    "rule": TEXT,
                    "contract": TEXT_OR_NULL,
                    "subject": TEXT,
                    "object": TEXT,
                    "kind": TEXT_OR_NULL,
                    "count": POSITION,
                    "reason": TEXT_OR_NULL,
                    "owner": TEXT_OR_NULL,
                    "until": DATE_OR_NULL,
                    "owners": TEXTS,
                }
            )
        ),
    },
)

DOCTOR = document_(
    "archcheck.doctor/1",
    "archcheck doctor --format json",
    {
        "config": TEXT,
        "summary": object_(dict.fromkeys(HEALTHS, COUNT)),
        "evidence": array_(
            object_(
                {
                    "area": {"enum": [*AREAS]},
                    "health": {"enum": [*HEALTHS]},
                    "subject": TEXT,
                    "message": TEXT,
                    "details": TEXTS,
                    "line": COUNT,
                }
            )
        ),
    },
)
