"""What a reader of the page does: look, click, search, go back, print."""

from collections.abc import Callable
from typing import Any

import pytest
from archcheck.model.finding import Finding
from archcheck.model.review import Review

from .conftest import NARROW, WIDE, Watched

Opens = Callable[..., Watched]
SECTIONS = ["Verdict", "Where to work", "Layer map", "Dependency matrix", "Worklist", "Sweeps", "Findings", "Call sites", "Coupling", "Cycles", "Blind spots", "Configuration"]  # fmt: skip

IN_SIGHT = "node => { const box = node.getBoundingClientRect(); return box.top > 60 && box.bottom < innerHeight; }"


def finding(shop: Review, function: str) -> Finding:
    return next(each for each in shop.report.findings if each.function == function)


def shown(page: Any) -> list[str]:
    """The messages of the findings that are listed."""
    return page.locator("#findings .finding .message").all_inner_texts()


def rest(page: Any) -> str:
    return page.evaluate("location.hash")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "390"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_hangs_over_the_edge(opened: Opens, shop: Review, size: dict[str, int], scheme: str) -> None:
    watched = opened(shop, size, scheme)
    site = finding(shop, "OrderRepository.save").fingerprint
    for hash_ in (
        "",
        "#finding-" + site,
        "#map?open=L2/orders&edges=all",
        "#module-shop.db",
        "#rule-effect-site",
        "#cell-L2%2Forders",
    ):
        page = watched.go(hash_)
        assert page.evaluate("document.documentElement.scrollWidth") == size["width"], hash_


def test_every_section_is_there_and_in_the_contents(opened: Opens, shop: Review) -> None:
    page = opened(shop).page
    titles = page.locator("main > section:visible > h2").all_inner_texts()
    assert ["Verdict", *titles] == SECTIONS
    listed = page.locator("#contents a").evaluate_all("all => all.map(a => a.firstChild.textContent)")
    assert listed == SECTIONS


def test_a_cell_of_the_grid_filters_the_findings(opened: Opens, shop: Review) -> None:
    page = opened(shop).page
    assert len(shown(page)) == len(shop.report.findings)
    page.get_by_label("L2, billing: 3 findings in 1 module").first.click()
    assert rest(page) == "#findings?layer=L2&area=billing"
    assert len(shown(page)) == 3
    assert all("LedgerDriver" in text for text in shown(page))
    assert page.locator("#findings").evaluate("node => Math.abs(node.getBoundingClientRect().top) < 120")


def test_a_finding_opens_on_its_source_and_its_witness(opened: Opens, shop: Review) -> None:
    page = opened(shop).page
    charge = finding(shop, "LedgerDriver.commit")
    row = page.locator("#findings .finding", has_text="LedgerDriver.commit (L2) commits")
    row.locator("button").click()
    assert rest(page) == f"#finding-{charge.fingerprint}"
    steps = row.locator(".steps li p:first-child > :first-child").all_inner_texts()
    assert steps == [step.function for step in charge.witness] + [charge.object]
    assert row.locator("mark").inner_text() == "self._connection.commit()"
    assert "raw-ledger" in row.inner_text()
    row.locator("button").click()
    assert row.locator(".body").is_hidden()


def test_the_last_step_of_a_call_path_is_the_api(opened: Opens, shop: Review) -> None:
    watched = opened(shop)
    calls = [each for each in shop.report.findings if each.witness and each.api]
    assert "effect-reentry" in {each.rule for each in calls}, (
        "its object is the owner that is called, not where the path ends"
    )
    for each in calls:
        page = watched.go(f"#finding-{each.fingerprint}")
        assert page.locator(".finding.open .steps").first.locator(".target").inner_text().split()[0] == each.api


@pytest.mark.parametrize("hash_", ["#matrix?level=layers", "#findings?area=billing", "#coupling", "#map?edges=all"])
def test_a_deep_link_to_a_section_shows_it_from_its_title_on(opened: Opens, shop: Review, hash_: str) -> None:
    page = opened(shop).go(hash_)
    top = page.locator(hash_.partition("?")[0]).evaluate("node => node.getBoundingClientRect().top")
    assert 0 <= top < 120


def test_a_deep_link_opens_its_finding_whatever_the_filters(opened: Opens, shop: Review) -> None:
    watched = opened(shop)
    save = finding(shop, "OrderRepository.save")
    page = watched.go(f"#finding-{save.fingerprint}")
    assert page.locator(".finding.open").count() == 1
    assert page.locator(".finding.open mark").inner_text() == "self._session.commit()"
    page.goto(watched.address + "#findings?area=billing")
    page.goto(watched.address + f"#finding-{save.fingerprint}")
    assert page.locator(".finding.open mark").inner_text() == "self._session.commit()"


def test_back_and_forward(opened: Opens, shop: Review) -> None:
    page = opened(shop).page
    page.goto(page.url.partition("#")[0] + "#findings?area=orders")
    orders = shown(page)
    assert len(orders) == 4
    page.locator("#findings .head").first.click()
    page.locator(".finding.open .facts a", has_text="manual page").click()
    assert page.locator("#sheet h2").inner_text() == "effect-site"
    page.go_back()
    assert page.locator("#sheet").is_hidden()
    assert page.locator(".finding.open").count() == 1
    page.go_back()
    assert (page.locator(".finding.open").count(), shown(page)) == (0, orders)
    page.go_back()
    assert len(shown(page)) == len(shop.report.findings)
    page.go_forward()
    assert shown(page) == orders
    page.go_forward()
    assert page.locator(".finding.open").count() == 1


def test_search_finds_a_module_by_keyboard_alone(opened: Opens, shop: Review) -> None:
    page = opened(shop).page
    page.keyboard.press("/")
    page.keyboard.type("orders repos")
    first = page.locator("#search-hits li").first
    assert first.inner_text().split() == ["module", "shop.orders.repositories"]
    page.keyboard.press("Enter")
    sheet = page.locator("#sheet")
    assert sheet.locator("h2").inner_text() == "shop.orders.repositories"
    assert "OrderRepository.save" in sheet.inner_text()
    assert "shop.orders.services" in sheet.inner_text()
    page.keyboard.press("Escape")
    assert sheet.is_hidden()


def test_filters_narrow_and_say_how_much_is_left(opened: Opens, shop: Review) -> None:
    page = opened(shop).page
    page.locator("#findings input[type=search]").fill("session")
    page.locator("#findings select").first.select_option("new")
    states = {each.state for each in shop.report.findings if "session" in each.message.lower()}
    assert len(states) > 1
    assert page.locator("#findings .total").inner_text().endswith(f"of {len(shop.report.findings)} findings")
    assert "state=new" in rest(page)
    assert page.locator("#findings .badge.exempt").count() == 0
    page.locator("#findings").get_by_text("Clear").click()
    assert len(shown(page)) == len(shop.report.findings)


def test_the_matrix_is_exact_and_opens_on_imports(opened: Opens, shop: Review) -> None:
    page = opened(shop).page
    fields = page.locator("#matrix .field")
    assert fields.count() == len(shop.cells.edges)
    numbers = [int(text) for text in fields.locator("text").all_text_contents()]
    assert sum(numbers) == sum(edge.count for edge in shop.cells.edges)
    assert page.locator("#matrix .field.red").count() == 3
    page.locator("#matrix").get_by_label("L2/orders imports L3/orders: 1 import, 1 finding").first.click()
    assert "shop.orders.repositories imports shop.orders.services" in page.locator("#sheet").inner_text()


def test_the_matrix_moves_by_arrow_keys(opened: Opens, shop: Review) -> None:
    page = opened(shop).page
    page.locator("#matrix svg").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    first, second = (node.id for node in shop.cells.nodes[:2])
    assert page.locator("#matrix .caption").inner_text().startswith(f"{first} imports {second}")
    page.keyboard.press("Enter")
    assert page.locator("#sheet").is_visible()


def test_a_box_of_the_map_opens_on_its_modules(opened: Opens, shop: Review) -> None:
    page = opened(shop).page
    assert page.locator("#map .line.red").count() == 3
    page.locator("#map .box", has_text="orders").nth(2).click()
    assert rest(page) == "#map?open=L2%2Forders"
    chip = page.locator("#map .chip")
    assert chip.locator("title").all_text_contents() == ["shop.orders.repositories: 1 finding on its lines"]
    assert chip.locator("text").all_text_contents() == ["repositories", "1"]
    ends = page.locator("#map .line").evaluate_all("all => all.map(line => line.dataset.ends.split('\\n'))")
    assert page.locator("#map .box.open").evaluate(IN_SIGHT), "an opened box stays in sight"
    assert ends == [["shop.orders.repositories", "L3/orders"]], "an opened box shows its own lines alone"
    page.locator("#map .chip").click()
    assert page.locator("#sheet h2").inner_text() == "shop.orders.repositories"


def test_the_worklist_leads_to_what_it_clears(opened: Opens, shop: Review) -> None:
    page = opened(shop).page
    (worklist,) = shop.report.worklists
    rows = page.locator("#worklist tbody tr")
    shown_steps = rows.evaluate_all(
        "all => all.map(row => [...row.querySelectorAll('td')].map(cell => cell.innerText))"
    )
    assert [(int(clears), int(left)) for clears, left, _ in shown_steps] == [(s.clears, s.left) for s in worklist.steps]
    page.locator("#worklist h3 a").click()
    assert rest(page) == "#findings?contract=transactions"
    rows.first.locator("a").click()
    assert page.locator("#sheet h2").inner_text() == worklist.steps[0].function.partition(":")[0]


def test_the_inventory_counts_owners_too(opened: Opens, shop: Review) -> None:
    page = opened(shop).page
    assert page.locator("#inventory .site").count() == len(shop.inventory)
    page.locator("#inventory select").first.select_option("owner")
    owners = [entry for entry in shop.inventory if entry.standing == "owner"]
    assert page.locator("#inventory .site").count() == len(owners)
    assert len(shown(page)) == len(shop.report.findings), "the filters of one list leave the other alone"


def test_the_theme_can_be_chosen(opened: Opens, shop: Review) -> None:
    page = opened(shop).page
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.locator("#theme").click()
    page.locator("#theme").click()
    assert page.evaluate(ground) != light


def test_on_paper_everything_is_there(opened: Opens, shop: Review) -> None:
    page = opened(shop).page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for title in SECTIONS[1:]:
        assert page.locator("main > section:visible > h2", has_text=title).count() == 1
    text = page.locator("main").inner_text()
    for each in shop.report.findings:
        assert each.location.path in text
    assert page.locator(".finding .body:visible").count() == len(shop.report.findings)
    assert page.locator(".bar").is_hidden()
    assert page.pdf().startswith(b"%PDF")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".finding.open").count() == 0
