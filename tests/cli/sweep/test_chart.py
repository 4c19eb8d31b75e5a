"""``archcheck sweep chart``: where the picture goes, and mistakes."""

import sys
from typing import Any

import pytest

from .conftest import LAYERS, Run, commits
from .test_log import RAW

CHART = "reports/sweeps/sweep-1.svg"


def test_the_picture(run: Run, project: Any) -> None:
    run("sweep", "record")
    (project.root / "shop/orders/cart_driver.py").write_text(commits(0))
    run("sweep", "record")
    done = run("sweep", "chart")
    assert (done.code, done.out, done.err) == (0, f"wrote {CHART}\n", "")
    drawn = (project.root / CHART).read_text()
    assert "<title>Commits only in L4: 9 to 7 left, from " in drawn
    assert "billing  3 of 3" in drawn
    assert run("sweep", "chart", "--output", "-").out == drawn
    assert run("sweep", "chart", "sweep-1", "--output", "a.svg", "--quiet").out == ""
    assert (project.root / "a.svg").read_text() == drawn


def test_png(run: Run, project: Any) -> None:
    pytest.importorskip("vl_convert")
    run("sweep", "record")
    assert run("sweep", "chart", "--format", "png").out == "wrote reports/sweeps/sweep-1.png\n"
    assert run("sweep", "chart", "--output", "svg=b.svg", "--output", "png=b.png").out == "wrote b.svg\nwrote b.png\n"
    for name in ("reports/sweeps/sweep-1.png", "b.png"):
        assert (project.root / name).read_bytes().startswith(b"\x89PNG")


def test_png_without_its_library(run: Run, project: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    run("sweep", "record")
    done = run("sweep", "chart", "--format", "png")
    assert (done.code, done.out) == (2, "")
    assert "png needs vl-convert; pip install 'archcheck-py[report]', or take svg" in done.err
    assert not (project.root / "reports/sweeps/sweep-1.png").exists()


def test_the_project_is_not_read(run: Run, project: Any) -> None:
    run("sweep", "record")
    for path in (project.root / "shop").rglob("*.py"):
        path.unlink()
    assert run("sweep", "chart").code == 0


def test_no_checkpoint_yet(run: Run, project: Any) -> None:
    done = run("sweep", "chart")
    assert (done.code, done.out) == (2, "")
    assert "sweep-1.jsonl: there is no checkpoint yet; archcheck sweep record sweep-1 adds the first" in done.err


def test_mistakes(run: Run, project: Any) -> None:
    (project.root / "layers.toml").write_text(LAYERS + RAW)
    run("sweep", "record")
    assert run("sweep", "chart", "--quiet").code == 0
    done = run("sweep", "chart", "--output", "both.svg")
    assert (done.code, (project.root / "both.svg").exists()) == (2, False)
    assert done.err.startswith("--output: there are 2 sweeps, and a file holds one chart; name one of sweep-1, sweep-2")
    assert "did you mean sweep-1?" in run("sweep", "chart", "sweep1").err
    assert "this version serves svg, png" in run("sweep", "chart", "--format", "gif").err


def test_a_link_out_of_the_project(run: Run, project: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    run("sweep", "record")
    other = tmp_path_factory.mktemp("elsewhere") / "picture"
    (project.root / CHART).symlink_to(other)
    done = run("sweep", "chart")
    assert (done.code, other.exists()) == (2, False)
    assert done.err.startswith(f"{CHART}: leaves the directory of layers.toml; name a file by --output")
