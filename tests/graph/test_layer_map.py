"""Where a module stands: by the most literal pattern, by its header, or nowhere, always with the reason."""

import pytest
from archcheck.config.schema import Assign, Layer
from archcheck.facts.schema import Comment
from archcheck.graph.layer_map import LayerMap, assign_layers
from archcheck.model.errors import UserError
from archcheck.model.source import Fate, SourceFile

LAYERS = (
    Layer(id="L2", modules=("shop.*.api.**", "shop.main"), aliases=("L2.1",)),
    Layer(id="L1", modules=("shop.**",)),
)
BOTH = Assign(by=("modules", "header"))


def file(module: str, fate: Fate = "module") -> SourceFile:
    return SourceFile(f"{module.replace('.', '/')}.py", f"/p/{module}", module, False, fate)


def placed(
    modules: list[str],
    headers: dict[str, str] | None = None,
    assign: Assign | None = None,
    layers: tuple[Layer, ...] = LAYERS,
    domains: tuple[str, ...] = (),
) -> LayerMap:
    comments = {
        file(module).path: [Comment(1, 1, "#!/usr/bin/python", True), Comment(3, 1, text, True)]
        for module, text in (headers or {}).items()
    }
    return assign_layers([file(module) for module in modules], comments, layers, assign or Assign(), domains)


def test_the_pattern_with_more_literal_segments_wins() -> None:
    found = placed(["shop", "shop.orders.api", "shop.orders.api.v1", "shop.main", "other"])
    assert {p.module: (p.layer, p.source, p.evidence) for p in found.placements} == {
        "shop": ("L1", "modules", "matches shop.**"),
        "shop.orders.api": ("L2", "modules", "matches shop.*.api.**"),
        "shop.orders.api.v1": ("L2", "modules", "matches shop.*.api.**"),
        "shop.main": ("L2", "modules", "matches shop.main"),
        "other": (None, None, "no pattern of [[layers]] matches it"),
    }
    assert (found.layer("shop.main"), found.layer("nowhere")) == ("L2", None)


def test_a_tie_is_a_mistake_once_for_each_pair_of_patterns() -> None:
    layers = (Layer(id="a", modules=("x.**", "shop.*.b")), Layer(id="b", modules=("shop.a.*",)))
    with pytest.raises(UserError) as caught:
        placed(["shop.a.b", "shop.a.c", "shop.z.b"], layers=layers)
    assert [str(mistake) for mistake in caught.value.mistakes] == [
        "layers.toml: layers[1].modules[0]: 'shop.a.*' of b and 'shop.*.b' of a match shop.a.b with the same weight; "
        "write one of them with more literal segments"
    ]


def test_two_patterns_of_one_layer_are_no_tie() -> None:
    assert placed(["shop.a.b"], layers=(Layer(id="a", modules=("shop.*.b", "shop.a.*")),)).layer("shop.a.b") == "a"


@pytest.mark.parametrize(
    ("by", "layer", "source"), [(("modules", "header"), "L1", "modules"), (("header", "modules"), "L2", "header")]
)
def test_the_order_of_authority(by: tuple[str, ...], layer: str, source: str) -> None:
    found = placed(["shop.a"], {"shop.a": "# Layer: L2"}, Assign.model_validate({"by": by}))
    assert [(p.layer, p.source) for p in found.placements] == [(layer, source)]
    (problem,) = found.header_problems
    assert (problem.said, problem.pattern_layer, problem.pattern) == ("L2", "L1", "shop.**")
    assert (problem.location.line, problem.location.column, problem.location.end_column) == (3, 1, 12)


@pytest.mark.parametrize(
    "header", ["# Layer: L2", "# Layer: L2.1", "# Layer: L2 — API", "# Layer: L2, the API", "# Layer:L2."]
)
def test_spellings_of_a_header(header: str) -> None:
    found = placed(["other"], {"other": header}, BOTH)
    assert (found.layer("other"), found.placements[0].evidence) == ("L2", f"line 3: {header}")
    assert found.header_problems == ()


@pytest.mark.parametrize("header", ["# Layer: L9", "# Layer: l2", "# Layer: ", "#  Layer: L2", "x = 1  # Layer: L2"])
def test_headers_that_place_nothing(header: str) -> None:
    found = placed(["other"], {"other": header}, BOTH)
    assert found.placements[0].layer is None
    assert found.placements[0].evidence == "no pattern of [[layers]] matches it, and no header names a layer"
    said = [problem.said for problem in found.header_problems]
    assert said == (["L9"] if "L9" in header else ["l2"] if "l2" in header else [])


def test_how_far_down_a_header_is_looked_for() -> None:
    assign = Assign(by=("header",), header_lines=2)
    assert placed(["other"], {"other": "# Layer: L2"}, assign).layer("other") is None


def test_only_the_start_of_a_long_comment_is_looked_at() -> None:
    assign = Assign(by=("header",), header=r"^# .*(?P<layer>L2)$")
    assert placed(["other"], {"other": "# " + "x" * 100 + "L2"}, assign).layer("other") == "L2"
    assert placed(["other"], {"other": "# " + "x" * 1000 + "L2"}, assign).layer("other") is None


def test_shadowed_files_stand_nowhere() -> None:
    found = assign_layers([file("shop.a", "shadowed"), file("shop.b", "unread")], {}, LAYERS, Assign(), ())
    assert [placement.module for placement in found.placements] == ["shop.b"]


@pytest.mark.parametrize(
    ("module", "domain"),
    [
        ("shop", None),
        ("shop.orders", "orders"),
        ("shop.orders.api.v1", "orders"),
        ("shop.core.billing.x", "billing"),
        ("shop.core", "core"),
        ("other.orders", None),
    ],
)
def test_domains_are_read_off_the_name_and_the_first_pattern_wins(module: str, domain: str | None) -> None:
    found = placed([module], domains=("shop.core.{domain}.**", "shop.{domain}.**"))
    assert found.domain(module) == domain
