"""The burndown of a sweep as SVG: what is left by domain, one upon the other, over time, with the target."""

import datetime
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement

from archcheck.export.axes import Axis, counts_axis, time_axis
from archcheck.export.drawing import INK, PALE, RED, length, paper, words, written
from archcheck.export.wording import counted, shortened
from archcheck.model.burndown import Burndown, Share
from archcheck.model.sweep import NONE
from archcheck.report.visible import visible

WIDTH, HEIGHT = 960.0, 400.0
LEFT, RIGHT, TOP, BOTTOM = 58.0, 60.0, 74.0, 30.0
COLUMNS = 4
CHARACTERS = 22
LINE = 18

_GRID = "#e2e8f0"
_FILLS = ("#4e79a7", "#e3934a", "#5f9e58", "#a97ba0", "#6fb0ab", "#dcbb4a", "#8a6d5c")
_REST = "#b8b2ae"


def render_burndown(burndown: Burndown) -> str:
    """The picture; the same burndown gives the same bytes."""
    rows = -(-len(burndown.shares) // COLUMNS)
    height = HEIGHT + (LINE * rows + 14 if rows else 0)
    root = paper(WIDTH, height, f"{visible(burndown.title)}: {_words(burndown)}")
    words(root, LEFT, 28, shortened(visible(burndown.title), 80), size=16, weight="bold")
    words(root, LEFT, 48, _words(burndown), size=12, fill=PALE)
    across = time_axis(burndown.begin, burndown.end, LEFT, WIDTH - RIGHT)
    up = counts_axis(max(burndown.totals), HEIGHT - BOTTOM, TOP)
    _grid(root, across, up)
    _areas(root, burndown, across, up)
    _total(root, burndown, across, up)
    _target(root, burndown, across, up)
    _legend(root, burndown)
    return written(root)


def _words(burndown: Burndown) -> str:
    first, last = burndown.totals[0], burndown.totals[-1]
    target = f"; target {_day(burndown.target)}" if burndown.target else ""
    if len(burndown.times) == 1:
        return f"{last:,} left on {_day(burndown.times[0])}{target}"
    return f"{first:,} to {last:,} left, from {_day(burndown.times[0])} to {_day(burndown.times[-1])}{target}"


def _grid(root: Element, across: Axis, up: Axis) -> None:
    for at, label in up.ticks:
        _line(root, (LEFT, at), (WIDTH - RIGHT, at), _GRID)
        words(root, LEFT - 8, at + 4, label, size=11, fill=PALE, anchor="end")
    for at, label in across.ticks:
        _line(root, (at, HEIGHT - BOTTOM), (at, HEIGHT - BOTTOM + 5), PALE)
        words(root, at, HEIGHT - BOTTOM + 19, label, size=11, fill=PALE, anchor="middle")


def _areas(root: Element, burndown: Burndown, across: Axis, up: Axis) -> None:
    """From below to above, so that each stands upon those before it."""
    floor = [0] * len(burndown.times)
    for at, share in enumerate(burndown.shares):
        roof = [low + own for low, own in zip(floor, share.counts, strict=True)]
        above = list(_steps(burndown.times, roof, across, up))
        below = list(_steps(burndown.times, floor, across, up))
        points = " ".join(f"{length(x)},{length(y)}" for x, y in [*above, *reversed(below)])
        area = SubElement(root, "polygon", {"points": points, "fill": _fill(share, at)})
        SubElement(area, "title").text = _said(share, burndown)
        floor = roof


def _total(root: Element, burndown: Burndown, across: Axis, up: Axis) -> None:
    steps = list(_steps(burndown.times, burndown.totals, across, up))
    points = " ".join(f"{length(x)},{length(y)}" for x, y in steps)
    SubElement(root, "polyline", {"points": points, "fill": "none", "stroke": INK, "stroke-width": "1.5"})
    x, y = steps[-1]
    SubElement(root, "circle", {"cx": length(x), "cy": length(y), "r": "3.5", "fill": INK})
    words(root, x + 8, y - 3, f"{burndown.totals[-1]:,}", size=13, weight="bold", halo=True)


def _target(root: Element, burndown: Burndown, across: Axis, up: Axis) -> None:
    if burndown.target is None or not burndown.is_target_near:
        return
    x, bottom = across.at(burndown.target.timestamp()), up.at(0)
    _line(root, (x, TOP - 4), (x, bottom), RED, dashes="5 4")
    near_end = x > WIDTH - RIGHT - 120
    words(
        root,
        x - 6 if near_end else x + 6,
        TOP - 8,
        f"target {_day(burndown.target)}",
        size=11,
        fill=RED,
        anchor="end" if near_end else "start",
    )
    last = burndown.times[-1]
    if burndown.totals[-1] and burndown.target > last:
        _line(root, (across.at(last.timestamp()), up.at(burndown.totals[-1])), (x, bottom), PALE, dashes="2 4")


def _legend(root: Element, burndown: Burndown) -> None:
    room = (WIDTH - LEFT - RIGHT) / COLUMNS
    for at, share in enumerate(burndown.shares):
        x, y = LEFT + room * (at % COLUMNS), HEIGHT + 14 + LINE * (at // COLUMNS)
        SubElement(
            root,
            "rect",
            {"x": length(x), "y": length(y - 9), "width": "10", "height": "10", "rx": "2", "fill": _fill(share, at)},
        )
        words(root, x + 16, y, _said(share, burndown), size=11)


def _steps(
    times: Sequence[datetime.datetime], counts: Sequence[int], across: Axis, up: Axis
) -> Iterator[tuple[float, float]]:
    """A count holds until the next one is known; a single one is drawn as a short line."""
    for at, (time, count) in enumerate(zip(times, counts, strict=True)):
        x = across.at(time.timestamp())
        if at:
            yield x, up.at(counts[at - 1])
        yield x, up.at(count)
        if len(times) == 1:
            yield x + 12, up.at(count)


def _said(share: Share, burndown: Burndown) -> str:
    name = {NONE: "(no domain)", "": counted(burndown.others, "other domain")}.get(share.name, visible(share.name))
    most = max(share.counts)
    return f"{shortened(name, CHARACTERS)}  {share.counts[-1]:,} of {most:,}"


def _fill(share: Share, at: int) -> str:
    return _FILLS[at] if share.name else _REST


def _day(time: datetime.datetime) -> str:
    return time.date().isoformat()


def _line(root: Element, start: tuple[float, float], end: tuple[float, float], stroke: str, dashes: str = "") -> None:
    (x1, y1), (x2, y2) = start, end
    places = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    attributes = {**{name: length(value) for name, value in places.items()}, "stroke": stroke}
    SubElement(root, "line", {**attributes, **({"stroke-dasharray": dashes} if dashes else {})})
