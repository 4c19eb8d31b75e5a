"""PlantUML, as a C4 component diagram: layers as boundaries, nodes as components.

It uses the C4 library that comes with PlantUML, so nothing is fetched when it is drawn.
"""

from collections.abc import Mapping
from itertools import pairwise

from archcheck.export.wording import band_title, bands, caption, counted
from archcheck.model.diagram import Diagram, Edge, Node
from archcheck.report.visible import visible

_HEAD = """\
@startuml
!include <C4/C4_Component>
LAYOUT_TOP_DOWN()
AddElementTag("found", $bgColor="#fef2f2", $fontColor="#111827", $borderColor="#dc2626")
AddRelTag("found", $textColor="#dc2626", $lineColor="#dc2626")
"""


def render_plantuml(diagram: Diagram) -> str:
    """The diagram in the language of PlantUML."""
    number = {node.id: f"n{at}" for at, node in enumerate(diagram.nodes)}
    grouped = bands(diagram)
    height = {node.id: at for at, (_, nodes) in enumerate(grouped) for node in nodes}
    lines: list[str] = []
    for at, (band, nodes) in enumerate(grouped):
        lines.append(f'Boundary(layer{at}, "{_text(band_title(band))}") {{')
        lines += [f"  {_node(node, diagram, number)}" for node in nodes]
        lines.append("}")
    heads = [number[nodes[0].id] for _, nodes in grouped]
    lines += [f"Lay_D({upper}, {lower})" for upper, lower in pairwise(heads)]
    lines += [_edge(edge, diagram, number, height) for edge in diagram.edges]
    if diagram.notes:
        lines.append(f'note "{_text("; ".join(diagram.notes))}" as notes')
    return _HEAD + "".join(f"{line}\n" for line in lines) + "@enduml\n"


def _node(node: Node, diagram: Diagram, number: Mapping[str, str]) -> str:
    label, *rest = [_text(line) for line in caption(node, diagram)]
    single = diagram.level in ("layer", "domain") or node.domain is None
    technology = _text(diagram.level if single else f"{diagram.level} of {node.domain}")
    tag = ', $tags="found"' if node.findings else ""
    return f'Component({number[node.id]}, "{label}", "{technology}", "{", ".join(rest)}"{tag})'


def _edge(edge: Edge, diagram: Diagram, number: Mapping[str, str], height: Mapping[str, int]) -> str:
    """A relation that says whether it goes up or down, so that the layers keep their order."""
    way = height[edge.target] - height[edge.source]
    relation = "Rel_D" if way > 0 else "Rel_U" if way < 0 else "Rel"
    label = f"{diagram.verb} {edge.count:,}"
    tag = ""
    if edge.findings:
        label += f", {counted(edge.findings, 'finding')}"
        tag = ', $tags="found"'
    return f'{relation}({number[edge.source]}, {number[edge.target]}, "{label}"{tag})'


def _text(text: str) -> str:
    """Text between quotes; marks that mean something to PlantUML or its preprocessor are character references."""
    return "".join(
        character if character.isalnum() or character in " .,:/-" else f"&#{ord(character)};"
        for character in visible(text)
    )
