"""The source lines that a review shows: around each finding, and on the paths that lead to it."""

from collections.abc import Iterable, Iterator, Mapping

from archcheck.model.finding import Finding
from archcheck.run.texts import Texts

AROUND = 2
MOST_LINES = 12
LONGEST = 300


def surroundings(
    findings: Iterable[Finding], places: Iterable[tuple[str, int]], texts: Texts
) -> Mapping[str, Mapping[int, str]]:
    """Source lines by path and number, in order; lines that are not there are left out, long ones are cut.

    Args:
        findings: what is shown.
        places: further places by path and line.
        texts: source text.
    """
    wanted: dict[str, set[int]] = {}
    for path, line in (*places, *(place for finding in findings for place in _of(finding))):
        wanted.setdefault(path, set()).add(line)
    found: dict[str, dict[int, str]] = {}
    for path in sorted(wanted):
        text = texts.text(path)
        lines = text.split("\n") if text else []
        numbers = (number for number in sorted(wanted[path]) if 0 < number <= len(lines))
        kept = {number: _cut(lines[number - 1].rstrip("\r")) for number in numbers}
        if kept:
            found[path] = kept
    return found


def _of(finding: Finding) -> Iterator[tuple[str, int]]:
    place = finding.location
    last = min(max(place.end_line, place.line), place.line + MOST_LINES)
    for line in range(place.line - AROUND, last + AROUND + 1):
        yield place.path, line
    steps = (*finding.witness, *(finding.exposure.witness if finding.exposure else ()))
    yield from ((step.path, step.line) for step in steps)
    yield from ((other.path, other.line) for other in finding.related)


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
