"""Imports against the order of layers, on graphs that are built by hand."""

import grimp
from archcheck.graph.layer_contract import LayerCheck, illegal_chains
from archcheck.graph.layer_map import LayerMap
from archcheck.model.placement import Placement

ORDER = ("top", "middle", "bottom")


def checked(
    imports: dict[str, list[str]],
    order: tuple[str, ...] = ORDER,
    closed: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
) -> LayerCheck:
    """Modules are called ``layer.name``; ``none.x`` stands in no layer, ``out`` is external."""
    graph = grimp.ImportGraph()
    names = {*imports, *(name for found in imports.values() for name in found)}
    for name in sorted(names):
        graph.add_module(name, is_squashed=name == "out")
    for importer, found in imports.items():
        for number, imported in enumerate(found, start=1):
            graph.add_import(
                importer=importer, imported=imported, line_number=number, line_contents=f"import {imported}"
            )
    layers = {name: name.partition(".")[0] for name in names if name != "out"}
    places = tuple(
        Placement(name, f"{name}.py", layer if layer in ORDER else None, None, None, "")
        for name, layer in sorted(layers.items())
    )
    return illegal_chains(graph, LayerMap(places), order, closed, ignore)


def chains(found: LayerCheck) -> list[str]:
    return [
        " -> ".join([chain.links[0].importer, *(link.imported for link in chain.links)]) + (" !" if chain.skips else "")
        for chain in found.chains
    ]


def test_downwards_and_inside_a_layer_is_free() -> None:
    imports = {"top.a": ["middle.a", "bottom.a", "top.b"], "middle.a": ["bottom.a"], "bottom.a": ["bottom.b", "out"]}
    found = checked(imports)
    assert (found.chains, found.checked) == ((), 5)


def test_upwards_is_not() -> None:
    found = checked({"bottom.a": ["middle.a", "top.a"], "middle.a": ["top.b"]})
    assert chains(found) == ["bottom.a -> middle.a", "bottom.a -> top.a", "middle.a -> top.b"]
    assert [(chain.importer, chain.imported) for chain in found.chains] == [
        ("bottom", "middle"),
        ("bottom", "top"),
        ("middle", "top"),
    ]
    link = found.chains[1].links[0]
    assert (link.line, link.text) == (2, "import top.a")


def test_modules_without_a_layer_are_walked_through() -> None:
    imports = {"bottom.a": ["none.x"], "none.x": ["none.y"], "none.y": ["top.a"], "middle.a": ["none.y"]}
    assert chains(checked(imports)) == [
        "bottom.a -> none.x -> none.y -> top.a",
        "middle.a -> none.y -> top.a",
    ]


def test_layers_that_the_order_leaves_out_are_walked_through() -> None:
    imports = {"bottom.a": ["middle.a"], "middle.a": ["top.a"]}
    assert chains(checked(imports, order=("top", "bottom"))) == ["bottom.a -> middle.a -> top.a"]


def test_the_order_of_the_contract_counts() -> None:
    assert chains(checked({"top.a": ["bottom.a"]}, order=("bottom", "middle", "top"))) == ["top.a -> bottom.a"]


def test_external_packages_lead_nowhere() -> None:
    assert chains(checked({"bottom.a": ["out"], "out": ["top.a"]})) == []


def test_one_finding_for_each_first_and_last_module_by_the_shortest_chain() -> None:
    imports = {
        "bottom.a": ["none.x", "none.z"],
        "bottom.b": ["none.x"],
        "none.x": ["none.y"],
        "none.y": ["top.a", "top.b"],
        "none.z": ["top.a"],
    }
    assert chains(checked(imports)) == [
        "bottom.a -> none.z -> top.a",
        "bottom.a -> none.x -> none.y -> top.b",
        "bottom.b -> none.x -> none.y -> top.a",
        "bottom.b -> none.x -> none.y -> top.b",
    ]


def test_a_closed_layer_may_not_be_skipped() -> None:
    imports = {"top.a": ["middle.a", "bottom.a"], "middle.a": ["bottom.b"], "top.b": ["none.x"], "none.x": ["bottom.b"]}
    assert chains(checked(imports, closed=("middle",))) == [
        "top.a -> bottom.a !",
        "top.b -> none.x -> bottom.b !",
    ]


def test_ignored_imports() -> None:
    imports = {"bottom.a": ["top.a", "top.b"], "bottom.b": ["none.x"], "none.x": ["top.a"]}
    found = checked(imports, ignore=("bottom.* -> top.a", "none.x -> top.*", "bottom.a->top.c", "top.** -> bottom.**"))
    assert chains(found) == ["bottom.a -> top.b"]
    assert found.unused == ("bottom.a->top.c", "top.** -> bottom.**")


def test_a_circle_ends() -> None:
    imports = {"bottom.a": ["none.x"], "none.x": ["none.y"], "none.y": ["none.x", "bottom.a", "top.a"]}
    assert chains(checked(imports)) == ["bottom.a -> none.x -> none.y -> top.a"]


def test_names_that_look_alike_keep_apart() -> None:
    imports = {"bottom.a": ["top.a.b"], "bottom": ["top.a"], "top.a": ["top.a.b"]}
    assert chains(checked(imports)) == ["bottom -> top.a", "bottom.a -> top.a.b"]
