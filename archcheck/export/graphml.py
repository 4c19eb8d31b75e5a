"""GraphML, by networkx: for yEd, Gephi, Cytoscape, igraph and networkx itself."""

from archcheck.export.networkx_graph import networkx_graph
from archcheck.model.diagram import Diagram


def render_graphml(diagram: Diagram) -> str:
    """The diagram as GraphML."""
    from networkx.readwrite.graphml import GraphMLWriter

    # Not write_graphml, which writes otherwise where lxml is installed.
    writer = GraphMLWriter(encoding="utf-8", prettyprint=True, named_key_ids=True)
    writer.add_graph_element(networkx_graph(diagram))
    return f"<?xml version='1.0' encoding='utf-8'?>\n{writer}\n"
