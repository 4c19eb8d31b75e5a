"""A project that means harm, in the browser: everything it says is seen, and nothing of it is obeyed."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from archcheck.model.review import Review
from archcheck.report.visible import printable
from archcheck.run.review import Options, review

from .conftest import NARROW, Watched

Opens = Callable[..., Watched]

IMAGE = "<img src=x onerror=alert(1)>"
CLOSING = "</script><script>alert(2)</script>\"'`&lt;<!--"
DIRECTIONS = "\u202e\u2066 \x1b[31m %s %0A ::error file=a::b"

CODE = f"""
import sqlite3
# archcheck: allow[commits] {CLOSING} {IMAGE}
def save(connection: sqlite3.Connection) -> None:
    connection.commit(  # {CLOSING} {IMAGE} {DIRECTIONS}
    )
    connection.execute("COMMIT {CLOSING.replace(chr(34), "")} {IMAGE}")
    from shop.api import route

class {"Ünïcödé"}:
    def save(self, connection: sqlite3.Connection) -> None:
        connection.commit()
"""

LAYERS = f"""
[project]
domains = ["shop.{{domain}}.**"]
[[layers]]
id = "L4"
name = {CLOSING.replace('"', "").replace("'", "")!r}
modules = ["shop.api"]
[[layers]]
id = "L1"
name = {IMAGE!r}
modules = ["shop.**"]
[[contracts]]
id = "layers"
type = "layers"
reason = {IMAGE!r}
[[contracts]]
id = "commits"
type = "effect"
effect = "transaction"
owners = ["L4"]
guidance = {IMAGE!r}
"""


def hostile_project(folder: Path) -> Path:
    """Files whose names, comments, strings and reasons are all meant for a browser, a terminal or a log."""
    for name, text in (
        ("shop/__init__.py", ""),
        ("shop/api.py", "from shop.dom import driver\ndef route(): ...\n"),
        ("shop/dom/__init__.py", ""),
        ("shop/dom/driver.py", CODE),
        (f"shop/{IMAGE}/__init__.py", ""),
        (f"shop/{IMAGE}/x.py", CODE),
        (f"shop/dom/{DIRECTIONS}.py", CODE),
        ("shop/dom/broken.py", f"def ( {IMAGE} {CLOSING}\n"),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "layers.toml").write_text(LAYERS, encoding="utf-8")
    return folder


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


def test_a_hostile_project_from_the_disk(opened: Opens, tmp_path: Path) -> None:
    shown = review(hostile_project(tmp_path / "project"), Options(label=IMAGE + CLOSING))
    assert {finding.rule for finding in shown.report.findings} >= {"effect-site", "layer-import", "unread-file"}
    watched = opened(shown)
    text = watched.page.locator("main").inner_text()
    assert IMAGE in text
    assert "\u202e" not in text
    walked(watched, shown)
