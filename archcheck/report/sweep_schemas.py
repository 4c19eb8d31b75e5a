"""JSON Schemas of a sweep's checkpoints and of how far it is."""

from archcheck.report.ratchet_schemas import DATE_OR_NULL
from archcheck.report.shapes import COUNT, POSITION, TEXT, TEXT_OR_NULL, TEXTS, Schema, array_, document_, object_

TIME: Schema = {"type": "string", "format": "date-time"}
TALLY: Schema = {"type": "object", "additionalProperties": COUNT}
NUMBER: Schema = {"type": "integer"}

_COUNTS: Schema = {
    "time": TIME,
    "revision": TEXT_OR_NULL,
    "modified": {"type": "boolean"},
    "total": COUNT,
    "states": object_(dict.fromkeys(("new", "known", "debt", "exempt"), COUNT)),
    "domains": TALLY,
    "layers": TALLY,
    "kinds": TALLY,
    "rules": TALLY,
    "unread": COUNT,
    "note": TEXT,
}
_FILE = object_(
    {"path": TEXT, "left": COUNT, "debt": COUNT, "exempt": COUNT, "domain": TEXT, "layer": TEXT},
    optional=("left", "debt", "exempt", "domain", "layer"),
)

CHECKPOINT: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "a line of reports/sweeps/ID.jsonl",
    **object_({"schema": {"const": "archcheck.checkpoint/1"}, **_COUNTS, "files": array_(_FILE)}),
}

SWEEP = document_(
    "archcheck.sweep/1",
    "archcheck sweep status --format json",
    {
        "sweeps": array_(
            object_(
                {
                    "id": TEXT,
                    "title": TEXT,
                    "contract": TEXT,
                    "target": DATE_OR_NULL,
                    "file": TEXT,
                    "checkpoints": array_(object_(_COUNTS)),
                    "now": object_(_COUNTS),
                    "unrecorded": {"type": ["integer", "null"]},
                    "initial": COUNT,
                    "left": COUNT,
                    "fixed": NUMBER,
                    "domains": array_(
                        object_(
                            {
                                "domain": TEXT_OR_NULL,
                                "most": POSITION,
                                "left": COUNT,
                                "files": COUNT,
                                "debt": COUNT,
                                "done": {"type": ["string", "null"], "format": "date-time"},
                            }
                        )
                    ),
                    "levers": array_(object_({"function": TEXT, "path": TEXT, "clears": POSITION})),
                    "files": array_(
                        object_(
                            {
                                "path": TEXT,
                                "left": POSITION,
                                "domain": TEXT_OR_NULL,
                                "lever": TEXT_OR_NULL,
                                "owners": TEXTS,
                            }
                        )
                    ),
                    "owners": array_(object_({"owner": TEXT_OR_NULL, "left": POSITION, "files": POSITION})),
                    "debt": array_(object_({"path": TEXT, "count": POSITION, "why": TEXT})),
                    "legitimate": array_(object_({"path": TEXT, "count": POSITION, "why": TEXT})),
                    "forecast": object_(
                        {
                            "weeks": COUNT,
                            "fixed": NUMBER,
                            "early": DATE_OR_NULL,
                            "middle": DATE_OR_NULL,
                            "late": DATE_OR_NULL,
                            "on_target": {"type": ["integer", "null"], "minimum": 0, "maximum": 100},
                            "reason": TEXT_OR_NULL,
                        }
                    ),
                }
            )
        )
    },
)
