"""A source line with the place marked, as compilers show it."""

from archcheck.model.location import Location
from archcheck.report.style import Paint
from archcheck.report.visible import cells, width

GUTTER = 7
ELLIPSIS = "..."


def excerpt(location: Location, line: str, *, paint: Paint, columns: int) -> list[str]:
    """The line behind its number, and below it carets under the place.

    A place that goes on in further lines is marked up to the end of its first. A line that is too long for the
    terminal is cut on both sides so that the place stays in sight.

    Args:
        location: the place; columns from 1.
        line: source text of the location's first line, without its line end.
        paint: see ``style.painter``.
        columns: width of the terminal.
    """
    shown = cells(line)
    start = min(max(location.column - 1, 0), len(shown))
    end = _end(location, len(shown), start)
    left, right = _window(shown, start, end, max(columns - GUTTER - 2, 20))
    head = ELLIPSIS if left else ""
    tail = ELLIPSIS if right < len(shown) else ""
    before = width(head) + width("".join(shown[left:start]))
    marked = width("".join(shown[start : min(end, right)]))
    text = head + "".join(shown[left:right]).rstrip() + tail
    number = f"{location.line:>{GUTTER - 2}} "
    return [
        paint("gutter", f"{number}|") + f" {text}".rstrip(),
        paint("gutter", " " * (GUTTER - 1) + "|") + " " * (before + 1) + paint("mark", "^" * max(marked, 1)),
    ]


def _end(location: Location, length: int, start: int) -> int:
    one_line = location.end_line in (0, location.line)
    end = location.end_column - 1 if one_line and location.end_column else length
    return min(max(end, start), length)


def _window(shown: list[str], start: int, end: int, room: int) -> tuple[int, int]:
    """The part of a line to show: all of it, or what fits around the place."""
    if width("".join(shown)) <= room:
        return 0, len(shown)
    room -= 2 * len(ELLIPSIS)
    left = start
    used = 0
    while left > 0 and used + width(shown[left - 1]) <= room // 3:
        left -= 1
        used += width(shown[left])
    right = start
    while right < len(shown) and used + width(shown[right]) <= room:
        used += width(shown[right])
        right += 1
    if end <= right:
        while left > 0 and used + width(shown[left - 1]) <= room:
            left -= 1
            used += width(shown[left])
    return left, right
