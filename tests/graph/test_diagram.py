"""Diagrams from modules put down by hand: grouping, counting, focus, violations."""

from archcheck.graph.diagram import Marks, Member, View, diagram
from archcheck.model.diagram import Band, Diagram, Edge

LAYERS = (Band("L2", "Services"), Band("L1", "Models"))


def member(name: str, layer: str | None, domain: str | None, *, package: bool = False, sites: int = 0) -> Member:
    return Member(name, name, package, layer, domain, f"{name.replace('.', '/')}.py", sites=sites)


MEMBERS = [
    member("shop", "L1", None, package=True),
    member("shop.orders", "L2", "orders", package=True),
    member("shop.orders.services", "L2", "orders", sites=2),
    member("shop.orders.models", "L1", "orders"),
    member("shop.billing.services", "L2", "billing"),
    member("shop.billing.models", "L1", "billing"),
    member("shop.billing.loose", None, "billing"),
]
COUNTS = {
    ("shop.orders.services", "shop.orders.models"): 2,
    ("shop.orders.services", "shop.billing.models"): 1,
    ("shop.orders.models", "shop.billing.loose"): 1,
    ("shop.billing.loose", "shop.billing.services"): 3,
    ("shop.billing.services", "shop.billing.models"): 1,
    ("shop.billing.services", "elsewhere"): 9,
}
CHAIN = (
    ("shop.orders.models", "shop.billing.loose"),
    ("shop.billing.loose", "shop.billing.services"),
)
MARKS = Marks(
    members=(("shop.orders.models", True), ("shop.orders.services", False)),
    pairs=((CHAIN, True), (CHAIN[:1], False)),
)


def drawn(view: View) -> Diagram:
    return diagram(MEMBERS, COUNTS, MARKS, LAYERS, view)


def edges(found: Diagram) -> list[tuple[str, str, int, int, int]]:
    return [(edge.source, edge.target, edge.count, edge.findings, edge.new) for edge in found.edges]


def test_modules() -> None:
    found = drawn(View("imports", "module"))
    assert [node.id for node in found.nodes] == [
        "shop.billing.services",
        "shop.orders",
        "shop.orders.services",
        "shop.billing.models",
        "shop.orders.models",
        "shop",
        "shop.billing.loose",
    ]
    assert edges(found) == [
        ("shop.billing.loose", "shop.billing.services", 3, 1, 1),
        ("shop.billing.services", "shop.billing.models", 1, 0, 0),
        ("shop.orders.models", "shop.billing.loose", 1, 2, 1),
        ("shop.orders.services", "shop.billing.models", 1, 0, 0),
        ("shop.orders.services", "shop.orders.models", 2, 0, 0),
    ]
    services = found.nodes[2]
    assert (services.layer, services.domain, services.sites, services.findings, services.new) == (
        "L2",
        "orders",
        2,
        1,
        0,
    )
    assert services.path == "shop/orders/services.py"


def test_layers_count_what_stays_inside() -> None:
    found = drawn(View("imports", "layer"))
    assert [(node.id, node.modules, node.inner, node.domain) for node in found.nodes] == [
        ("L2", 3, 0, None),
        ("L1", 3, 0, None),
        ("(no layer)", 1, 0, "billing"),
    ]
    assert edges(found) == [
        ("(no layer)", "L2", 3, 1, 1),
        ("L1", "(no layer)", 1, 2, 1),
        ("L2", "L1", 4, 0, 0),
    ]


def test_domains_with_and_without_layers() -> None:
    whole = drawn(View("imports", "domain"))
    assert [(node.id, node.layer, node.inner, node.findings) for node in whole.nodes] == [
        ("(no domain)", "L1", 0, 0),
        ("billing", None, 4, 0),
        ("orders", None, 2, 2),
    ]
    split = drawn(View("layers", "domain"))
    assert [(node.id, node.label, node.layer) for node in split.nodes] == [
        ("L2/billing", "billing", "L2"),
        ("L2/orders", "orders", "L2"),
        ("L1/billing", "billing", "L1"),
        ("L1/orders", "orders", "L1"),
        ("L1/(no domain)", "(no domain)", "L1"),
        ("(no layer)/billing", "billing", None),
    ]
    assert ("L1/orders", "(no layer)/billing", 1, 2, 1) in edges(split)


def test_a_package_holds_its_own_module() -> None:
    found = drawn(View("imports", "package"))
    assert [(node.id, node.modules) for node in found.nodes] == [("shop", 1), ("shop.billing", 3), ("shop.orders", 3)]


def test_focus_keeps_what_is_around_it_and_says_how_much_is_left_out() -> None:
    near = drawn(View("imports", "module", focus=("shop.orders.models",)))
    assert [node.id for node in near.nodes] == ["shop.orders.services", "shop.orders.models", "shop.billing.loose"]
    assert near.notes == ("4 nodes outside the focus left out",)
    alone = drawn(View("imports", "module", focus=("shop.billing.**",), depth=0))
    assert [node.id for node in alone.nodes] == ["shop.billing.services", "shop.billing.models", "shop.billing.loose"]
    assert {edge.target for edge in alone.edges} == {"shop.billing.services", "shop.billing.models"}


def test_only_violations() -> None:
    found = drawn(View("imports", "module", only_violations=True))
    assert [node.id for node in found.nodes] == [
        "shop.billing.services",
        "shop.orders.services",
        "shop.orders.models",
        "shop.billing.loose",
    ]
    assert all(edge.findings for edge in found.edges)
    assert found.notes == ("3 nodes without findings left out",)


def test_functions() -> None:
    members = [
        Member(f"shop.a:{name}", "shop.a", False, "L1", None, "shop/a.py", line) for name, line in (("f", 3), ("g", 9))
    ]
    found = diagram(members, {("shop.a:f", "shop.a:g"): 1}, Marks(), LAYERS, View("calls", "function"))
    assert [(node.id, node.path, node.line) for node in found.nodes] == [
        ("shop.a:f", "shop/a.py", 3),
        ("shop.a:g", "shop/a.py", 9),
    ]
    assert found.edges == (Edge("shop.a:f", "shop.a:g"),)
    assert found.verb == "calls"


def test_nothing() -> None:
    found = diagram([], {}, Marks(), (), View("imports", "module"))
    assert (found.nodes, found.edges, found.notes) == ((), (), ())
