"""What every format says of a node, an edge and the whole: the same names and values in all of them."""

from typing import TypeAlias

from archcheck.model.diagram import Diagram, Edge, Node
from archcheck.report.visible import visible

Scalar: TypeAlias = str | int


def graph_values(diagram: Diagram) -> dict[str, Scalar]:
    """Attributes of the whole."""
    return {
        "of": diagram.of,
        "level": diagram.level,
        "layers": ", ".join(visible(band.id) for band in diagram.layers),
        "notes": "; ".join(visible(note) for note in diagram.notes),
    }


def node_values(node: Node) -> dict[str, Scalar]:
    """Attributes of a node; what does not apply is not there."""
    values: dict[str, Scalar | None] = {
        "label": visible(node.label),
        "layer": visible(node.layer) if node.layer else None,
        "domain": visible(node.domain) if node.domain else None,
        "modules": node.modules,
        "members": node.members,
        "inner": node.inner,
        "findings": node.findings,
        "new": node.new,
        "sites": node.sites,
        "path": visible(node.path) or None,
        "line": node.line or None,
    }
    return {name: value for name, value in values.items() if value is not None}


def edge_values(edge: Edge) -> dict[str, Scalar]:
    """Attributes of an edge."""
    return {"count": edge.count, "findings": edge.findings, "new": edge.new}


def names(diagram: Diagram) -> dict[str, str]:
    """A printable name for each node's id, unique: what two ids have in common once escaped gets a number."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for node in diagram.nodes:
        name = visible(node.id)
        number = 2
        while name in taken:
            name = f"{visible(node.id)} #{number}"
            number += 1
        taken.add(name)
        found[node.id] = name
    return found
