"""CSV, read back row by row."""

import csv
import io

from archcheck.export.csv import COLUMNS, render_csv
from archcheck.model.diagram import Diagram
from archcheck.report.visible import visible


def read(text: str) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(text))
    assert tuple(reader.fieldnames or ()) == COLUMNS
    return list(reader)


def test_nodes_and_edges(diagram: Diagram) -> None:
    rows = read(render_csv(diagram))
    assert [row["type"] for row in rows] == ["node"] * 4 + ["edge"] * 3
    assert {key: rows[2][key] for key in ("id", "label", "layer", "domain", "findings", "new", "path", "line")} == {
        "id": "L1/orders",
        "label": "orders",
        "layer": "L1",
        "domain": "orders",
        "findings": "2",
        "new": "1",
        "path": "shop/orders.py",
        "line": "7",
    }
    assert rows[3]["layer"] == ""
    assert (rows[4]["source"], rows[4]["target"], rows[4]["count"], rows[4]["findings"]) == (
        "L1/orders",
        "L2/orders",
        "1",
        "2",
    )


def test_hostile(hostile: Diagram) -> None:
    text = render_csv(hostile)
    assert text.replace("\n", "").isprintable()
    rows = read(text)
    assert len(rows) == 6
    assert rows[0]["id"] == visible(hostile.nodes[0].id)
    assert [row["label"] for row in rows[1:3]] == ["'=cmd", "'-1"]
    assert rows[2]["domain"] == "'@x"
