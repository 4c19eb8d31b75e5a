"""How far sweeps are, as JSON."""

import datetime
from collections.abc import Iterable, Sequence

from archcheck.model.sweep import NONE, Checkpoint, Remainder, SweepStatus
from archcheck.report.json import TOOL, Value, to_text

SCHEMA = "archcheck.sweep/1"


def render_statuses_json(statuses: Iterable[SweepStatus]) -> str:
    """``archcheck sweep status --format json``."""
    return to_text({"schema": SCHEMA, "tool": TOOL, "sweeps": [_status(each) for each in statuses]})


def _status(status: SweepStatus) -> Value:
    forecast = status.forecast
    return {
        "id": status.id,
        "title": status.title,
        "contract": status.contract,
        "target": _day(status.target),
        "file": status.place,
        "checkpoints": [_checkpoint(each) for each in status.log],
        "now": _checkpoint(status.now),
        "unrecorded": status.unrecorded,
        "initial": status.first.total,
        "left": status.total,
        "fixed": status.fixed,
        "domains": [
            {
                "domain": _name(each.domain),
                "most": each.most,
                "left": each.left,
                "files": each.files,
                "debt": each.debt,
                "done": _time(each.done) if each.done else None,
            }
            for each in status.domains
        ],
        "levers": [{"function": each.function, "path": each.path, "clears": each.clears} for each in status.levers],
        "files": [
            {
                "path": each.path,
                "left": each.left,
                "domain": _name(each.domain),
                "lever": each.lever,
                "owners": list(each.owners),
            }
            for each in status.files
        ],
        "owners": [{"owner": _name(each.owner), "left": each.left, "files": each.files} for each in status.owners],
        "debt": _remainders(status.debt),
        "legitimate": _remainders(status.legitimate),
        "forecast": {
            "weeks": forecast.weeks,
            "fixed": round(forecast.per_week * forecast.weeks),
            "early": _day(forecast.early),
            "middle": _day(forecast.middle),
            "late": _day(forecast.late),
            "on_target": forecast.on_target,
            "reason": forecast.reason or None,
        },
    }


def _checkpoint(checkpoint: Checkpoint) -> Value:
    counts = checkpoint.counts
    return {
        "time": _time(checkpoint.time),
        "revision": checkpoint.revision,
        "modified": checkpoint.modified,
        "total": counts.total,
        "states": dict(counts.states),
        "domains": dict(counts.domains),
        "layers": dict(counts.layers),
        "kinds": dict(counts.kinds),
        "rules": dict(counts.rules),
        "unread": counts.unread,
        "note": checkpoint.note,
    }


def _remainders(found: Sequence[Remainder]) -> list[Value]:
    return [{"path": each.path, "count": each.count, "why": each.why} for each in found]


def _name(name: str) -> str | None:
    return None if name == NONE else name


def _time(time: datetime.datetime) -> str:
    return time.isoformat().replace("+00:00", "Z")


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None
