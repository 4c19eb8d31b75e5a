"""JSON Schemas (draft 2020-12) of what archcheck writes; keys may be added within a schema number, none taken away."""

from typing import TypeAlias, get_args

from archcheck.model.baseline import Mode
from archcheck.model.calls import HOWS
from archcheck.model.finding import Severity, State
from archcheck.model.report import Verdict
from archcheck.model.site import CERTAINTIES, Form, Via
from archcheck.model.trace import Question

Schema: TypeAlias = dict[str, object]

TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
COUNT: Schema = {"type": "integer", "minimum": 0}
POSITION: Schema = {"type": "integer", "minimum": 1}
TEXTS: Schema = {"type": "array", "items": TEXT}
KIND: Schema = {"enum": ["orm", "core", "dbapi", "nosql", "sql", None]}
PLACE: Schema = {"path": TEXT, "line": COUNT, "column": POSITION, "end_line": COUNT, "end_column": POSITION}


def _object(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    required = [key for key in properties if key not in optional]
    return {"type": "object", "properties": properties, "required": required}


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _document(name: str, title: str, properties: Schema) -> Schema:
    tool = _object({"name": {"const": "archcheck"}, "version": TEXT})
    body = _object({"schema": {"const": name}, "tool": tool, **properties})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **body}


STEP = _object({"function": TEXT, "path": TEXT, "line": COUNT, "layer": TEXT_OR_NULL, "expression": TEXT})

EXPOSURE: Schema = {
    "anyOf": [
        {"type": "null"},
        _object({"functions": COUNT, "domains": COUNT, "witness": _array(STEP)}),
    ]
}

FIX_POINT: Schema = {"anyOf": [{"type": "null"}, _object({"function": TEXT, "clears": COUNT, "of": COUNT})]}

FINDING = _object(
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
        "witness": _array(STEP),
        "exposure": EXPOSURE,
        "fixpoint": FIX_POINT,
        "related": _array(_object(PLACE)),
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

SUMMARY = _object(
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
        "findings": _object({"new": COUNT, "known": COUNT, "debt": COUNT, "exempt": COUNT}),
        "stale": COUNT,
        "unproven": COUNT,
    }
)

CONTRACT = _object(
    {
        "id": TEXT,
        "type": TEXT,
        "verdict": {"enum": [*get_args(Verdict)]},
        "checked": COUNT,
        "reason": TEXT_OR_NULL,
    }
)

NOT_MODULE = _object(
    {
        "path": TEXT,
        "module": TEXT,
        "fate": {"enum": ["unread", "shadowed", "unimportable"]},
        "reason": TEXT,
        "line": COUNT,
    }
)

BLIND_SPOT = _object({"kind": TEXT, "path": TEXT, "line": COUNT, "reason": TEXT})

DATE_OR_NULL: Schema = {"type": ["string", "null"], "format": "date"}

STALE = _object(
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

STANDING = _object(
    {
        "file": TEXT,
        "mode": {"enum": [*get_args(Mode)]},
        "listed": COUNT,
        "new": COUNT,
        "gone": COUNT,
        "other_catalog": {"type": "boolean"},
    }
)

OWNER = _object({"owner": TEXT_OR_NULL, "new": COUNT, "known": COUNT, "debt": COUNT, "exempt": COUNT, "stale": COUNT})

REPORT = _document(
    "archcheck.report/1",
    "archcheck check --format json",
    {
        "summary": SUMMARY,
        "contracts": _array(CONTRACT),
        "findings": _array(FINDING),
        "stale": _array(STALE),
        "baseline": {"anyOf": [{"type": "null"}, STANDING]},
        "owners_file": TEXT_OR_NULL,
        "owners": {"anyOf": [{"type": "null"}, _array(OWNER)]},
        "not_modules": _array(NOT_MODULE),
        "blind_spots": _array(BLIND_SPOT),
    },
)

SITE = _object(
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

SITES = _document(
    "archcheck.sites/1",
    "archcheck sites --format json",
    {
        "summary": _object({"sites": COUNT, "certainty": TALLY, "kind": TALLY, "form": TALLY, "via": TALLY}),
        "sites": _array(SITE),
    },
)

LAYERS = _document(
    "archcheck.layers/1",
    "archcheck layers --format json",
    {
        "modules": _array(
            _object(
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

TRACE = _document(
    "archcheck.trace/1",
    "archcheck trace --format json",
    {
        "question": {"enum": [*get_args(Question)]},
        "function": TEXT_OR_NULL,
        "api": TEXT_OR_NULL,
        "functions": COUNT,
        "more": COUNT,
        "paths": _array(
            _object(
                {
                    "api": TEXT,
                    "effects": TEXTS,
                    "certainty": {"enum": [*CERTAINTIES]},
                    "start": TEXT,
                    "steps": _array(STEP),
                    "hows": _array({"enum": [*HOWS]}),
                }
            )
        ),
    },
)

BASELINE: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "the baseline file: its head, then one entry an identity",
    "type": "array",
    "prefixItems": [
        {**_object({"schema": {"const": "archcheck.baseline/1"}, "catalog": TEXT}), "additionalProperties": False}
    ],
    "minItems": 1,
    "items": {
        **_object(
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

KNOWN = _document(
    "archcheck.known/1",
    "archcheck baseline show --format json",
    {
        "file": TEXT,
        "mode": {"enum": [*get_args(Mode)]},
        "catalog": TEXT,
        "listed": COUNT,
        "entries": _array(
            _object(
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

SCHEMAS: dict[str, Schema] = {
    "report": REPORT,
    "sites": SITES,
    "layers": LAYERS,
    "trace": TRACE,
    "baseline": BASELINE,
    "known": KNOWN,
}
