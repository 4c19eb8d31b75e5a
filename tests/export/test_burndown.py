"""The burndown as SVG and PNG: read back, inert, in its frame, and its axes named by round numbers and days."""

import datetime
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from archcheck.export.axes import counts_axis, time_axis
from archcheck.export.burndown import HEIGHT, WIDTH, render_burndown
from archcheck.export.png import painted
from archcheck.model.burndown import Burndown, Share
from archcheck.model.sweep import NONE

from ..conftest import CLOSING, DIRECTIONS, IMAGE

SPACE = "{http://www.w3.org/2000/svg}"
TAGS = {"svg", "title", "rect", "text", "polygon", "polyline", "line", "circle"}


def day(month: int, number: int = 1, year: int = 2026) -> datetime.datetime:
    return datetime.datetime(year, month, number, 12, tzinfo=datetime.UTC)


PLAIN = Burndown(
    title="Commits only in L4",
    times=(day(1), day(2), day(3)),
    totals=(101, 60, 43),
    shares=(Share("orders", (61, 40, 40)), Share(NONE, (30, 20, 3)), Share("", (10, 0, 0))),
    others=4,
    begin=day(1),
    end=day(6),
    target=day(6),
    is_target_near=True,
)


def read(burndown: Burndown) -> ElementTree.Element:
    text = render_burndown(burndown)
    assert text.isascii()
    root = ElementTree.fromstring(text)
    for element in root.iter():
        assert element.tag.removeprefix(SPACE) in TAGS
        assert not {"style", "href", "onload", "onclick"} & element.attrib.keys()
    return root


def texts(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SPACE}text")]


def corners(root: ElementTree.Element) -> list[tuple[float, float]]:
    shapes = [*root.iter(f"{SPACE}polygon"), *root.iter(f"{SPACE}polyline")]
    pairs = [pair.split(",") for shape in shapes for pair in shape.attrib["points"].split()]
    return [(float(x), float(y)) for x, y in pairs]


def test_what_is_written() -> None:
    found = texts(read(PLAIN))
    assert found[:2] == ["Commits only in L4", "101 to 43 left, from 2026-01-01 to 2026-03-01; target 2026-06-01"]
    assert {"43", "target 2026-06-01", "orders  40 of 61", "(no domain)  3 of 30", "4 other domains  0 of 10"} <= set(
        found
    )
    assert {"0", "20", "120", "2026-03", "2026-05"} <= set(found)


def test_each_share_stands_upon_those_before_it() -> None:
    root = read(PLAIN)
    (line,) = root.iter(f"{SPACE}polyline")
    *_, top = root.iter(f"{SPACE}polygon")
    total = line.attrib["points"].split()
    assert top.attrib["points"].split()[: len(total)] == total


@pytest.mark.parametrize(
    "shown",
    [
        PLAIN,
        replace(PLAIN, times=(day(1),), totals=(7,), shares=(Share("a", (7,)),), target=None, is_target_near=False),
        replace(PLAIN, target=day(2, 10), begin=day(1), end=day(3)),
        replace(PLAIN, target=day(1, 1, 2031), is_target_near=False, end=day(3)),
        replace(PLAIN, totals=(0, 0, 0), shares=()),
    ],
    ids=["plain", "one", "past", "far", "nothing"],
)
def test_nothing_leaves_the_frame(shown: Burndown) -> None:
    root = read(shown)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in corners(root))
    said = [text for text in texts(root) if text.startswith("target ")]
    assert len(said) == shown.is_target_near
    assert ("; target" in texts(root)[1]) == (shown.target is not None)


def test_hostile() -> None:
    evil = f"{CLOSING} {IMAGE} {DIRECTIONS}"
    shares = tuple(replace(share, name=evil if share.name else "") for share in PLAIN.shares)
    root = read(replace(PLAIN, title=evil, shares=shares))
    assert all(text.isprintable() for text in texts(root))
    assert (root.find(f"{SPACE}title").text or "").startswith("</script><script>")  # type: ignore[union-attr]


def test_painted() -> None:
    pytest.importorskip("vl_convert")
    assert painted(render_burndown(PLAIN)).startswith(b"\x89PNG\r\n")


@pytest.mark.parametrize(
    ("most", "labels"),
    [
        (0, ["0", "1"]),
        (1, ["0", "1", "2"]),
        (6, ["0", "1", "2", "3", "4", "5", "6", "7"]),
        (7, ["0", "2", "4", "6", "8"]),
        (101, ["0", "20", "40", "60", "80", "100", "120"]),
        (9_999, ["0", "2,000", "4,000", "6,000", "8,000", "10,000"]),
    ],
)
def test_counts_are_named_by_round_numbers(most: int, labels: list[str]) -> None:
    assert [label for _, label in counts_axis(most, 0, 100).ticks] == labels


@pytest.mark.parametrize(
    ("begin", "end", "labels"),
    [
        (day(1, 1), day(1, 3), ["2026-01-02", "2026-01-03"]),
        (day(1, 1), day(1, 31), ["2026-01-08", "2026-01-15", "2026-01-22", "2026-01-29"]),
        (day(1, 5), day(6, 30), ["2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]),
        (
            day(11, 5, 2025),
            day(8, 30, 2027),
            ["2026-01", "2026-04", "2026-07", "2026-10", "2027-01", "2027-04", "2027-07"],
        ),
        (day(6, 1, 2018), day(3, 1, 2026), ["2019", "2020", "2021", "2022", "2023", "2024", "2025", "2026"]),
        (day(6, 1, 1000), day(3, 1, 9999), ["2000", "3000", "4000", "5000", "6000", "7000", "8000", "9000"]),
    ],
)
def test_times_are_named_by_days_months_or_years(
    begin: datetime.datetime, end: datetime.datetime, labels: list[str]
) -> None:
    axis = time_axis(begin, end, 0, 100)
    assert [label for _, label in axis.ticks] == labels
    assert [at for at, _ in axis.ticks] == sorted(at for at, _ in axis.ticks)
    assert all(0 <= at <= 100 for at, _ in axis.ticks)
