from archcheck.graph.coupling import couplings
from archcheck.model.review import Coupling

MODULES = ["shop", "shop.api", "shop.orders", "shop.orders.driver", "shop.orders.model", "shop.base", "other"]
IMPORTS = [
    ("shop.api", "shop.orders.driver"),
    ("shop.api", "shop.orders.model"),
    ("shop.orders.driver", "shop.orders.model"),
    ("shop.orders.model", "shop.base"),
    ("shop.orders.driver", "shop.base"),
    ("shop.base", "other"),
]


def test_modules_outside_are_counted_once() -> None:
    found = {each.package: each for each in couplings(MODULES, IMPORTS)}
    assert found["shop.orders"] == Coupling("shop.orders", modules=3, afferent=1, efferent=1)
    assert found["shop"] == Coupling("shop", modules=6, afferent=0, efferent=1)


def test_a_module_alone_is_no_package() -> None:
    assert [each.package for each in couplings(MODULES, IMPORTS)] == ["shop", "shop.orders"]


def test_instability_is_efferent_by_both() -> None:
    assert Coupling("a", 2, 3, 1).instability == 0.25
    assert Coupling("a", 2, 0, 0).instability is None
