"""Markdown, read back by a CommonMark parser with tables: nothing of the checked code becomes structure."""

import html
import re
from collections import Counter
from dataclasses import replace

import pytest
from archcheck.model.report import Report
from archcheck.report import markdown
from archcheck.report.entry import SiteEntry
from archcheck.report.markdown import render_markdown, render_sites_markdown
from archcheck.report.markdown_text import code, prose
from archcheck.report.visible import visible
from markdown_it import MarkdownIt
from markdown_it.token import Token

PARSER = MarkdownIt("commonmark").enable("table").enable("strikethrough")
OURS = {"<code>", "</code>", "<br>"}


def read(text: str) -> list[Token]:
    """The tokens; raw HTML is ours alone, and there are neither links nor pictures."""
    tokens = PARSER.parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    assert not {"link_open", "image", "strong_open_"} & {token.type for token in inline}
    assert not [token for token in tokens if token.type == "html_block"]
    assert {token.content for token in inline if token.type == "html_inline"} <= OURS
    return tokens


def shape(text: str) -> Counter[str]:
    return Counter(
        token.type for token in read(text) if token.type not in ("inline", "paragraph_open", "paragraph_close")
    )


def shown(text: str) -> str:
    """What a reader sees of one line, whitespace folded."""
    (paragraph,) = [token for token in read(text) if token.type == "inline"]
    parts = [token.content for token in paragraph.children or () if token.type != "html_inline"]
    return " ".join("".join(parts).split())


def test_page(report: Report) -> None:
    text = render_markdown(report)
    assert text.startswith("## archcheck: 2 new errors. Not shown: 1 debt.\n\n| Contract | Verdict |")
    assert "| `transactions` | **broken** | 1 | 0 | 1 | 0 | 261 |\n" in text
    assert (
        "### `layers`\n"
        "\n"
        "- **error** `layer-import` at `src/shop/orders/model.py:3:1`<br>`shop.orders.model` (L1) imports `shop.api` (L4) through `shop.tools`\n"
        "  <br>`from shop import tools # noqa`\n"
        "  1. `shop.orders.model` (L1) imports `shop.tools` at `src/shop/orders/model.py:3`\n"
        "  2. `shop.tools` imports `shop.api` at `src/shop/tools.py:8`\n"
    ).replace("tools # noqa", "tools  # noqa") in text
    assert "Checked 1,001 modules of 1,003 files: 6,837 imports, 9,000 functions, 261 call sites." in text
    assert "\n- `src/shop/bad.py:3`: unread, invalid syntax\n" in text
    assert shape(text)["ordered_list_open"] == 1


def test_states_that_are_asked_for_come_with_their_reason(report: Report) -> None:
    text = render_markdown(report, ["new", "debt"])
    assert "(likely, debt)" in text
    assert "\n  <br>debt: needs an architectural refactor" in text


def test_hostile_names_change_no_structure(report: Report, hostile: Report) -> None:
    tame = replace(
        hostile,
        contracts=tuple(replace(contract, id=f"c{n}", reason="r") for n, contract in enumerate(hostile.contracts)),
        findings=tuple(
            replace(
                finding,
                contract="c0" if finding.contract else None,
                location=replace(finding.location, path="a.py"),
                message="m",
                evidence=("e", "f"),
                witness=tuple(replace(step, function="m:f", path="a.py", layer="L") for step in finding.witness),
                object="o",
                guidance="g",
                reason="r",
            )
            for finding in hostile.findings
        ),
        not_modules=tuple(replace(file, path="a.py", reason="r") for file in hostile.not_modules),
        blind_spots=tuple(replace(spot, path="a.py", reason="r") for spot in hostile.blind_spots),
        lines=((("a.py", 3), "x"),),
    )
    assert shape(render_markdown(hostile, ["new", "debt"])) == shape(render_markdown(tame, ["new", "debt"]))
    text = render_markdown(hostile, ["new", "debt"])
    assert text.replace("\n", "").isprintable()
    assert not [line for line in text.split("\n") if line.lstrip().startswith("::")]


def test_hostile_sites_keep_their_rows(hostile_sites: list[SiteEntry]) -> None:
    counts = shape(render_sites_markdown(hostile_sites))
    assert (counts["tr_open"], counts["td_open"]) == (3, 20)


@pytest.mark.parametrize(
    "text",
    [
        "shop.db:f",
        "a`b",
        "a|b",
        "\\|",
        "<b>&lt;",
        "*a* _b_ __init__ ~~c~~",
        "[a](b) http://c",
        "@all #1",
        "1. a",
        "- b",
        "größe",
        "a\nb",
        "`",
        "``a`` b",
        "# a",
        "$x$",
        "…",
    ],
)
def test_text_is_seen_as_it_is(text: str, evil: str) -> None:
    for one in (text, f"see {text}, then", f"({text})"):
        seen = " ".join(visible(one).split())
        assert shown(code(one)) == seen
        bare = re.sub(r"`([^`]+)`(?![^\s.,;:)'\"])", r"\1", seen)
        assert shown(prose(one)) in (seen, bare)


def test_a_name_in_backticks_is_code() -> None:
    assert prose("parameter `a b` of `f`, (`c`)") == "parameter `a b` of `f`, (`c`)"


def test_evil_is_seen_as_it_is(evil: str) -> None:
    assert html.unescape(shown(code(evil))) == " ".join(visible(evil).split()).replace("&amp;", "&")


def test_what_does_not_fit_is_counted(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "MOST_BYTES", 2_000)
    many = tuple(replace(report.findings[0], occurrence=number) for number in range(50))
    text = render_markdown(replace(report, findings=many))
    listed = text.count("- **error**")
    assert 0 < listed < 50
    assert f"{50 - listed} more findings left out here for want of room" in text
    assert len(text.encode()) < 2_300
