"""The checkpoints of a sweep: what is written is read, and whatever else is a mistake with its line."""

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from archcheck.model.errors import UserError
from archcheck.model.sweep import NONE, Checkpoint, Counts, FileCount
from archcheck.store.lines import MOST_MISTAKES
from archcheck.store.sweep import parse_sweep, read_sweep, render_sweep
from hypothesis import given
from hypothesis import strategies as st

TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=8)
NUMBERS = st.integers(0, 50)
FILES = st.lists(
    st.builds(FileCount, TEXT, NUMBERS, NUMBERS, NUMBERS, TEXT, TEXT).filter(lambda f: f.left + f.debt + f.exempt > 0),
    unique_by=lambda file: file.path,
    max_size=5,
)
SECONDS = st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(8999, 12, 31)).map(
    lambda time: time.replace(microsecond=0, tzinfo=datetime.UTC)
)


@st.composite
def checkpoints(draw: st.DrawFn) -> Checkpoint:
    files = tuple(sorted(draw(FILES)))
    total = sum(file.left for file in files)
    sums = {"orm": total} if total else {}
    counts = Counts(files, sums, dict(sums), draw(NUMBERS), known=draw(st.integers(0, total)))
    return Checkpoint(draw(SECONDS), draw(st.none() | TEXT), counts, draw(TEXT), draw(st.booleans()))


LOGS = st.lists(checkpoints(), min_size=1, max_size=5, unique_by=lambda each: each.time).map(
    lambda log: tuple(sorted(log, key=lambda each: each.time))
)
LINE = render_sweep(
    [
        Checkpoint(
            datetime.datetime(2026, 11, 25, 3, 4, 5, tzinfo=datetime.UTC),
            "abc",
            Counts(
                (FileCount("a.py", 2, debt=1, domain="orders", layer="L2"), FileCount("b.py", exempt=1)),
                {"orm": 2},
                {"effect-site": 2},
                known=1,
            ),
            "started",
        )
    ]
)


def mistakes(text: str) -> list[tuple[int, str]]:
    with pytest.raises(UserError) as caught:
        parse_sweep(text, "s.jsonl")
    assert {mistake.place for mistake in caught.value.mistakes} == {"s.jsonl"}
    return [(mistake.line, f"{mistake.key} {mistake.problem}".strip()) for mistake in caught.value.mistakes]


def changed(change: Callable[[dict[str, object]], object]) -> str:
    line = json.loads(LINE)
    change(line)
    return json.dumps(line) + "\n"


def test_a_line() -> None:
    assert json.loads(LINE) == {
        "schema": "archcheck.checkpoint/1",
        "time": "2026-11-25T03:04:05Z",
        "revision": "abc",
        "modified": False,
        "total": 2,
        "states": {"new": 1, "known": 1, "debt": 1, "exempt": 1},
        "domains": {"orders": 2},
        "layers": {"L2": 2},
        "kinds": {"orm": 2},
        "rules": {"effect-site": 2},
        "files": [
            {"path": "a.py", "left": 2, "debt": 1, "domain": "orders", "layer": "L2"},
            {"path": "b.py", "exempt": 1},
        ],
        "unread": 0,
        "note": "started",
    }
    assert parse_sweep(LINE, "s.jsonl")[0].counts.files[1].domain == NONE


@given(LOGS)
def test_what_is_written_is_read(log: tuple[Checkpoint, ...]) -> None:
    text = render_sweep(log)
    assert text.isascii()
    assert parse_sweep(text, "s.jsonl") == log
    assert parse_sweep("".join(reversed(text.splitlines(keepends=True))), "s.jsonl") == log
    assert [each.counts.known for each in parse_sweep(text, "s.jsonl")] == [each.counts.known for each in log]


@given(LOGS, st.data())
def test_a_file_cut_off_within_a_line_is_never_read(log: tuple[Checkpoint, ...], data: st.DataObject) -> None:
    text = render_sweep(log)
    end = data.draw(st.integers(1, len(text) - 1).filter(lambda end: text[end - 1] != "\n"))
    with pytest.raises(UserError, match=f"s.jsonl:{text[:end].count(chr(10)) + 1}: "):
        parse_sweep(text[:end], "s.jsonl")


def test_a_merge_conflict() -> None:
    marks = f"<<<<<<< HEAD\n{LINE}=======\n{LINE}>>>>>>> branch\n"
    assert mistakes(marks) == [(number, "is the mark of a merge conflict") for number in (1, 3, 5)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("\n", "is no checkpoint: input data was truncated"),
        ("[]\n", "is no checkpoint: expected `object`"),
        ("{}\n", "is no checkpoint: object missing required field `schema`"),
        (LINE.replace("/1", "/2"), "schema 'archcheck.checkpoint/2' is not served"),
        (changed(lambda line: line.update(x=1)), "is no checkpoint: object contains unknown field `x`"),
        (changed(lambda line: line.pop("note")), "is no checkpoint: object missing required field `note`"),
        (changed(lambda line: line.update(time="2026-11-25")), "is no checkpoint: invalid RFC3339"),
        (changed(lambda line: line.update(time="2026-11-25T01:02:03")), "time has no time zone"),
        (changed(lambda line: line.update(time="0001-01-01T00:00:00+05:00")), "time is not between 1900 and 8999"),
        (changed(lambda line: line.update(total=3)), "total is 3, and the files have 2"),
        (changed(lambda line: line.update(total="2")), "is no checkpoint: expected `int`, got `str`"),
        (changed(lambda line: line.update(domains={"orders": 1})), "domains are not the sums"),
        (changed(lambda line: line.update(layers={})), "layers are not the sums"),
        (changed(lambda line: line.update(states={"new": 2})), "states are not the sums"),
        (changed(lambda line: line.update(kinds={"orm": 3, "dbapi": -1})), "kinds do not add up to 2"),
        (changed(lambda line: line.update(rules={})), "rules do not add up to 2"),
        (changed(lambda line: line.update(unread=-1)), "unread is less than none"),
    ],
)
def test_garbage_is_never_empty(text: str, problem: str) -> None:
    first = changed(lambda line: line.update(note="another"))
    found = mistakes(first + text)
    assert [line for line, _ in found] == [2]
    assert found[0][1].startswith(problem), found


def test_files_that_count_nothing_or_twice() -> None:
    file = {"path": "b.py", "exempt": 1}
    twice = changed(lambda line: line.update(files=[*json.loads(LINE)["files"], file]))
    assert (1, "files a file is there twice") in mistakes(twice)
    none = changed(lambda line: line.update(files=[*json.loads(LINE)["files"], {"path": "c.py"}]))
    assert mistakes(none) == [(1, "files 'c.py' has no finding, or less than none")]


def test_a_line_twice_and_many_mistakes() -> None:
    assert mistakes(LINE + LINE) == [(2, "is the same as line 1")]
    found = mistakes("".join(f"x{number}\n" for number in range(1000)))
    assert len(found) == MOST_MISTAKES + 1


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    assert read_sweep(path, "s.jsonl") == ()
    path.write_text("")
    with pytest.raises(UserError, match=r"s\.jsonl:1: is empty"):
        read_sweep(path, "s.jsonl")
    path.write_bytes(b"\xff\n")
    with pytest.raises(UserError, match=r"s\.jsonl:1: is no UTF-8"):
        read_sweep(path, "s.jsonl")
