"""A small diagram that all exporters are held against, and one whose every word is hostile."""

import pytest
from archcheck.model.diagram import Band, Diagram, Edge, Node

EVIL = (
    '</script><b>"\'&amp;]]> `|\\ @all #1 [x](y) {0} %0A $(id) ::error::b\r\n--> end "] classDef !include x\n@enduml\n'
    " =1+1 \x1b[31m \u202e \x00 \udcff"
)


@pytest.fixture
def diagram() -> Diagram:
    """Four cells in two layers, one without a layer; one import against the order."""
    return Diagram(
        of="layers",
        level="domain",
        layers=(Band("L2", "Services"), Band("L1", "Models")),
        nodes=(
            Node("L2/billing", "billing", "L2", "billing", modules=3, members=3, inner=2),
            Node("L2/orders", "orders", "L2", "orders", modules=1200, members=1200, sites=4),
            Node("L1/orders", "orders", "L1", "orders", findings=2, new=1, path="shop/orders.py", line=7),
            Node("(no layer)/orders", "orders", None, "orders"),
        ),
        edges=(
            Edge("L1/orders", "L2/orders", 1, 2, 1),
            Edge("L2/billing", "L2/orders", 1),
            Edge("L2/orders", "L1/orders", 1500),
        ),
        notes=("3 nodes without findings left out",),
    )


@pytest.fixture
def hostile() -> Diagram:
    """Three nodes, two of which look alike once they are shown."""
    nodes = (
        Node(f"{EVIL}", EVIL, EVIL, EVIL, path=EVIL),
        Node("a\n", "=cmd", "L1", None, findings=1),
        Node("a\\n", "-1", None, "@x"),
    )
    edges = (Edge(EVIL, "a\n", 3, 1, 1), Edge("a\n", "a\\n"), Edge("a\\n", EVIL))
    return Diagram("imports", "module", (Band(EVIL, EVIL), Band("L1")), nodes, edges, (EVIL,))


@pytest.fixture
def large() -> Diagram:
    """More than Mermaid takes and more than a picture shows: 700 modules with findings on the last import alone."""
    names = [f"shop.area{number % 30}.module_with_a_long_name_{number}" for number in range(700)]
    nodes = tuple(Node(name, name, "L1", f"area{at % 30}") for at, name in enumerate(names))
    edges = [
        Edge(names[at], names[(at * 7 + step) % 700], 1 + at % 5)
        for at in range(700)
        for step in (1, 2)
        if names[at] != names[(at * 7 + step) % 700]
    ]
    last = Edge(names[699], names[0], 1, 1, 1)
    edges = [edge for edge in edges if (edge.source, edge.target) != (last.source, last.target)]
    return Diagram(
        "imports", "module", (Band("L1"),), nodes, tuple(sorted([*edges, last], key=lambda e: (e.source, e.target)))
    )
