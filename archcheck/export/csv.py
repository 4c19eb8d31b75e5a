"""CSV: nodes and edges in one table, told apart by the first column."""

from __future__ import annotations

import csv
import io

from archcheck.export.attributes import Scalar, edge_values, names, node_values
from archcheck.model.diagram import Diagram

COLUMNS = (
    "type",
    "id",
    "source",
    "target",
    "label",
    "layer",
    "domain",
    "modules",
    "members",
    "inner",
    "count",
    "findings",
    "new",
    "sites",
    "path",
    "line",
)

_FORMULA = ("=", "+", "-", "@")


def render_csv(diagram: Diagram) -> str:
    """A row a node, then a row an edge; columns that do not apply are empty."""
    name = names(diagram)
    rows: list[dict[str, Scalar]] = [
        {"type": "node", "id": name[node.id], **node_values(node)} for node in diagram.nodes
    ]
    rows += [
        {"type": "edge", "source": name[edge.source], "target": name[edge.target], **edge_values(edge)}
        for edge in diagram.edges
    ]
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    return written.getvalue()


def _cell(value: Scalar) -> Scalar:
    """A spreadsheet runs what starts like a formula; an apostrophe before it makes it text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
