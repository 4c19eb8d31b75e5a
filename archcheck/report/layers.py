"""The layer map as text: every module, where it stands and who says so."""

from collections import Counter
from collections.abc import Sequence

from archcheck.model.placement import Placement
from archcheck.report.style import painter
from archcheck.report.summary import counted
from archcheck.report.visible import visible, width

NONE = "-"


def render_layers(placements: Sequence[Placement], *, color: bool = False) -> str:
    """A table of the modules, and counts by layer; ends with a newline."""
    paint = painter(color)
    rows = [
        (visible(placement.layer or NONE), visible(placement.domain or NONE), visible(placement.module))
        for placement in placements
    ]
    head = ("layer", "domain", "module")
    sizes = [max(width(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = [paint("strong", "  ".join([*map(_padded, head, sizes), "because"]))]
    for row, placement in zip(rows, placements, strict=True):
        cells = [_padded(text, size) for text, size in zip(row, sizes, strict=True)]
        lines.append("  ".join([*cells, paint("dim", visible(placement.evidence))]).rstrip())
    layers = Counter(placement.layer or "no layer" for placement in placements)
    tally = ", ".join(f"{number:,} in {visible(layer)}" for layer, number in sorted(layers.items()))
    return "\n".join(lines) + f"\n\n{counted(len(placements), 'module')}{': ' if tally else ''}{tally}.\n"


def _padded(text: str, size: int) -> str:
    return text + " " * (size - width(text))
