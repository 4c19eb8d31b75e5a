"""``sweep replay``: what it counts at a commit is what a fresh check of that commit finds, and nothing is counted twice."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from archcheck.cache.database import Database
from archcheck.facts.scan import Means
from archcheck.model.errors import UserError
from archcheck.model.sweep import Checkpoint
from archcheck.run import recounting, sweep
from archcheck.run.check import Options, configuration
from archcheck.run.replay import replay
from archcheck.run.sweep_file import sweep_files
from tests.conftest import Git

LAYERS = """\
[project]
exclude = ["shop.generated.**"]
[[layers]]
id = "L4"
modules = ["shop.api.**"]
[[layers]]
id = "L2"
modules = ["shop", "shop.*"]
[assign]
unassigned = "ignore"
[[contracts]]
id = "inside"
type = "effect"
effect = "transaction"
owners = ["L4"]
[[contracts]]
id = "through"
type = "effect"
effect = "transaction"
owners = ["L4"]
mode = "through"
[[debt]]
id = "raw"
contract = "inside"
kind = "dbapi"
reason = "later"
[[sweeps]]
id = "sites"
contract = "inside"
[[sweeps]]
id = "paths"
contract = "through"
"""
OPTIONS = Options()
SESSION = "from sqlalchemy.orm import Session\n\n\n"
SAVE = SESSION + "def save(session: Session):\n    session.commit()\n"
API = (
    SESSION + "def place(session: Session):\n    step(session)\n\n\ndef step(session: Session):\n    session.commit()\n"
)
UP = "from shop.api import orders\n\n\ndef redo(session):\n    (lambda: orders.place(session))()\n"
DOWN = (
    "import sqlite3\n\n\ndef load(rows, on_done):\n    on_done()\n\n\ndef raw(c: sqlite3.Connection):\n    c.commit()\n"
)
ESCAPE = (
    "from shop.down import load\n" + SESSION + "def bring(session: Session):\n    load([], on_done=session.commit)\n"
)
STEPS: tuple[dict[str, str | None], ...] = (
    {"shop/__init__.py": "", "shop/driver.py": SAVE, "shop/api/__init__.py": "", "shop/api/orders.py": API},
    {"README.md": "nothing of the project", "shop/generated/__init__.py": "x = 1\n"},
    {"shop/up.py": UP},
    {"shop/down.py": DOWN, "shop/api/bring.py": ESCAPE},
    {"shop/driver.py": "# a comment\n" + SAVE},
    {"shop/broken.py": "def (:\n", "shop/late.py": "def f(it):\n    it.commit()\n"},
    {
        "shop/broken.py": None,
        "shop/driver.py": None,
        "shop/other.py": "import shop.late\n\n\ndef g():\n    shop.late.f(1)\n",
    },
)


@pytest.fixture
def project(git: Git, monkeypatch: pytest.MonkeyPatch) -> Git:
    git.commit({"notes.txt": "no Python as of now"}, at="2026-01-01T12:00:00Z")
    for day, step in enumerate(STEPS, 2):
        git.commit(step, at=f"2026-01-{day:02}T12:00:00Z")
    (git.root / "layers.toml").write_text(LAYERS)
    monkeypatch.chdir(git.root)
    return git


def log(root: Path, name: str = "sites") -> tuple[Checkpoint, ...]:
    (file,) = sweep_files(configuration(root, OPTIONS), root, name)
    return file.read()


def fresh(project: Git, revision: str, to: Path) -> dict[str, Checkpoint]:
    """What ``sweep record`` says of a commit that is checked out elsewhere."""
    subprocess.run(["git", "clone", "-q", str(project.root), str(to)], check=True)
    subprocess.run(["git", "-C", str(to), "checkout", "-q", revision], check=True)
    (to / "layers.toml").write_text(LAYERS.replace('exclude = ["shop.generated.**"]\n', ""))
    sweep.record(to, OPTIONS)
    return {name: log(to, name)[-1] for name in ("sites", "paths")}


@pytest.mark.parametrize("workers", [1, 2])
def test_the_counts_are_those_of_a_fresh_check(
    project: Git, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(recounting, "_FEW", 2)
    cached = replace(OPTIONS, means=Means(Database(tmp_path_factory.mktemp("cache"))))
    sites, _ = replay(project.root, cached, "2026-01-01", workers=workers)
    assert (sites.walked, sites.counted, sites.added) == (8, 6, 6)
    assert [left.reason for left in sites.left_out] == ["there is no Python file here"]
    for name in ("sites", "paths"):
        for number, each in enumerate(log(project.root, name)):
            assert each.revision is not None
            there = fresh(project, each.revision, tmp_path_factory.mktemp(f"{name}{number}") / "clone")
            assert each.counts == there[name].counts, f"{name} at step {number}"
    found = log(project.root)
    rules = {rule for each in found for rule in each.counts.rules}
    assert rules == {"effect-site", "effect-reentry", "effect-escape", "effect-unproven"}
    assert [each.counts.unread for each in found] == [0, 0, 0, 0, 1, 0]
    assert found[3].note == "nothing has changed"
    assert found[-1].time.day == 8


def test_what_was_counted_is_kept(project: Git) -> None:
    (first, _) = replay(project.root, OPTIONS, "HEAD~5", every=2, workers=1)
    assert (first.walked, first.added) == (3, 3)
    path = project.root / "reports/sweeps/sites.jsonl"
    kept = path.read_text().splitlines()
    (second, _) = replay(project.root, OPTIONS, "HEAD~6", workers=1)
    assert (second.counted, second.added) == (6, 3)
    assert set(kept) < set(path.read_text().splitlines())
    before = path.read_bytes()
    (third, _) = replay(project.root, OPTIONS, "HEAD~6", workers=1)
    assert (third.added, path.read_bytes()) == (0, before)
    assert [each.time.day for each in log(project.root)] == [2, 4, 5, 6, 7, 8]


def test_what_was_counted_before_the_end_is_written(project: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = recounting.Counter.counted
    seen: list[str] = []

    def ended(counter: recounting.Counter, revision: str) -> recounting.Counted:
        if len(seen) == 3:
            raise KeyboardInterrupt
        seen.append(revision)
        return counted(counter, revision)

    monkeypatch.setattr(recounting.Counter, "counted", ended)
    with pytest.raises(KeyboardInterrupt):
        replay(project.root, OPTIONS, "HEAD~6", workers=1)
    assert [each.revision for each in log(project.root)] == seen


def test_the_work_tree_is_left_alone(project: Git) -> None:
    (project.root / "shop/late.py").write_text("edited = 1\n")
    status, head = project("status", "--porcelain"), project("rev-parse", "HEAD")
    replay(project.root, OPTIONS, "HEAD~2", workers=1)
    assert (project("status", "--porcelain"), project("rev-parse", "HEAD")) == (f"{status}\n?? reports/", head)


def test_a_history_that_is_cut_off(project: Git, tmp_path_factory: pytest.TempPathFactory) -> None:
    clone = tmp_path_factory.mktemp("shallow") / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "3", f"file://{project.root}", str(clone)], check=True)
    (clone / "layers.toml").write_text(LAYERS.replace('exclude = ["shop.generated.**"]\n', ""))
    with pytest.raises(UserError, match="shallow"):
        replay(clone, OPTIONS, "2026-01-02", workers=1)
    with pytest.raises(UserError, match="shallow"):
        replay(clone, OPTIONS, project("rev-parse", "HEAD~6"), workers=1)
    assert replay(clone, OPTIONS, "2026-01-07", workers=1)[0].walked == 2
    with pytest.raises(UserError, match="no commit was made since"):
        replay(clone, OPTIONS, "2031-01-07", workers=1)
