"""SVG and PNG: well-formed, inert, nothing on top of anything, and what is not drawn is said."""

import struct
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import pytest
from archcheck.export.layout import BOX_HEIGHT, BOX_WIDTH, layout
from archcheck.export.svg import MOST_NODES, MOST_PLAIN, render_svg
from archcheck.export.wording import shortened
from archcheck.model.diagram import Diagram
from archcheck.report.visible import visible

TAGS = {"svg", "title", "rect", "g", "text", "path", "line", "defs", "marker"}
ATTRIBUTES = {"onclick", "onload", "href", "style"}


def read(text: str) -> ElementTree.Element:
    assert text.isascii()
    root = ElementTree.fromstring(text)
    for element in root.iter():
        assert element.tag.rpartition("}")[2] in TAGS
        assert not ATTRIBUTES & element.attrib.keys()
    return root


def texts(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]


def curves(root: ElementTree.Element) -> list[str]:
    paths = root.findall("{http://www.w3.org/2000/svg}path")
    return [path.attrib["stroke"] for path in paths]


def test_what_is_written(diagram: Diagram) -> None:
    root = read(render_svg(diagram))
    found = texts(root)
    assert found[0] == "Layers: 4 cells, 3 edges"
    for text in (
        "L2",
        "Services",
        "L1",
        "Models",
        "no layer",
        "billing",
        "1,200 modules, 4 sites",
        "2 findings",
        "1,500",
    ):
        assert text in found
    assert "3 nodes without findings left out." in found
    assert sorted(curves(root)) == ["#94a3b8", "#94a3b8", "#dc2626"]
    assert any(
        title.text == "L1/orders imports L2/orders: 1 import, 2 findings"
        for title in root.iter("{http://www.w3.org/2000/svg}title")
    )


def test_hostile(hostile: Diagram) -> None:
    root = read(render_svg(hostile))
    assert all(text.isprintable() for text in texts(root))
    titles = [title.text for title in root.iter("{http://www.w3.org/2000/svg}title")]
    assert visible(hostile.nodes[0].id) in titles


def test_a_large_one_is_cut_and_says_so(large: Diagram) -> None:
    root = read(render_svg(large))
    drawn = curves(root)
    assert drawn.count("#dc2626") == 1
    assert len(drawn) <= MOST_PLAIN + 1
    lost = f"{len(large.nodes) - MOST_NODES} nodes and {len(large.edges) - len(drawn):,} edges not drawn"
    assert any(text.startswith(lost) for text in texts(root))


@pytest.mark.parametrize("which", ["diagram", "hostile", "large"])
def test_no_box_covers_another_and_each_stands_in_its_layer(which: str, request: pytest.FixtureRequest) -> None:
    diagram: Diagram = request.getfixturevalue(which)
    found = layout(diagram)
    assert len(found.boxes) == len(diagram.nodes)
    assert len(found.curves) == len(diagram.edges)
    places = sorted((box.x, box.y) for box in found.boxes)
    for (x, y), (other_x, other_y) in combinations(places[:200], 2):
        assert abs(x - other_x) >= BOX_WIDTH or abs(y - other_y) >= BOX_HEIGHT
    strips = {strip.band.id: strip for strip in found.strips}
    for box in found.boxes:
        strip = strips.get(box.node.layer or "", found.strips[-1])
        assert strip.y <= box.y
        assert box.y + BOX_HEIGHT <= strip.y + strip.height <= found.height
        assert box.x + BOX_WIDTH <= found.width


def test_a_domain_has_its_column(diagram: Diagram) -> None:
    places = {box.node.id: box.x for box in layout(diagram).boxes}
    assert places["L2/orders"] == places["L1/orders"] == places["(no layer)/orders"] != places["L2/billing"]


def test_an_edge_goes_round_what_stands_between(diagram: Diagram) -> None:
    over = replace(diagram, edges=(replace(diagram.edges[2], target="(no layer)/orders"),))
    ((_, (start, first, second, end)),) = layout(over).curves
    (box,) = [box for box in layout(over).boxes if box.node.id == "L2/orders"]
    assert start[0] == end[0] == box.x + BOX_WIDTH
    assert first[0] > start[0]
    assert second[0] > end[0]


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("shop.orders", "shop.orders"),
        ("shop.billing.coordinators.year", "…coordinators.year"),
        ("shop.a_very_long_name_of_a_module", "…ng_name_of_a_module"),
    ],
)
def test_long_names_keep_their_ends(text: str, short: str) -> None:
    assert shortened(text, 20) == short


def test_png(diagram: Diagram) -> None:
    pytest.importorskip("vl_convert", reason="vl-convert is not installed")
    from archcheck.export.png import render_png

    data = render_png(diagram)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    found = layout(diagram)
    assert width == pytest.approx(found.width * 2, abs=2)
    assert height > found.height


def test_the_same_bytes(diagram: Diagram) -> None:
    assert render_svg(diagram) == render_svg(diagram)
