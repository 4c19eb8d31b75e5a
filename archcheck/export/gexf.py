"""GEXF, by networkx: for Gephi."""

from archcheck.export.networkx_graph import networkx_graph
from archcheck.model.diagram import Diagram


def render_gexf(diagram: Diagram) -> str:
    """The diagram as GEXF 1.2."""
    from networkx.readwrite.gexf import GEXFWriter

    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    # networkx writes the day and its own version here, so the same input would not give the same bytes.
    for meta in writer.xml.findall("meta"):
        writer.xml.remove(meta)
    writer.add_graph(networkx_graph(diagram))
    return f"<?xml version='1.0' encoding='utf-8'?>\n{writer}\n"
