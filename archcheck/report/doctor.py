"""What the doctor found, as text and as JSON."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from archcheck.model.diagnosis import HEALTHS, Area, Diagnosis, Evidence, Health
from archcheck.report.json import TOOL, Value, to_text
from archcheck.report.style import Paint, Tone, painter
from archcheck.report.summary import counted
from archcheck.report.visible import visible

_TITLES: dict[Area, str] = {
    "reading": "What was read",
    "layers": "Layers",
    "contracts": "Contracts",
    "canaries": "Canaries: faults planted in a copy in memory",
    "exceptions": "Exceptions",
    "baseline": "Baseline",
    "calls": "Types and calls",
    "catalog": "Catalog",
    "libraries": "Catalog against the installed libraries",
    "owners": "Owners",
}
_TONES: dict[Health, Tone] = {"ok": "good", "note": "dim", "warning": "warning", "failed": "error"}
_WIDEST = max(len(health) for health in HEALTHS)


def render_doctor(diagnosis: Diagnosis, *, color: bool = False, quiet: bool = False) -> str:
    """The evidence by area, and what it comes to; a quiet text has warnings and failures alone."""
    paint = painter(color)
    shown = [each for each in diagnosis.evidence if not quiet or each.health in ("warning", "failed")]
    blocks = [
        "\n".join([paint("strong", _TITLES[area]), *(line for each in group for line in _evidence(each, paint))])
        for area, group in groupby(shown, key=lambda each: each.area)
    ]
    return "\n\n".join([*blocks, _conclusion(diagnosis, paint)]) + "\n"


def render_doctor_json(diagnosis: Diagnosis) -> str:
    """``archcheck doctor --format json``."""
    counts = Counter(each.health for each in diagnosis.evidence)
    evidence: list[Value] = [
        {
            "area": each.area,
            "health": each.health,
            "subject": each.subject,
            "message": each.message,
            "details": each.details,
            "line": each.line,
        }
        for each in diagnosis.evidence
    ]
    return to_text(
        {
            "schema": "archcheck.doctor/1",
            "tool": TOOL,
            "config": diagnosis.config,
            "summary": {health: counts[health] for health in HEALTHS},
            "evidence": evidence,
        }
    )


def _evidence(each: Evidence, paint: Paint) -> Iterator[str]:
    health = paint(_TONES[each.health], f"{each.health:<{_WIDEST}}")
    line = paint("dim", f" (line {each.line})") if each.line and each.health in ("warning", "failed") else ""
    yield f"  {health}  {paint('strong', visible(each.subject))}: {visible(each.message)}{line}"
    for detail in each.details:
        yield paint("dim", f"{' ' * (_WIDEST + 6)}{visible(detail)}")


def _conclusion(diagnosis: Diagnosis, paint: Paint) -> str:
    counts = Counter(each.health for each in diagnosis.evidence)
    failed, warnings = counts["failed"], counts["warning"]
    if failed:
        text = f"{failed} of {len(diagnosis.evidence)} failed: green does not mean what it should"
    else:
        text = "Green means something: nothing failed"
    noted = f"; {counted(warnings, 'warning')} of what is not seen" if warnings else ""
    return paint("error" if failed else "good", f"{text}{noted}.")
