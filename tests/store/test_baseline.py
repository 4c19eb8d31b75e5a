"""The baseline file: what is written is read, and whatever else is a mistake with its line."""

import datetime
import json
from pathlib import Path
from random import Random

import jsonschema
import pytest
from archcheck.model.baseline import Baseline, BaselineEntry
from archcheck.model.errors import UserError
from archcheck.report.schemas import SCHEMAS
from archcheck.store.baseline import parse_baseline, read_baseline, render_baseline
from archcheck.store.lines import MOST_MISTAKES
from hypothesis import given
from hypothesis import strategies as st

RULES = ("effect-site", "layer-import", "unread-file")
HEAD = '[{"schema": "archcheck.baseline/1", "catalog": "0123456789ab"}'
SITE = (
    ',{"rule": "effect-site", "contract": "tx", "subject": "shop.a:f", "object": "x.commit", "kind": "orm", "count": 2}'
)
UNREAD = ',{"rule": "unread-file", "subject": "shop.bad", "object": "shop.bad", "count": 1}'

TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
ENTRIES = st.builds(
    BaselineEntry,
    rule=st.sampled_from(RULES),
    contract=st.sampled_from(["", "tx", "layers"]),
    subject=TEXT,
    object=TEXT,
    count=st.integers(1, 10**6),
    kind=st.none() | st.sampled_from(["orm", "sql"]),
    reason=st.none() | TEXT,
    owner=st.none() | TEXT,
    until=st.none() | st.dates(),
)
BASELINES = st.lists(ENTRIES, unique_by=lambda entry: entry.identity, max_size=8).map(
    lambda entries: Baseline(tuple(sorted(entries, key=lambda entry: entry.identity)), "abc")
)


def parse(*lines: str) -> Baseline:
    return parse_baseline("".join(f"{line}\n" for line in lines), "b.json", RULES)


def mistakes(*lines: str) -> list[tuple[int, str]]:
    with pytest.raises(UserError) as caught:
        parse(*lines)
    assert {mistake.place for mistake in caught.value.mistakes} == {"b.json"}
    return [(mistake.line, f"{mistake.key} {mistake.problem}".strip()) for mistake in caught.value.mistakes]


def test_an_entry_a_line_sorted_without_line_numbers() -> None:
    until = datetime.date(2027, 3, 31)
    entries = (
        BaselineEntry("unread-file", "", "shop.bad", "shop.bad", 1, line=7),
        BaselineEntry("effect-site", "tx", "shop.a:f", "x.commit", 2, kind="orm", line=3),
        BaselineEntry("effect-site", "tx", "shop.a:e", "x.commit", 1, reason="old", owner="@data", until=until),
    )
    assert render_baseline(Baseline(entries, "0123456789ab")).splitlines() == [
        HEAD,
        ',{"rule": "effect-site", "contract": "tx", "subject": "shop.a:e", "object": "x.commit", "count": 1, '
        '"reason": "old", "owner": "@data", "until": "2027-03-31"}',
        SITE,
        UNREAD,
        "]",
    ]


@given(BASELINES)
def test_what_is_written_is_read_and_is_json_of_its_schema(baseline: Baseline) -> None:
    text = render_baseline(baseline)
    assert parse_baseline(text, "b.json", RULES) == baseline
    assert text.isascii()
    assert len(text.splitlines()) == len(baseline.entries) + 2
    jsonschema.validate(json.loads(text), SCHEMAS["baseline"])


@given(BASELINES, st.randoms(use_true_random=False))
def test_order_and_line_ends_do_not_matter(baseline: Baseline, random: Random) -> None:
    lines = render_baseline(baseline).splitlines()
    entries = lines[1:-1]
    random.shuffle(entries)
    shuffled = "\r\n".join([lines[0], *entries, lines[-1], ""])
    assert parse_baseline(shuffled, "b.json", RULES) == baseline


def test_entries_know_their_lines() -> None:
    assert [(entry.rule, entry.line) for entry in parse(HEAD, UNREAD, SITE, "]").entries] == [
        ("effect-site", 3),
        ("unread-file", 2),
    ]


def test_a_merge_conflict() -> None:
    assert mistakes(HEAD, "<<<<<<< HEAD", SITE, "||||||| base", "=======", UNREAD, ">>>>>>> branch", "]") == [
        (number, "is the mark of a merge conflict") for number in (2, 4, 5, 7)
    ]


def test_a_union_of_two_branches_is_read_or_names_both_lines() -> None:
    assert len(parse(HEAD, UNREAD, SITE, "]").entries) == 2
    assert mistakes(HEAD, SITE, UNREAD, SITE.replace("2}", "1}"), "]") == [(4, "lists the same as line 2")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([""], [(1, "the first line is not"), (1, "the last line is not `]`")]),
        (["[]"], [(1, "the first line is not"), (1, "the last line")]),
        (["{}", "]"], [(1, "the first line is not")]),
        ([HEAD], [(1, "the last line is not `]`")]),
        ([HEAD, SITE], [(2, "the last line is not `]`")]),
        ([HEAD, SITE, "]", "]"], [(3, "is no entry: the line does not begin with `,{`")]),
        ([HEAD, "", "]"], [(2, "is no entry: the line does not begin")]),
        ([HEAD, SITE[1:], "]"], [(2, "is no entry: the line does not begin")]),
        ([HEAD, SITE[:-1], "]"], [(2, "is no entry: input data was truncated")]),
        ([HEAD, SITE + UNREAD, "]"], [(2, "is no entry: jSON is malformed: trailing characters")]),
        ([HEAD, ",[]", "]"], [(2, "is no entry: expected `object`, got `array`")]),
        ([HEAD, SITE.replace("2}", '"2"}'), "]"], [(2, "is no entry: expected `int`, got `str` - at `$.count`")]),
        ([HEAD, SITE.replace("2}", "2.5}"), "]"], [(2, "is no entry: expected `int`, got `float` - at `$.count`")]),
        ([HEAD, SITE.replace("2}", "true}"), "]"], [(2, "is no entry: expected `int`, got `bool` - at `$.count`")]),
        ([HEAD, SITE.replace("2}", "0}"), "]"], [(2, "count 0 is less than 1")]),
        ([HEAD, SITE.replace("2}", '2, "line": 4}'), "]"], [(2, "is no entry: object contains unknown field `line`")]),
        ([HEAD, UNREAD.replace(', "count": 1', ""), "]"], [(2, "is no entry: object missing required field `count`")]),
        ([HEAD, SITE.replace("effect-site", "efect-site"), "]"], [(2, "rule there is no rule 'efect-site'")]),
        ([HEAD, SITE.replace("shop.a:f", ""), "]"], [(2, "subject is empty")]),
        ([HEAD, SITE.replace("2}", '2, "until": "soon"}'), "]"], [(2, "is no entry: invalid RFC3339 encoded date")]),
        ([HEAD.replace("/1", "/2"), "]"], [(1, "schema 'archcheck.baseline/2' is not served")]),
        ([HEAD.replace("}", ', "x": 1}'), "]"], [(1, "the first line is not")]),
        (
            [HEAD, SITE.replace("2}", "0}"), "x", UNREAD[:-1], "]"],
            [(2, "count"), (3, "is no entry"), (4, "is no entry")],
        ),
    ],
)
def test_garbage_is_never_empty(lines: list[str], expected: list[tuple[int, str]]) -> None:
    found = mistakes(*lines)
    assert len(found) == len(expected)
    for (line, problem), (wanted, start) in zip(found, expected, strict=True):
        assert line == wanted
        assert problem.startswith(start), problem


@given(BASELINES.filter(lambda baseline: bool(baseline.entries)), st.data())
def test_a_file_cut_off_anywhere_is_never_read(baseline: Baseline, data: st.DataObject) -> None:
    text = render_baseline(baseline)
    with pytest.raises(UserError):
        parse_baseline(text[: data.draw(st.integers(0, len(text) - 2))], "b.json", RULES)


def test_a_file_of_something_else_does_not_bury_the_reader() -> None:
    found = mistakes(HEAD, *["x"] * 1000, "]")
    assert len(found) == MOST_MISTAKES + 1
    assert found[-1][1] == "and 950 more mistakes"


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    assert read_baseline(path, "b.json", RULES) is None
    path.write_bytes(b"[\xff")
    with pytest.raises(UserError, match=r"b\.json:1: is no UTF-8"):
        read_baseline(path, "b.json", RULES)
    path.unlink()
    path.mkdir()
    with pytest.raises(UserError, match="is no file"):
        read_baseline(path, "b.json", RULES)
