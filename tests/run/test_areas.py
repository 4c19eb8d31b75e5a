from archcheck.model.placement import Placement
from archcheck.run.areas import areas


def places(*names: str, domain: str | None = None) -> list[Placement]:
    return [Placement(name, "", None, domain, None, "") for name in names]


def test_domains_where_there_are_any() -> None:
    word, found = areas([*places("shop.orders.api", domain="orders"), *places("shop.base")])
    assert (word, found) == ("domain", {"shop.orders.api": "orders", "shop.base": None})


def test_packages_where_there_are_none() -> None:
    word, found = areas(places("shop", "shop.api", "shop.a", "shop.a.x", "shop.a.deep.y", "shop.b.z"))
    assert word == "package"
    assert found == {"shop": "shop", "shop.api": "shop", "shop.a": "shop.a", "shop.a.x": "shop.a", "shop.a.deep.y": "shop.a", "shop.b.z": "shop.b"}  # fmt: skip


def test_a_deep_project_is_parted_where_it_parts() -> None:
    word, found = areas(places("org.shop.a.x", "org.shop.b.y", "org.shop.c.z"))
    assert (word, set(found.values())) == ("package", {"org.shop.a", "org.shop.b", "org.shop.c"})


def test_single_modules_stand_for_themselves() -> None:
    assert areas(places("one", "two")) == ("package", {"one": "one", "two": "two"})
