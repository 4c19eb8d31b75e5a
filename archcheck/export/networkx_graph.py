"""The diagram as a networkx graph with scalar attributes, for the formats that networkx writes."""

from typing import TYPE_CHECKING

from archcheck.export.attributes import edge_values, graph_values, names, node_values
from archcheck.model.diagram import Diagram

if TYPE_CHECKING:
    import networkx


def networkx_graph(diagram: Diagram) -> "networkx.DiGraph[str]":
    """A directed graph; nodes and edges in the diagram's order."""
    import networkx

    graph: networkx.DiGraph[str] = networkx.DiGraph(**graph_values(diagram))
    name = names(diagram)
    for node in diagram.nodes:
        graph.add_node(name[node.id], **node_values(node))
    for edge in diagram.edges:
        graph.add_edge(name[edge.source], name[edge.target], **edge_values(edge))
    return graph
