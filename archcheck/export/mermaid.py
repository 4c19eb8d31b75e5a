"""Mermaid, for Markdown pages: layers as subgraphs.

Mermaid refuses more than 500 edges and 50,000 characters. What has findings stays, then what stands for most; what is left out is
counted in the diagram itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from archcheck.export.wording import band_title, bands, caption, counted, edge_label
from archcheck.model.diagram import Diagram, Edge, Node
from archcheck.report.visible import visible

MOST_EDGES = 490
MOST_CHARACTERS = 49_000

_HEAD = "flowchart TB\n"
_FOOT = (
    "  classDef found fill:#fef2f2,stroke:#dc2626,color:#111827\n"
    "  classDef note fill:#fffbeb,stroke:#d97706,color:#111827\n"
)


def render_mermaid(diagram: Diagram) -> str:
    """The diagram as a flowchart, cut to what Mermaid takes."""
    ranked = sorted(diagram.edges, key=lambda edge: (-edge.findings, -edge.count, edge.source, edge.target))
    edges, nodes = ranked[:MOST_EDGES], list(diagram.nodes)
    while True:
        text = _flowchart(diagram, nodes, edges)
        if len(text) <= MOST_CHARACTERS:
            return text
        share = MOST_CHARACTERS / len(text) * 0.95
        if edges and len(edges) * 2 > len(nodes):
            edges = edges[: int(len(edges) * share)]
        else:
            nodes = _weightiest(nodes, edges, int(len(nodes) * share))
            kept = {node.id for node in nodes}
            edges = [edge for edge in edges if edge.source in kept and edge.target in kept]


def _weightiest(nodes: Sequence[Node], edges: Sequence[Edge], number: int) -> list[Node]:
    """So many nodes, in their order: those with findings, then those with edges, then those that hold most."""
    busy = {id_ for edge in edges for id_ in (edge.source, edge.target)}
    ranked = sorted(nodes, key=lambda node: (-node.findings, node.id not in busy, -node.members, node.id))
    kept = {node.id for node in ranked[:number]}
    return [node for node in nodes if node.id in kept]


def _flowchart(diagram: Diagram, nodes: Sequence[Node], edges: Sequence[Edge]) -> str:
    number = {node.id: f"n{at}" for at, node in enumerate(diagram.nodes)}
    lines: list[str] = []
    for at, (band, members) in enumerate(bands(replace(diagram, nodes=tuple(nodes)))):
        lines.append(f'  subgraph layer{at}["{_text(band_title(band))}"]')
        lines += [f"    {_node(node, diagram, number)}" for node in members]
        lines.append("  end")
    ordered = sorted(edges, key=lambda edge: (edge.source, edge.target))
    lines += [_edge(edge, number) for edge in ordered]
    bad = [str(at) for at, edge in enumerate(ordered) if edge.findings]
    if bad:
        lines.append(f"  linkStyle {','.join(bad)} stroke:#dc2626,stroke-width:2px")
    notes = [*diagram.notes, *_left_out(diagram, nodes, edges)]
    if notes:
        lines.append(f'  cut["{_text("; ".join(notes))}"]:::note')
    return _HEAD + "".join(f"{line}\n" for line in lines) + _FOOT


def _left_out(diagram: Diagram, nodes: Sequence[Node], edges: Sequence[Edge]) -> list[str]:
    lost = [
        counted(number, noun)
        for number, noun in (
            (len(diagram.nodes) - len(nodes), "node"),
            (len(diagram.edges) - len(edges), "edge"),
        )
        if number
    ]
    return [f"left out, since Mermaid takes no more: {' and '.join(lost)}"] if lost else []


def _node(node: Node, diagram: Diagram, number: Mapping[str, str]) -> str:
    lines = [_text(line) for line in caption(node, diagram)]
    if node.domain and node.domain != node.label and diagram.level != "domain":
        lines.insert(1, _text(f"domain {node.domain}"))
    found = ":::found" if node.findings else ""
    return f'{number[node.id]}["{"<br/>".join(lines)}"]{found}'


def _edge(edge: Edge, number: Mapping[str, str]) -> str:
    label = edge_label(edge)
    if edge.findings:
        label = f"{edge.count:,}, {counted(edge.findings, 'finding')}"
    middle = f'-->|"{label}"|' if label else "-->"
    return f"  {number[edge.source]} {middle} {number[edge.target]}"


def _text(text: str) -> str:
    """Text of a label; every mark but the plainest is a character reference in Mermaid's own spelling."""
    return "".join(
        character if character.isalnum() or character in " .,:_/-" else f"#{ord(character)};"
        for character in visible(text)
    )
