"""Earlier reports beside the review: what is gone, what has come, and since when the rest is there."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from archcheck.cli.app import app
from archcheck.model.review import Review
from archcheck.run.review import Options, review
from typer.testing import CliRunner

from .conftest import NARROW, SHOP, WIDE, Watched

Opens = Callable[..., Watched]
MENDED = "        self._session.commit()\n"
ROWS = "all => all.map(row => [...row.cells].map(cell => cell.innerText)).map(([head, ...rest]) => [head, rest])"
ORPHAN = "OrderRepository.save (L2) writes by sqlalchemy.orm.Session.add, and nobody commits"
WORSE = "\n\ndef forget(session: Session) -> None:\n    session.rollback()\n"


@pytest.fixture
def compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Review:
    """The example at three times: as it is, with a fault more, and with a commit taken out, whose write nobody commits now."""
    project = tmp_path / "project"
    shutil.copytree(SHOP, project, ignore=shutil.ignore_patterns("reports", "__pycache__"))
    monkeypatch.chdir(project)
    repositories = project / "shop" / "orders" / "repositories.py"
    CliRunner().invoke(app, ["check", "--output", "json=v1.json"])
    repositories.write_text(repositories.read_text("utf-8") + WORSE, encoding="utf-8")
    CliRunner().invoke(app, ["check", "--output", "json=v2.json"])
    repositories.write_text(repositories.read_text("utf-8").replace(MENDED, "", 1), encoding="utf-8")
    return review(project, Options(compare=(Path("v1.json"), Path("v2.json"))))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "390"])
def test_the_table_says_what_has_changed(opened: Opens, compared: Review, size: dict[str, int]) -> None:
    page = opened(compared, size).page
    past = page.locator("#past")
    assert past.locator("thead th").all_inner_texts() == ["", "v1", "v2", "now"]
    rows = dict(past.locator("tbody tr").evaluate_all(ROWS))
    first = int(rows["new findings"][0])
    assert rows["new findings"] == [str(first), f"{first + 1}+1", str(first + 1)]
    assert rows["call sites"][2].endswith("−1")
    assert rows["transactions"] == ["broken", "broken", "broken"]
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]


def test_what_is_gone_and_what_has_come(opened: Opens, compared: Review) -> None:
    page = opened(compared).page
    gone, come = page.locator("#past details").all()
    assert "Gone since v2" in gone.inner_text()
    assert gone.locator("li").count() == 1
    assert "OrderRepository.save" in gone.locator("li").inner_text()
    (orphan,) = come.locator("li").all_inner_texts()
    assert orphan.startswith(ORPHAN)


def test_findings_are_filtered_by_when_they_came(opened: Opens, compared: Review) -> None:
    watched = opened(compared)
    page = watched.page
    marks = page.locator("#findings .badge.since").all_inner_texts()
    assert sorted(set(marks)) == ["since now", "since v1", "since v2"]
    page.locator("#findings label", has_text="Compared").locator("select").select_option("since v2")
    shown = page.locator("#findings .message").all_inner_texts()
    assert len(shown) == 1
    assert shown[0].startswith("forget (L2) rolls back")


def test_a_finding_that_has_come_opens(opened: Opens, compared: Review) -> None:
    page = opened(replace(compared, past=compared.past[:1])).page
    come = page.locator("#past details").nth(1)
    assert come.locator("li").count() == 2
    come.locator("a", has_text="forget").click()
    assert page.locator(".finding.open mark").inner_text() == "session.rollback()"
    page.go_back()
    assert page.locator(".finding.open").count() == 0


def test_without_an_earlier_report_there_is_no_such_section(opened: Opens, shop: Review) -> None:
    page = opened(shop).page
    assert page.locator("#past").is_hidden()
    assert page.locator("#findings .badge.since").count() == 0
