"""A project that means harm, in the browser: everything it says is seen, and nothing of it is obeyed."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from archcheck.model.review import Review
from archcheck.report.visible import printable
from archcheck.run.review import Options, review

from ...conftest import CLOSING, IMAGE
from .conftest import NARROW, Watched

Opens = Callable[..., Watched]


def walked(watched: Watched, shown: Review) -> None:
    """Open everything that can be opened; the fixture holds the faults against it."""
    page = watched.page
    for found in shown.report.findings:
        page = watched.go(f"#finding-{found.fingerprint}")
        assert page.locator(".finding.open").count() == 1
    for module in shown.modules:
        page = watched.go("#module-" + quote(printable(module.place.module), safe=""))
    for node in shown.cells.nodes:
        watched.go("#cell-" + quote(printable(node.id), safe=""))
        page = watched.go("#map?edges=all&open=" + quote(printable(node.id), safe=""))
    page = watched.go("#" + quote(CLOSING + IMAGE))
    page = watched.go("#finding-" + CLOSING + IMAGE)
    page.keyboard.press("/")
    page.keyboard.type("<img")
    page.keyboard.press("Enter")
    page.locator("#findings input[type=search]").fill(CLOSING)
    assert page.locator("img, iframe, object, script:not(#data):not(#data ~ script)").count() == 0
    assert page.evaluate("document.querySelectorAll('script').length") == 2
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]


def test_a_review_whose_every_word_is_hostile(opened: Opens, hostile_review: Review) -> None:
    walked(opened(hostile_review, NARROW), hostile_review)


def test_a_hostile_project_from_the_disk(opened: Opens, hostile_project: Path) -> None:
    shown = review(hostile_project, Options(label=IMAGE + CLOSING))
    assert {finding.rule for finding in shown.report.findings} >= {"effect-site", "layer-import", "unread-file"}
    watched = opened(shown)
    text = watched.page.locator("main").inner_text()
    assert IMAGE in text
    assert CLOSING + IMAGE in watched.page.locator("#sweeps").inner_text()
    assert "\u202e" not in text
    walked(watched, shown)
