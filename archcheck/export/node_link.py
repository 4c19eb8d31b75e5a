"""Node-link JSON, as networkx and D3 read it."""

import json

from archcheck.export.networkx_graph import networkx_graph
from archcheck.model.diagram import Diagram


def render_node_link(diagram: Diagram) -> str:
    """The diagram as JSON in ASCII: ``nodes`` with an ``id``, ``edges`` with ``source`` and ``target``."""
    import networkx

    document = networkx.node_link_data(networkx_graph(diagram), edges="edges")
    # Two hash marks start a command in the logs of some CI systems; the value is the same.
    return json.dumps(document, indent=1, ensure_ascii=True).replace("##", "#\\u0023") + "\n"
