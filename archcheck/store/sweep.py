"""The checkpoints of a sweep: a file of JSON lines, one a checkpoint, the oldest first.

Reading is strict: what archcheck would not have written, sums that are none included, is a mistake with its line. Only the order is
free, since with ``merge=union`` git puts the lines of two branches one behind the other.
"""

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path

import msgspec

from archcheck.model.errors import Mistake
from archcheck.model.sweep import NONE, Checkpoint, Counts, FileCount
from archcheck.store.lines import lowered, mistaken, read_text, refuse_conflicts

SCHEMA = "archcheck.checkpoint/1"
MOST_BYTES = 500_000_000
_YEARS = range(1900, 9000)
"""No clock and no commit says another one, and there is room for reckoning with them."""
RESTORE = "restore it from git, or take the line out"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    path: str
    left: int = 0
    debt: int = 0
    exempt: int = 0
    domain: str = NONE
    layer: str = NONE


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    schema: str
    time: datetime.datetime
    revision: str | None
    modified: bool
    total: int
    states: dict[str, int]
    domains: dict[str, int]
    layers: dict[str, int]
    kinds: dict[str, int]
    rules: dict[str, int]
    files: list[_File]
    unread: int
    note: str


class _Schema(msgspec.Struct, frozen=True):
    schema: str


_LINES = msgspec.json.Decoder(_Line)
_SCHEMAS = msgspec.json.Decoder(_Schema)


def read_sweep(path: Path, place: str) -> tuple[Checkpoint, ...]:
    """The checkpoints of a sweep by time; none where there is no file.

    Args:
        path: the file.
        place: how mistakes name it.

    Raises:
        UserError: it cannot be read or is not as archcheck writes it: all mistakes, each with its line.
    """
    text = read_text(path, place, MOST_BYTES, RESTORE)
    return () if text is None else parse_sweep(text, place)


def parse_sweep(text: str, place: str) -> tuple[Checkpoint, ...]:
    """The checkpoints that a text holds; arguments and errors as for ``read_sweep``."""
    lines = text.replace("\r\n", "\n").split("\n")
    mistakes: list[Mistake] = []
    refuse_conflicts(lines, place, "archcheck sweep status")
    if not text:
        mistakes.append(Mistake(place, 1, "", "is empty", "restore it from git, or remove it"))
    if lines.pop():
        mistakes.append(Mistake(place, len(lines) + 1, "", "the last line has no end: the file is cut off", RESTORE))
    first: dict[str, int] = {}
    found: list[Checkpoint] = []
    for number, line in enumerate(lines, 1):
        if line in first:
            problem = f"is the same as line {first[line]}"
            mistakes.append(Mistake(place, number, "", problem, "take one of them out"))
            continue
        first[line] = number
        found += _checkpoint(line, number, place, mistakes)
    if mistakes:
        raise mistaken(mistakes)
    return tuple(sorted(found, key=lambda checkpoint: checkpoint.time))


def render_sweep(checkpoints: Iterable[Checkpoint]) -> str:
    """The text of a log; a checkpoint a line."""
    return "".join(f"{json.dumps(shown(checkpoint))}\n" for checkpoint in checkpoints)


def shown(checkpoint: Checkpoint) -> dict[str, object]:
    """A checkpoint as its line has it."""
    counts = checkpoint.counts
    return {
        "schema": SCHEMA,
        "time": checkpoint.time.isoformat().replace("+00:00", "Z"),
        "revision": checkpoint.revision,
        "modified": checkpoint.modified,
        "total": counts.total,
        "states": counts.states,
        "domains": counts.domains,
        "layers": counts.layers,
        "kinds": counts.kinds,
        "rules": counts.rules,
        "files": [_file(file) for file in counts.files],
        "unread": counts.unread,
        "note": checkpoint.note,
    }


def _file(file: FileCount) -> dict[str, object]:
    """The path, and of the rest what is said: no zero, and no domain or layer where there is none."""
    values = {field.name: getattr(file, field.name) for field in fields(file)}
    return {name: value for name, value in values.items() if name == "path" or value not in (0, NONE)}


def _checkpoint(line: str, number: int, place: str, mistakes: list[Mistake]) -> Iterator[Checkpoint]:
    try:
        schema = _SCHEMAS.decode(line).schema
        if schema != SCHEMA:
            problem = f"{schema!r} is not served; this version reads {SCHEMA}"
            mistakes.append(Mistake(place, number, "schema", problem, "use the archcheck that wrote it"))
            return
        read = _LINES.decode(line)
    except msgspec.DecodeError as error:
        mistakes.append(Mistake(place, number, "", f"is no checkpoint: {lowered(str(error))}", RESTORE))
        return
    checkpoint = _made(read)
    faults = list(_faults(read, checkpoint.counts))
    mistakes.extend(Mistake(place, number, key, problem, RESTORE) for key, problem in faults)
    if not faults:
        yield checkpoint


def _made(read: _Line) -> Checkpoint:
    files = tuple(FileCount(**{name: getattr(file, name) for name in _File.__struct_fields__}) for file in read.files)
    counts = Counts(files, read.kinds, read.rules, read.unread, read.states.get("known", 0))
    is_sound = read.time.tzinfo is not None and read.time.year in _YEARS
    time = read.time.astimezone(datetime.UTC) if is_sound else read.time
    return Checkpoint(time, read.revision, counts, read.note, read.modified)


def _faults(read: _Line, counts: Counts) -> Iterator[tuple[str, str]]:
    if read.time.tzinfo is None:
        yield "time", "has no time zone"
    elif read.time.year not in _YEARS:
        yield "time", f"is not between {_YEARS[0]} and {_YEARS[-1]}"
    for file in read.files:
        if min(file.left, file.debt, file.exempt) < 0 or not file.left + file.debt + file.exempt:
            yield "files", f"{file.path!r} has no finding, or less than none"
    if len({(file.path, file.domain, file.layer) for file in read.files}) < len(read.files):
        yield "files", "a file is there twice"
    if read.total != counts.total:
        yield "total", f"is {read.total}, and the files have {counts.total}"
    summed = {"states": counts.states, "domains": counts.domains, "layers": counts.layers}
    for key, right in summed.items():
        said: Mapping[str, int] = getattr(read, key)
        if dict(said) != dict(right) or min(right.values(), default=0) < 0:
            yield key, "are not the sums of the files"
    for key in ("kinds", "rules"):
        said = getattr(read, key)
        if sum(said.values()) != counts.total or min(said.values(), default=1) < 1:
            yield key, f"do not add up to {counts.total}"
    if read.unread < 0:
        yield "unread", "is less than none"
