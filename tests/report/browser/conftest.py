"""The page in a real browser: Chromium, driven by Playwright.

Both are asked for where they are: `pip install '.[browser]'` and a Chromium of the system's (`apt-get install chromium`), or one that
ARCHCHECK_CHROMIUM names. Where one of them is missing these tests are left out, and pytest says so; with ARCHCHECK_BROWSER=required,
as `.ci/run` has it, they fail instead.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from archcheck.model.review import Review
from archcheck.report.html.page import render_html
from archcheck.run.review import Options, review

SHOP = Path(__file__).parents[3] / "examples" / "shop"
REQUIRED = os.environ.get("ARCHCHECK_BROWSER") == "required"
REMEDY = "pip install '.[browser]' and apt-get install chromium"
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}


def _chromium() -> str | None:
    named = os.environ.get("ARCHCHECK_CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, without a window and without a net to fall back on."""
    executable = _chromium()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        executable = None
    if executable is None:
        (pytest.fail if REQUIRED else pytest.skip)(f"no browser: {REMEDY}")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield found
        found.close()


class Watched:
    """A page and everything that it should not do.

    Attributes:
        page: Playwright's page.
        faults: requests, errors, dialogs and console messages.
    """

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self.address = address
        self.faults: list[str] = []
        page.on("console", lambda message: self.faults.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", self._requested)

    def _requested(self, request: Any) -> None:
        if request.url.partition("#")[0] != self.address:
            self.faults.append(f"request: {request.url}")

    def go(self, hash_: str = "") -> Any:
        """Open the page anew at an address behind the hash, and wait until it is ready."""
        self.page.goto("about:blank")
        self.faults[:] = [fault for fault in self.faults if "about:blank" not in fault]
        self.page.goto(self.address + hash_)
        self.page.wait_for_selector("html[data-ready]", state="attached")
        return self.page


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Watched]]:
    """Opens a review; when the test is over, no page may have done what it should not."""
    watched: list[Watched] = []
    contexts: list[Any] = []

    def opens(shown: Review, size: dict[str, int] = WIDE, scheme: str = "light") -> Watched:
        file = tmp_path / f"review-{len(watched)}.html"
        file.write_text(render_html(shown), encoding="utf-8")
        contexts.append(browser.new_context(viewport=size, color_scheme=scheme, offline=True))
        watched.append(Watched(contexts[-1].new_page(), file.as_uri()))
        watched[-1].go()
        return watched[-1]

    yield opens
    for context in contexts:
        context.close()
    assert [fault for each in watched for fault in each.faults] == []


@pytest.fixture(scope="session")
def shop() -> Review:
    """The review of the example."""
    return review(SHOP, Options())
