"""SVG, drawn by hand: layers as bands, what has findings in red, what is left out said below.

At most 150 nodes are drawn, 400 edges with findings and 80 without, since nobody reads more: what has findings comes first, then
what stands for most.
"""

import math
import textwrap
from dataclasses import replace
from xml.etree.ElementTree import Element, SubElement

from archcheck.export.drawing import INK, PALE, PAPER, RED, length, paper, words, written
from archcheck.export.layout import BOX_HEIGHT, BOX_WIDTH, CHARACTERS, PADDING, Box, Curve, Layout, Strip, layout
from archcheck.export.wording import caption, counted, edge_title, nodes_counted, shortened
from archcheck.model.diagram import Diagram, Edge
from archcheck.report.visible import visible

MOST_NODES = 150
MOST_FOUND = 400
MOST_PLAIN = 80
MOST_LABELLED = 40

_GREY = "#94a3b8"
_NOUNS = {"imports": "Imports", "calls": "Calls", "layers": "Layers"}


def render_svg(diagram: Diagram) -> str:
    """The diagram as a picture, cut to what can be read."""
    shown = _cut(diagram)
    drawn = layout(shown)
    notes = shown.notes
    height = drawn.height + (18 * len(notes) + PADDING if notes else 0)
    root = paper(drawn.width, height, _title(diagram))
    _head(root, shown, drawn)
    for strip in drawn.strips:
        _strip(root, strip, drawn.width)
    _arrowheads(root)
    for edge, points in sorted(drawn.curves, key=lambda curve: bool(curve[0].findings)):
        _curve(root, edge, points, shown)
    for box in drawn.boxes:
        _box(root, box, shown)
    if len(drawn.curves) <= MOST_LABELLED:
        for edge, points in drawn.curves:
            if edge.count > 1:
                _count(root, edge, points)
    for number, note in enumerate(notes):
        words(root, PADDING, drawn.height + 14 + 18 * number, visible(note) + ".", size=11, fill=PALE)
    return written(root)


def _cut(diagram: Diagram) -> Diagram:
    """The part that is drawn, with a note on the rest."""
    busy = {id_ for edge in diagram.edges if edge.findings for id_ in (edge.source, edge.target)}
    ranked = sorted(diagram.nodes, key=lambda node: (node.id not in busy, -node.findings, -node.members, node.id))
    kept = {node.id for node in ranked[:MOST_NODES]}
    heaviest = sorted(
        (edge for edge in diagram.edges if edge.source in kept and edge.target in kept),
        key=lambda edge: (-edge.findings, -edge.count, edge.source, edge.target),
    )
    drawn = {
        *[edge for edge in heaviest if edge.findings][:MOST_FOUND],
        *[edge for edge in heaviest if not edge.findings][:MOST_PLAIN],
    }
    lost = [
        counted(number, noun)
        for number, noun in (
            (len(diagram.nodes) - len(kept), "node"),
            (len(diagram.edges) - len(drawn), "edge"),
        )
        if number
    ]
    notes = (f"{' and '.join(lost)} not drawn: those with findings and those that hold most come first",)
    return replace(
        diagram,
        nodes=tuple(node for node in diagram.nodes if node.id in kept),
        edges=tuple(edge for edge in diagram.edges if edge in drawn),
        notes=(*diagram.notes, *(notes if lost else ())),
    )


def _title(diagram: Diagram) -> str:
    return f"{_NOUNS[diagram.of]}: {nodes_counted(diagram)}, {counted(len(diagram.edges), 'edge')}"


def _head(root: Element, diagram: Diagram, drawn: Layout) -> None:
    words(root, PADDING, 24, _title(diagram), size=16, weight="bold")
    noun = "calls" if diagram.of == "calls" else "imports"
    for x, fill, word in (
        (PADDING, _GREY, f"{noun}, as wide as they are many"),
        (PADDING + 250, RED, f"{noun} with findings"),
    ):
        line = {"x1": f"{x}", "x2": f"{x + 24}", "y1": "41", "y2": "41", "stroke": fill, "stroke-width": "2.5"}
        SubElement(root, "line", line)
        words(root, x + 32, 45, word, size=11, fill=PALE)


def _strip(root: Element, strip: Strip, whole: float) -> None:
    SubElement(
        root,
        "rect",
        {
            "x": length(PADDING / 2),
            "y": length(strip.y),
            "width": length(whole - PADDING),
            "height": length(strip.height),
            "rx": "8",
            "fill": "#f1f5f9" if strip.is_layer else "#ffffff",
            "stroke": "#cbd5e1",
            **({} if strip.is_layer else {"stroke-dasharray": "4 4"}),
        },
    )
    words(root, PADDING + 4, strip.y + 24, visible(strip.band.id), size=14, weight="bold", fill="#334155")
    wrapped = textwrap.wrap(visible(strip.band.name), 22, max_lines=3, placeholder=" …")
    for number, line in enumerate(wrapped):
        words(root, PADDING + 4, strip.y + 41 + 13 * number, line, size=10, fill=PALE)


def _box(root: Element, box: Box, diagram: Diagram) -> None:
    node = box.node
    group = SubElement(root, "g")
    lines = caption(node, diagram)
    SubElement(group, "title").text = ", ".join([visible(node.id), *lines[1:]])
    SubElement(
        group,
        "rect",
        {
            "x": length(box.x),
            "y": length(box.y),
            "width": str(BOX_WIDTH),
            "height": str(BOX_HEIGHT),
            "rx": "6",
            "fill": "#fef2f2" if node.findings else "#ffffff",
            "stroke": RED if node.findings else "#cbd5e1",
        },
    )
    middle = box.x + BOX_WIDTH / 2
    top = box.y + BOX_HEIGHT / 2 - 7 * (len(lines) - 1) + 4
    for number, line in enumerate(lines):
        last = number == len(lines) - 1 and node.findings and number
        words(
            group,
            middle,
            top + 14 * number,
            shortened(line, CHARACTERS),
            size=11 if number == 0 else 10,
            fill=INK if number == 0 else RED if last else PALE,
            weight="bold" if number == 0 else "normal",
            anchor="middle",
        )


def _curve(root: Element, edge: Edge, points: Curve, diagram: Diagram) -> None:
    start, first, second, end = (f"{length(x)} {length(y)}" for x, y in points)
    found = bool(edge.findings)
    path = SubElement(
        root,
        "path",
        {
            "d": f"M {start} C {first}, {second}, {end}",
            "fill": "none",
            "stroke": RED if found else _GREY,
            "stroke-width": length(min(1 + math.log2(edge.count) * 0.5, 5)),
            "stroke-opacity": "0.9" if found else "0.45",
            "marker-end": f"url(#{'found' if found else 'plain'})",
        },
    )
    SubElement(path, "title").text = edge_title(edge, diagram)


def _count(root: Element, edge: Edge, points: Curve) -> None:
    """How many it stands for, in the middle of the curve."""
    x, y = ((start + 3 * first + 3 * second + end) / 8 for start, first, second, end in zip(*points, strict=True))
    text = f"{edge.count:,}"
    size = {"width": length(6 * len(text) + 6), "height": "14", "rx": "3", "fill": PAPER, "fill-opacity": "0.85"}
    SubElement(root, "rect", {"x": length(x - 3 * len(text) - 3), "y": length(y - 7), **size})
    words(root, x, y + 4, text, size=10, fill=RED if edge.findings else PALE, anchor="middle")


def _arrowheads(root: Element) -> None:
    definitions = SubElement(root, "defs")
    for name, fill in (("plain", _GREY), ("found", RED)):
        marker = SubElement(
            definitions,
            "marker",
            {
                "id": name,
                "viewBox": "0 0 8 8",
                "refX": "7",
                "refY": "4",
                "markerWidth": "7",
                "markerHeight": "7",
                "markerUnits": "userSpaceOnUse",
                "orient": "auto",
            },
        )
        SubElement(marker, "path", {"d": "M 0 0 L 8 4 L 0 8 z", "fill": fill})
