"""The page as text: it may load nothing, only its own script runs, and what a project says stays text."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from archcheck.model.review import Review
from archcheck.report.html.page import render_html

MARKS = re.compile(r"[<>&\u2028\u2029\u202e\u0000-\u0009\u000b-\u001f]")


class Page(HTMLParser):
    """Elements, their attributes, and the text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside in ("script", "style"):
            self.texts.setdefault(self._inside, []).append(data)


def policy(page: Page) -> dict[str, str]:
    (content,) = [a["content"] or "" for t, a in page.elements if a.get("http-equiv") == "Content-Security-Policy"]
    return dict(part.strip().partition(" ")[::2] for part in content.split(";"))


def digest(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def data(page: Page) -> dict[str, object]:
    return json.loads(page.texts["script"][0])


@pytest.mark.parametrize("name", ["review", "hostile_review"])
def test_nothing_is_loaded_and_one_script_runs(name: str, request: pytest.FixtureRequest) -> None:
    page = Page(render_html(request.getfixturevalue(name)))
    rules = policy(page)
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == digest(page.texts["script"][1])
    assert rules["style-src"] == digest(page.texts["style"][0])
    assert rules["require-trusted-types-for"] == "'script'"
    assert len(page.texts["script"]) == 2
    loading = {"src", "srcset", "action", "formaction", "background", "poster", "data", "style", "srcdoc"}
    for tag, attributes in page.elements:
        assert not loading & attributes.keys(), tag
        assert not [key for key in attributes if key.startswith("on")], tag
        assert (attributes.get("href") or "#").startswith("#"), tag


def test_the_policy_comes_before_all_that_it_speaks_of(review: Review) -> None:
    page = Page(render_html(review))
    tags = [tag for tag, _ in page.elements]
    assert [tag for tag in tags[: tags.index("style")] if tag == "meta"][:2] == ["meta", "meta"]
    assert next(a for t, a in page.elements if t == "meta" and "http-equiv" in a)
    assert tags.index("style") < tags.index("script")


def test_a_hostile_project_changes_no_element(review: Review, hostile_review: Review) -> None:
    tame = replace(review, report=hostile_review.report)
    shapes = [
        [(tag, sorted(a)) for tag, a in Page(render_html(each)).elements if tag not in ("dt", "dd")]
        for each in (hostile_review, tame)
    ]
    assert shapes[0] == shapes[1]


def test_the_data_are_read_back_as_they_are(review: Review) -> None:
    found = data(Page(render_html(review)))
    assert found["layers"] == [{"id": "L4", "name": "Coordinators"}, {"id": "L2", "name": "orders"}]
    assert found["modules"][0] == ["shop.api", "src/shop/orders/driver.py", 0, "L4", "shop"]
    assert found["modules"][3][2] == -1
    assert found["imports"] == [[1, 3], [0, 0], [], [], []]
    assert found["edges"] == [[0, 1, 1, 0, 0], [1, 0, 1, 1, 1]]
    finding = found["findings"][1]
    assert finding["witness"][1] == ["shop.tools", "src/shop/tools.py", 8, None, "import shop.api"]
    assert "exposure" not in finding


def test_hostile_text_is_seen_and_not_obeyed(hostile_review: Review) -> None:
    page = Page(render_html(hostile_review))
    assert not MARKS.search(page.texts["script"][0].replace("\n", ""))
    found = data(page)
    assert "</script><img src=x onerror=alert(1)>" in found["findings"][0]["message"]
    assert "\\u202e" in found["findings"][0]["message"]
    assert "\u202e" not in json.dumps(found, ensure_ascii=False)


def test_a_place_is_marked_where_the_browser_counts_it(review: Review) -> None:
    finding = replace(
        review.report.findings[0],
        location=replace(review.report.findings[0].location, line=1, end_line=1, column=4, end_column=6),
    )
    lines = {finding.location.path: {1: "\t\U0001f600 ab"}}
    changed = replace(review, report=replace(review.report, findings=(finding,)), lines=lines, inventory=())
    (shown,) = data(Page(render_html(changed)))["findings"]
    line = data(Page(render_html(changed)))["lines"][finding.location.path]["1"]
    start, end = shown["mark"]
    assert line.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le") == "ab"


def test_the_same_review_gives_the_same_bytes(review: Review) -> None:
    assert render_html(review) == render_html(review)


def test_without_findings_it_holds(review: Review) -> None:
    report = review.report
    kept = tuple(replace(contract, verdict="kept") for contract in report.contracts)
    page = render_html(replace(review, inventory=(), report=replace(report, findings=(), contracts=kept)))
    assert "<strong>Holds.</strong> Nothing new; 3 of 3 contracts kept." in page
