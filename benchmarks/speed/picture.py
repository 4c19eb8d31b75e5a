"""The picture of the results, drawn by Vega-Lite (the extra ``report``)."""

from pathlib import Path
from typing import Any

from figures import Record
from trees import Tree

# Colours that are told apart by people who see red and green alike; the shapes say the same.
COLOURS = {"cold": "#0072b2", "warm": "#009e73", "changed": "#d55e00", "configured": "#cc79a7"}
MARKS = {"cold": "circle", "warm": "triangle-down", "changed": "diamond", "configured": "square"}


def draw(record: Record, trees: list[Tree], tools: list[str], into: Path) -> None:
    """Write an SVG: a panel a tree, a row a tool, seconds by the clock on a scale of powers of ten."""
    import vl_convert

    rows = [
        {"tree": _title(tree), "tool": tool, "case": case, "seconds": median.wall}
        for tree in trees
        for tool in tools
        for case in COLOURS
        if (median := record.median(tree.name, tool, case)) is not None and not median.outcome
    ]
    into.write_text(
        vl_convert.vegalite_to_svg(_figure(rows, [_title(tree) for tree in trees], tools)), encoding="utf-8"
    )


def _title(tree: Tree) -> str:
    return f"{tree.name}, {tree.files:,} files"


def _figure(rows: list[dict[str, object]], titles: list[str], tools: list[str]) -> dict[str, Any]:
    cases = list(COLOURS)
    scale = {"domain": cases, "range": list(COLOURS.values())}
    shapes = {"domain": cases, "range": list(MARKS.values())}
    legend = {"title": None, "orient": "top", "labelFontSize": 12, "symbolSize": 110}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "white",
        "data": {"values": rows},
        "columns": 2,
        "facet": {"field": "tree", "sort": titles, "title": None, "header": {"labelFontSize": 13, "labelFontWeight": "bold"}},
        "spec": {
            "width": 300,
            "height": {"step": 24},
            "mark": {"type": "point", "filled": True, "size": 80, "opacity": 0.9},
            "encoding": {
                "y": {"field": "tool", "type": "nominal", "sort": tools, "title": None, "axis": {"grid": True, "labelFontSize": 12, "labelLimit": 200}},
                "x": {
                    "field": "seconds",
                    "type": "quantitative",
                    "scale": {"type": "log"},
                    "title": "seconds by the clock",
                    "axis": {"values": [0.01, 0.1, 1, 10, 100, 1000], "format": "~g", "labelFontSize": 11},
                },
                "color": {"field": "case", "type": "nominal", "scale": scale, "legend": legend},
                "shape": {"field": "case", "type": "nominal", "scale": shapes, "legend": legend},
            },
        },
        "config": {"view": {"stroke": "#ccc"}, "font": "sans-serif"},
    }  # fmt: skip
