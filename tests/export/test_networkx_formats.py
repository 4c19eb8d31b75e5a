"""GraphML, GEXF and node-link JSON give back the graph that went in."""

import io
import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import networkx
import pytest
from archcheck.export.attributes import edge_values, names, node_values
from archcheck.export.gexf import render_gexf
from archcheck.export.graphml import render_graphml
from archcheck.export.networkx_graph import networkx_graph
from archcheck.export.node_link import render_node_link
from archcheck.model.diagram import Diagram
from archcheck.report.visible import visible

RENDERERS: dict[str, Callable[[Diagram], str]] = {
    "graphml": render_graphml,
    "gexf": render_gexf,
    "json": render_node_link,
}


def read(name: str, text: str) -> Any:
    match name:
        case "graphml":
            return networkx.read_graphml(io.BytesIO(text.encode()))
        case "gexf":
            return networkx.read_gexf(io.BytesIO(text.encode()))
        case _:
            return networkx.node_link_graph(json.loads(text), edges="edges")


def values(found: Any, *, without: tuple[str, ...] = ()) -> tuple[dict[str, Any], dict[tuple[str, str], Any]]:
    nodes = {id_: {k: v for k, v in data.items() if k not in without} for id_, data in found.nodes(data=True)}
    return nodes, {(a, b): {k: v for k, v in data.items() if k != "id"} for a, b, data in found.edges(data=True)}


@pytest.mark.parametrize("name", RENDERERS)
@pytest.mark.parametrize("which", ["diagram", "hostile", "large"])
def test_read_back(name: str, which: str, request: pytest.FixtureRequest) -> None:
    diagram: Diagram = request.getfixturevalue(which)
    text = RENDERERS[name](diagram)
    found = read(name, text)
    assert found.is_directed()
    assert values(found) == values(networkx_graph(diagram))
    shown = names(diagram)
    for node in diagram.nodes:
        assert found.nodes[shown[node.id]].items() >= node_values(node).items()
    for edge in diagram.edges:
        assert found.edges[shown[edge.source], shown[edge.target]].items() >= edge_values(edge).items()
    if name != "gexf":
        assert found.graph["level"] == diagram.level


@pytest.mark.parametrize("name", RENDERERS)
def test_nothing_but_text(name: str, hostile: Diagram) -> None:
    text = RENDERERS[name](hostile)
    assert text.replace("\n", "").isprintable()
    assert "##[" not in text
    if name != "json":
        tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(text).iter()}
        assert not {"script", "b"} & tags


@pytest.mark.parametrize("name", RENDERERS)
def test_nothing_of_the_day_or_the_library(name: str, diagram: Diagram) -> None:
    text = RENDERERS[name](diagram)
    assert text == RENDERERS[name](diagram)
    assert "lastmodified" not in text
    assert "NetworkX" not in text


def test_names_that_look_alike_stay_apart(hostile: Diagram) -> None:
    assert len(set(names(hostile).values())) == 3
    assert names(hostile)["a\n"] == "a\\n"
    assert names(hostile)["a\\n"] == "a\\n #2"
    assert all(visible(name) == name for name in names(hostile).values())
