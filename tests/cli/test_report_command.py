import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from archcheck.cli.app import app
from typer.testing import CliRunner

from .conftest import Run

SHOP = Path(__file__).parent.parent.parent / "examples" / "shop"


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    shutil.copytree(SHOP, tmp_path / "shop", ignore=shutil.ignore_patterns("__pycache__", "reports"))
    monkeypatch.chdir(tmp_path / "shop")
    yield tmp_path / "shop"


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["report", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_both_files_beside_the_configuration(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run() == "wrote reports/review.html\nwrote reports/review.md\n"
    page = (shop / "reports" / "review.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert (shop / "reports" / "review.md").read_text(encoding="utf-8").startswith("# Architecture review: ")
    monkeypatch.chdir(shop.parent)
    assert run("--config", "shop/layers.toml") == "wrote shop/reports/review.html\nwrote shop/reports/review.md\n"


def test_the_same_project_gives_the_same_bytes(shop: Path) -> None:
    run()
    first = (shop / "reports" / "review.html").read_bytes()
    run()
    assert (shop / "reports" / "review.html").read_bytes() == first


def test_chosen_outputs_alone(shop: Path) -> None:
    assert run("--output", "a.html", "--output", "markdown=b.md", "--label", "v1") == "wrote a.html\nwrote b.md\n"
    assert not (shop / "reports").exists()
    assert "\n\nv1\n\n" in (shop / "b.md").read_text(encoding="utf-8").replace("`", "")


def test_stdout_carries_the_result_alone() -> None:
    assert run("--output", "markdown=-").startswith("# Architecture review: ")
    assert run("--quiet") == ""


def test_one_of_both() -> None:
    assert run("--format", "markdown") == "wrote reports/review.md\n"


def test_compared_with_an_earlier_report(shop: Path) -> None:
    CliRunner().invoke(app, ["check", "--output", "json=old.json"])
    report = json.loads((shop / "old.json").read_text(encoding="utf-8"))
    report["findings"][0]["fingerprint"] = "0" * 32
    (shop / "old.json").write_text(json.dumps(report), encoding="utf-8")
    text = run("--output", "markdown=-", "--compare", "old.json")
    assert "Since `old`: 1 gone, 1 come." in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "text"], "--format: text: is not served yet; this version serves html, markdown"),
        (["--compare", "none.json"], "none.json: No such file"),
        (["--compare", "layers.toml"], "layers.toml: is no report of archcheck"),
        (["--output", "none/a.html"], "the directory none does not exist"),
        (["--config", "none.toml"], "none.toml"),
    ],
)
def test_mistakes(arguments: list[str], message: str, archcheck: Run) -> None:
    done = archcheck("report", *arguments)
    assert done.code == 2
    assert message in done.err
