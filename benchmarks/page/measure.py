"""How soon the review of a project of 1,000 and of 10,000 modules can be read in a browser.

    pip install '.[browser]' && apt-get install chromium
    python benchmarks/page/measure.py 1000 10000

A page is ready when its script has run and the browser has painted what it drew. Each is opened anew so many times, in a context of its own.
"""

import gzip
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from archcheck.report.html.page import render_html
from archcheck.run.review import Options, review
from project import write_project

TIMES = 7
VIEWS = {"1280": {"width": 1280, "height": 900}, "390": {"width": 390, "height": 844}}
# The observer is there before the page is: it writes down when the script has ended, and when that is on the screen.
OBSERVER = """
window.seen = {};
new MutationObserver((_, observer) => {
  if (!document.documentElement?.dataset.ready) return;
  observer.disconnect();
  window.seen.ready = performance.now();
  requestAnimationFrame(() => setTimeout(() => { window.seen.painted = performance.now(); }));
}).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-ready"] });
"""


def measured(modules: int, folder: Path, browser: Any) -> str:
    """A row of the table of results."""
    write_project(folder, modules)
    start = time.process_time()
    found = review(folder, Options())
    reviewed = time.process_time() - start
    start = time.process_time()
    text = render_html(found)
    rendered = time.process_time() - start
    page = folder / "review.html"
    page.write_text(text, encoding="utf-8")
    size = f"{len(text.encode()) / 1e6:.1f} MB, {len(gzip.compress(text.encode())) / 1e6:.1f} MB"
    ready = {name: _ready(browser, page, view) for name, view in VIEWS.items()}
    counts = f"{found.report.summary.modules:,} | {len(found.imports):,} | {len(found.report.findings):,}"
    seconds = " | ".join(
        f"{statistics.median(each):.2f} ({min(each):.2f} to {max(each):.2f})" for each in ready.values()
    )
    return f"| {counts} | {len(found.inventory):,} | {reviewed:.1f} | {rendered:.2f} | {size} | {seconds} |"


def _ready(browser: Any, page: Path, view: dict[str, int]) -> list[float]:
    seconds = []
    for _ in range(TIMES):
        context = browser.new_context(viewport=view, offline=True)
        opened = context.new_page()
        opened.add_init_script(OBSERVER)
        opened.goto(page.as_uri())
        opened.wait_for_function("window.seen.painted")
        seconds.append(opened.evaluate("window.seen.painted") / 1000)
        context.close()
    return seconds


def main(sizes: list[int]) -> None:
    """Print a table, a row for each size."""
    from playwright.sync_api import sync_playwright

    print(
        "| modules | imports | findings | call sites | review, CPU s | page, CPU s | size, gzipped | ready at 1280, s | at 390, s |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder:
                print(measured(size, Path(folder), browser), flush=True)
        browser.close()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1000, 10000])
