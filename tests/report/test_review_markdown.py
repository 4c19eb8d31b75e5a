"""The review as Markdown, read back by a CommonMark parser with tables."""

from collections import Counter
from dataclasses import replace

from archcheck.model.diagram import Node
from archcheck.model.review import Coupling, Review
from archcheck.report.review_markdown import render_review_markdown
from markdown_it import MarkdownIt

PARSER = MarkdownIt("commonmark").enable("table")
SECTIONS = ["Then and now", "Where to work", "Dependency matrix", "Findings", "Sweeps", "Call sites", "Coupling", "Cycles", "Blind spots", "Configuration"]  # fmt: skip


def shape(text: str) -> Counter[str]:
    tokens = PARSER.parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    assert not {"link_open", "image"} & {token.type for token in inline}
    assert not [token for token in tokens if token.type == "html_block"]
    assert {token.content for token in inline if token.type == "html_inline"} <= {"<code>", "</code>", "<br>"}
    return Counter(token.type for token in tokens)


def headings(text: str) -> list[str]:
    return [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]


def test_sections(review: Review) -> None:
    text = render_review_markdown(review)
    assert text.startswith("# Architecture review: shop\n\nshop\n\n**Broken.** 2 new errors; 0 of 3 contracts kept.\n")
    assert headings(text) == SECTIONS
    assert "| `orders` | 1 | **2** in 2 |  | 2 |" in text
    assert "| 2. `L2/orders` | **1** | · |  |" in text
    assert "Since `shop`: 1 gone, 3 come." in text
    assert "| `shop` |  | 2 (**1**) |  | 2 |" in text
    assert "| `shop.driver` | 2 | 1 | 1 | 0.50 |" in text
    assert "  - `shop.driver` imports `shop.api` on line 3\n" in text
    assert "- `[[contracts]] shop`: effect `shop`" in text


def test_a_hostile_project_changes_no_structure(review: Review, hostile_review: Review) -> None:
    tame = replace(review, report=hostile_review.report)
    assert shape(render_review_markdown(hostile_review)) == shape(render_review_markdown(tame))
    assert render_review_markdown(hostile_review).replace("\n", "").isprintable()


def test_what_is_too_much_is_counted(review: Review) -> None:
    nodes = tuple(Node(f"L2/d{n}", f"d{n}", "L2", f"d{n}") for n in range(50))
    many = replace(
        review,
        cells=replace(review.cells, nodes=nodes, edges=()),
        couplings=tuple(Coupling(f"p{n}", 2, 0, 0) for n in range(60)),
    )
    text = render_review_markdown(many)
    assert "10 more domains left out here; the page has all." in text
    assert "20 more packages left out here; the page has all." in text
    assert "1. `L4`" in text, "the matrix is by layers where there are too many cells"


def test_sweeps(review: Review) -> None:
    text = render_review_markdown(review)
    part = text.partition("## Sweeps\n\n")[2].partition("\n## ")[0]
    assert part.startswith(
        "### shop\n\n`shop`, to be done by 2026-12-31: 1 of 7 is left, 85 % fixed; 1 design debt apart."
    )
    assert "Forecast: none: it takes checkpoints of 4 weeks, and there are 2." in part
    assert "| `orders` | 0 | 4 | 0 | 1 | 2026-11-15 |" in part
    assert "| 2026-11-15 09:30 | 1 | -3 | shop 2 |" in part
    (sweep,) = review.sweeps
    log = tuple(replace(sweep.status.log[0], note=str(number)) for number in range(12))
    long = replace(review, sweeps=(replace(sweep, status=replace(sweep.status, log=log)),))
    assert "These are the last 10 of 12 checkpoints that say something." in render_review_markdown(long)
    assert "## Sweeps" not in render_review_markdown(replace(review, sweeps=()))
