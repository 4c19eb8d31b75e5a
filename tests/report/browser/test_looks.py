"""How the page looks, as far as it can be measured: contrast, figures below one another, nothing cut off, nothing empty."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from archcheck.model.review import Review
from archcheck.run.review import Options, review

from .conftest import NARROW, WIDE, Watched

Opens = Callable[..., Watched]
CONTRAST = (Path(__file__).parent / "contrast.js").read_text("utf-8")
CUT = """() => [...document.querySelectorAll('main a, main b, main th, main td, main dt, main dd, main .badge, nav a, h1, h2, h3')]
  .filter(node => node.checkVisibility() && node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).display !== 'inline')
  .map(node => node.textContent)"""
OUTSIDE = """() => [...document.querySelectorAll('#map svg text, #matrix svg text')].filter(text => {
    const [box, room] = [text.getBoundingClientRect(), text.ownerSVGElement.getBoundingClientRect()];
    return box.left < room.left - 1 || box.right > room.right + 1 || box.bottom > room.bottom + 1;
  }).map(text => text.textContent)"""


@pytest.fixture(scope="module")
def own() -> Review:
    """The review of archcheck itself: no findings, and packages where the example has domains."""
    return review(Path(__file__).parents[3], Options())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["shop", "own"])
def test_every_text_can_be_read(opened: Opens, request: pytest.FixtureRequest, name: str, scheme: str) -> None:
    """WCAG 2.2 AA: 4.5 to 1, and 3 to 1 for large letters."""
    page = opened(request.getfixturevalue(name), WIDE, scheme).page
    if name == "shop":
        page.locator("#findings .head").first.click()
    measured, faint = page.evaluate(CONTRAST)
    assert measured > 1000
    assert faint == []


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "390"])
@pytest.mark.parametrize("name", ["shop", "own"])
def test_nothing_is_cut_off(opened: Opens, request: pytest.FixtureRequest, name: str, size: dict[str, int]) -> None:
    page = opened(request.getfixturevalue(name), size).page
    assert page.evaluate(CUT) == []
    assert page.evaluate(OUTSIDE) == []


def test_a_clean_project_has_a_map_of_what_imports_what(opened: Opens, own: Review) -> None:
    page = opened(own).page
    assert page.locator("#findings input, #findings select").count() == 0, "there is nothing to filter"
    assert page.locator("#map .line").count() > 0
    assert page.locator("#map .line.red").count() == 0
    rows = page.locator(".contracts li").evaluate_all("all => all.map(row => row.getBoundingClientRect().height)")
    assert max(rows) < 80, "what a contract is for stands beside its name where there is nothing to count"
    names = page.locator("#map .name-line").all_text_contents()
    assert "cli" in names, "what all packages begin with is left out"


def test_figures_stand_below_one_another(opened: Opens, shop: Review) -> None:
    page = opened(shop).page
    for column in ("#grid .total .value", "#coupling td:nth-child(3)", "#inventory .pivot td:nth-last-child(2)"):
        edges = page.locator(column).evaluate_all("all => all.map(n => Math.round(n.getBoundingClientRect().right))")
        assert len(edges) > 3
        assert len(set(edges)) == 1, column


def test_long_names_are_broken_or_end_in_dots(opened: Opens, shop: Review) -> None:
    long = {"orders": "a_domain_with_a_name_of_many_words_that_no_box_can_hold_on_one_line_or_on_two"}

    def renamed(text: Any) -> Any:
        return "L1/" + long["orders"] if text == "L1/orders" else text

    cells = shop.cells
    nodes = tuple(
        replace(n, id=renamed(n.id), domain=long["orders"]) if n.id == "L1/orders" else n for n in cells.nodes
    )
    edges = tuple(replace(e, source=renamed(e.source), target=renamed(e.target)) for e in cells.edges)
    modules = tuple(
        replace(m, area=long["orders"]) if (m.place.layer, m.area) == ("L1", "orders") else m for m in shop.modules
    )
    page = opened(replace(shop, cells=replace(cells, nodes=nodes, edges=edges), modules=modules)).page
    lines = page.locator("#map .box", has_text="a_domain").locator(".name-line").all_text_contents()
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert page.evaluate(OUTSIDE) == []
