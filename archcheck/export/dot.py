"""DOT, for Graphviz, with a place for every node and layers as clusters.

The layout is that of our own pictures, and Graphviz only draws the edges between (``layout=nop``): laid out by ``dot``, a graph of
some hundred modules takes minutes, and version 2.43 gives up on clusters whose edges may not decide on ranks ("trouble in
init_rank"). ``dot -Kdot`` still lays it out anew.
"""

from collections.abc import Mapping

from archcheck.export.attributes import Scalar, edge_values, graph_values, names, node_values
from archcheck.export.layout import BOX_HEIGHT, BOX_WIDTH, CHARACTERS, PADDING, Box, Layout, Strip, layout
from archcheck.export.wording import band_title, caption, edge_label, edge_title, shortened
from archcheck.model.diagram import Diagram, Edge

CURVED = 400
"""Up to so many edges are drawn around the nodes; more of them as straight lines, which take no time."""

_INCH = 72

_HEAD = f"""\
digraph archcheck {{
  graph [layout=nop, fontname="Helvetica", fontsize=12];
  node [shape=box, style="rounded,filled", fillcolor="#ffffff", color="#64748b", fontname="Helvetica", fontsize=10];
  node [fixedsize=true, width={BOX_WIDTH / _INCH:.3f}, height={BOX_HEIGHT / _INCH:.3f}];
  edge [color="#94a3b8", fontname="Helvetica", fontsize=9, arrowsize=0.6];
"""


def render_dot(diagram: Diagram) -> str:
    """The diagram in the DOT language."""
    name = names(diagram)
    drawn = layout(diagram)
    lines = [f"  graph [{_listed(_whole(diagram))}];"]
    lines.append(f"  graph [splines={'line' if len(diagram.edges) > CURVED else 'spline'}];")
    for number, strip in enumerate(drawn.strips):
        boxes = [box for box in drawn.boxes if strip.y < box.y < strip.y + strip.height]
        lines += [f'  subgraph "cluster_{number}" {{', f"    graph [{_strip(strip, drawn)}];"]
        lines += [f"    {_node(box, diagram, name, drawn)}" for box in boxes]
        lines.append("  }")
    lines += [_edge(edge, diagram, name) for edge in diagram.edges]
    return _HEAD + "\n".join(lines) + "\n}\n"


def _whole(diagram: Diagram) -> dict[str, Scalar]:
    """Graphviz has a meaning of its own for ``layers``; here the clusters say it."""
    return {key: value for key, value in graph_values(diagram).items() if key != "layers"}


def _strip(strip: Strip, drawn: Layout) -> str:
    """Graphviz counts from the bottom."""
    title = band_title(strip.band)
    top, bottom = drawn.height - strip.y, drawn.height - strip.y - strip.height
    bounds = f"{PADDING / 2:.1f},{bottom:.1f},{drawn.width - PADDING / 2:.1f},{top:.1f}"
    look = 'style="rounded,filled", color="#cbd5e1", fillcolor="#f1f5f9"'
    at = f"{PADDING + 6 + 3.4 * len(title):.1f},{top - 12:.1f}"
    return f'label={_label(title)}, lp="{at}", bb="{bounds}", {look}'


def _node(box: Box, diagram: Diagram, name: Mapping[str, str], drawn: Layout) -> str:
    node = box.node
    text = r"\n".join(_escaped(shortened(line, CHARACTERS)) for line in caption(node, diagram))
    values = {key: value for key, value in node_values(node).items() if key != "label"}
    look = ', color="#dc2626", fillcolor="#fef2f2"' if node.findings else ""
    at = f"{box.x + BOX_WIDTH / 2:.1f},{drawn.height - box.y - BOX_HEIGHT / 2:.1f}"
    tip = _label(name[node.id])
    return f'{_quoted(name[node.id])} [label="{text}", pos="{at}", {_listed(values)}{look}, tooltip={tip}];'


def _edge(edge: Edge, diagram: Diagram, name: Mapping[str, str]) -> str:
    values: dict[str, Scalar] = {"label": edge_label(edge), **edge_values(edge)}
    look = ', color="#dc2626", penwidth=1.8' if edge.findings else ""
    tip = f", tooltip={_label(edge_title(edge, diagram))}"
    return f"  {_quoted(name[edge.source])} -> {_quoted(name[edge.target])} [{_listed(values)}{look}{tip}];"


def _listed(values: Mapping[str, Scalar]) -> str:
    return ", ".join(
        f"{key}={value}" if isinstance(value, int) else f"{key}={_label(value)}" for key, value in values.items()
    )


def _quoted(name: str) -> str:
    """A name: in it, only the quote is escaped, and a backslash stands for itself unless the quote follows."""
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _label(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    """Text of a label, where a backslash starts an escape and an ampersand a character reference."""
    return text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
