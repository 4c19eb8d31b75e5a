"""The baseline file: a JSON array with its head on the first line and one entry on each further line.

Every line of an entry begins with its comma, so that no entry touches the line of another: git merges what two branches
took in or out at different places, and with ``merge=union`` at the same place, too. Reading is strict: what archcheck would not have
written is a mistake with its line, and never an empty baseline.
"""

import datetime
import json
from collections.abc import Collection, Iterator
from pathlib import Path

import msgspec

from archcheck.model.baseline import Baseline, BaselineEntry, Identity
from archcheck.model.errors import Mistake
from archcheck.store.lines import lowered, mistaken, read_text, refuse_conflicts

SCHEMA = "archcheck.baseline/1"
MOST_BYTES = 100_000_000
RESTORE = "restore it from git, or write it anew with archcheck baseline create --force"

_HEAD = "["
_ENTRY = ","
_END = "]"


class _Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    schema: str
    catalog: str


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rule: str
    subject: str
    object: str
    count: int
    contract: str | None = None
    kind: str | None = None
    reason: str | None = None
    owner: str | None = None
    until: datetime.date | None = None


_HEADS = msgspec.json.Decoder(_Head)
_ENTRIES = msgspec.json.Decoder(_Entry)


def read_baseline(path: Path, place: str, rules: Collection[str]) -> Baseline | None:
    """Read a baseline; None where there is no file.

    Args:
        path: the file.
        place: how mistakes name it.
        rules: ids of the rules whose findings may be listed.

    Raises:
        UserError: it cannot be read or is not as archcheck writes it: all mistakes, each with its line.
    """
    text = read_text(path, place, MOST_BYTES, RESTORE)
    return None if text is None else parse_baseline(text, place, rules)


def parse_baseline(text: str, place: str, rules: Collection[str]) -> Baseline:
    """The baseline that a text holds; arguments and errors as for ``read_baseline``."""
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    mistakes: list[Mistake] = []
    refuse_conflicts(lines, place, "archcheck check")
    head = _head(lines[0], place, mistakes)
    if len(lines) < 2 or lines[-1] != _END:
        mistakes.append(Mistake(place, len(lines), "", f"the last line is not `{_END}`: the file is cut off", RESTORE))
    entries: dict[Identity, BaselineEntry] = {}
    for number, line in enumerate(lines[1:-1], 2):
        for entry in _entry(line, number, place, rules, mistakes):
            first = entries.setdefault(entry.identity, entry)
            if first is not entry:
                problem = f"lists the same as line {first.line}"
                mistakes.append(Mistake(place, number, "", problem, "make one entry of them"))
    if mistakes:
        raise mistaken(mistakes)
    return Baseline(tuple(sorted(entries.values(), key=lambda entry: entry.identity)), head)


def render_baseline(baseline: Baseline) -> str:
    """The text of a baseline; the same entries give the same text, in whatever order they come."""
    head = json.dumps({"schema": SCHEMA, "catalog": baseline.catalog})
    entries = sorted(baseline.entries, key=lambda entry: entry.identity)
    return "".join([f"{_HEAD}{head}\n", *(f"{_ENTRY}{_line(entry)}\n" for entry in entries), f"{_END}\n"])


def _line(entry: BaselineEntry) -> str:
    values: dict[str, str | int | None] = {
        "rule": entry.rule,
        "contract": entry.contract or None,
        "subject": entry.subject,
        "object": entry.object,
        "kind": entry.kind,
        "count": entry.count,
        "reason": entry.reason,
        "owner": entry.owner,
        "until": entry.until.isoformat() if entry.until else None,
    }
    return json.dumps({key: value for key, value in values.items() if value is not None})


def _head(line: str, place: str, mistakes: list[Mistake]) -> str:
    written_by_us = f'the first line is not `{_HEAD}{{"schema": "{SCHEMA}", "catalog": …}}`'
    try:
        head = _HEADS.decode(line.removeprefix(_HEAD)) if line.startswith(_HEAD) else None
    except msgspec.DecodeError:
        head = None
    if head is None:
        mistakes.append(Mistake(place, 1, "", written_by_us, RESTORE))
        return ""
    if head.schema != SCHEMA:
        problem = f"{head.schema!r} is not served; this version reads {SCHEMA}"
        mistakes.append(Mistake(place, 1, "schema", problem, "use the archcheck that wrote it"))
    return head.catalog


def _entry(
    line: str, number: int, place: str, rules: Collection[str], mistakes: list[Mistake]
) -> Iterator[BaselineEntry]:
    if not line.startswith(_ENTRY):
        problem = f"is no entry: the line does not begin with `{_ENTRY}{{`"
        mistakes.append(Mistake(place, number, "", problem, RESTORE))
        return
    try:
        read = _ENTRIES.decode(line.removeprefix(_ENTRY))
    except msgspec.DecodeError as error:
        mistakes.append(Mistake(place, number, "", f"is no entry: {lowered(str(error))}", RESTORE))
        return
    found = list(_faults(read, rules))
    mistakes.extend(Mistake(place, number, key, problem, remedy) for key, problem, remedy in found)
    if not found:
        values = {name: getattr(read, name) for name in _Entry.__struct_fields__}
        yield BaselineEntry(**{**values, "contract": read.contract or "", "line": number})


def _faults(entry: _Entry, rules: Collection[str]) -> Iterator[tuple[str, str, str]]:
    if entry.rule not in rules:
        yield "rule", f"there is no rule {entry.rule!r} that can be listed", f"there are {', '.join(sorted(rules))}"
    if entry.count < 1:
        yield "count", f"{entry.count} is less than 1", "archcheck baseline prune takes out what is fixed"
    for key in ("subject", "object", "reason", "owner"):
        if getattr(entry, key) == "":
            yield key, "is empty", RESTORE if key in ("subject", "object") else "say it or leave it out"
