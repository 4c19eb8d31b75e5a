"""Takes the picture of the example's review for the README: ``python .ci/picture.py FILE.png``, with Chromium and `.[browser]`."""

import shutil
import sys
import tempfile
from pathlib import Path

from archcheck.report.html.page import render_html
from archcheck.run.review import Options, review
from playwright.sync_api import sync_playwright

EXAMPLE = Path(__file__).parent.parent / "examples" / "shop"
VIEW = {"width": 1280, "height": 1600}


def main(picture: Path) -> None:
    """Write the picture: the verdict and the grid."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "review.html"
        page_file.write_text(render_html(review(EXAMPLE, Options())), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport=VIEW, color_scheme="light")
        page.goto(page_file.as_uri())
        page.wait_for_selector("html[data-ready]", state="attached")
        below = page.locator("#grid").evaluate("node => node.getBoundingClientRect().bottom")
        page.screenshot(path=picture, clip={"x": 0, "y": 0, "width": VIEW["width"], "height": below})
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
