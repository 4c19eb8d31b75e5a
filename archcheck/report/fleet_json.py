"""The roll-up of a fleet for scripts: ``archcheck.fleet/1``, and its schema."""

from collections.abc import Iterable
from typing import get_args

from archcheck.model.finding import State
from archcheck.model.fleet import Count, First, Fleet, Outcome
from archcheck.report.json import TOOL, Value, contract_value, summary_value, to_text
from archcheck.report.schemas import CONTRACT, SUMMARY
from archcheck.report.shapes import COUNT, TEXT, TEXT_OR_NULL, TEXTS, Schema, array_, document_, object_

_STATES: Schema = dict.fromkeys(get_args(State), COUNT)
_CODE: Schema = {"enum": [0, 1, 2, 3]}
_RULE = object_({"rule": TEXT, **_STATES})
_OWNER = object_({"owner": TEXT_OR_NULL, **_STATES})
_MOST: Schema = {"repositories": array_(object_({"name": TEXT, "findings": COUNT}))}
_FIRST = object_(
    {
        "repository": TEXT,
        "what": {"enum": ["mend", "read", "lift", "prune"]},
        "subject": TEXT,
        "path": TEXT_OR_NULL,
        "line": COUNT,
        "findings": COUNT,
        "of": COUNT,
        "contract": TEXT_OR_NULL,
        "state": {"enum": ["new", "known", None]},
    }
)

FLEET = document_(
    "archcheck.fleet/1",
    "archcheck fleet --format json",
    {
        "summary": object_(
            {
                "repositories": COUNT,
                "passed": COUNT,
                "failed": COUNT,
                "not_checked": COUNT,
                "bugs": COUNT,
                "exit_code": _CODE,
                "modules": COUNT,
                "unread": COUNT,
                "call_sites": COUNT,
                "findings": object_(_STATES),
                "stale": COUNT,
            }
        ),
        "repositories": array_(
            object_(
                {
                    "name": TEXT,
                    "path": TEXT,
                    "config": TEXT,
                    "url": TEXT_OR_NULL,
                    "owner": TEXT_OR_NULL,
                    "exit_code": _CODE,
                    "mistakes": TEXTS,
                    "summary": {"anyOf": [{"type": "null"}, SUMMARY]},
                    "contracts": array_(CONTRACT),
                    "rules": array_(_RULE),
                    "owners": array_(_OWNER),
                }
            )
        ),
        "rules": array_(object_({"rule": TEXT, **_STATES, **_MOST})),
        "owners": array_(object_({"owner": TEXT_OR_NULL, **_STATES, **_MOST})),
        "first": array_(_FIRST),
    },
)


def render_fleet_json(fleet: Fleet) -> str:
    """``archcheck fleet --format json``."""
    codes = [outcome.code for outcome in fleet.outcomes]
    return to_text(
        {
            "schema": "archcheck.fleet/1",
            "tool": TOOL,
            "summary": {
                "repositories": len(codes),
                "passed": codes.count(0),
                "failed": codes.count(1),
                "not_checked": codes.count(2),
                "bugs": codes.count(3),
                "exit_code": fleet.code,
                "modules": fleet.total("modules"),
                "unread": fleet.total("unread"),
                "call_sites": fleet.total("call_sites"),
                "findings": {state: fleet.total(state) for state in get_args(State)},
                "stale": fleet.total("stale"),
            },
            "repositories": [_outcome(outcome) for outcome in fleet.outcomes],
            "rules": [{**_count("rule", count), **_most(count)} for count in fleet.rules],
            "owners": [{**_count("owner", count), **_most(count)} for count in fleet.owners],
            "first": [_first(first) for first in fleet.first],
        }
    )


def _outcome(outcome: Outcome) -> Value:
    repository = outcome.repository
    return {
        "name": repository.name,
        "path": repository.path,
        "config": repository.config,
        "url": repository.url,
        "owner": repository.owner,
        "exit_code": outcome.code,
        "mistakes": outcome.mistakes,
        "summary": summary_value(outcome.summary) if outcome.summary is not None else None,
        "contracts": [contract_value(contract) for contract in outcome.contracts],
        "rules": _counts("rule", outcome.rules),
        "owners": _counts("owner", outcome.owners),
    }


def _counts(key: str, found: Iterable[Count]) -> Value:
    return [_count(key, count) for count in found]


def _count(key: str, count: Count) -> dict[str, Value]:
    return {key: count.name, **{state: getattr(count, state) for state in get_args(State)}}


def _most(count: Count) -> dict[str, Value]:
    return {"repositories": [{"name": name, "findings": number} for name, number in count.most]}


def _first(first: First) -> Value:
    return {
        "repository": first.repository,
        "what": first.what,
        "subject": first.subject,
        "path": first.path or None,
        "line": first.line,
        "findings": first.findings,
        "of": first.of,
        "contract": first.contract,
        "state": first.state,
    }
