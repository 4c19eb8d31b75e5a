"""Modules that git knows to have another name since the baseline was written."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from archcheck.git import command
from archcheck.git.repository import Repository
from archcheck.model.source import SourceFile
from archcheck.run import baseline
from archcheck.run.check import Options, check
from archcheck.run.reading import Reading
from archcheck.run.renames import renamed_modules
from archcheck.sources.discover import Sources

LAYERS = """\
[project]
roots = ["src"]
[[layers]]
id = "L4"
modules = ["shop"]
[assign]
unassigned = "ignore"
[[contracts]]
id = "transactions"
type = "effect"
effect = "transaction"
owners = ["L4"]
"""
OPTIONS = Options()
TEXT = "from sqlalchemy.orm import Session\n\n\ndef save(session: Session) -> None:\n    session.commit()\n"
FILES = {"layers.toml": LAYERS, "src/shop/__init__.py": "", "src/shop/driver.py": TEXT, "src/shop/other.py": ""}


def moved(directory: Path) -> list[tuple[str | None, str | None, str]]:
    return [(each.moved_from, each.move_certainty, each.state) for each in check(directory, OPTIONS).findings]


@pytest.fixture
def project(git: Any, tmp_path: Path) -> Path:
    git.commit(FILES)
    baseline.create(tmp_path, OPTIONS, force=False)
    git("add", "-A")
    git.commit({})
    return tmp_path


def test_a_rename_that_names_alone_do_not_show(git: Any, project: Path) -> None:
    (project / "src/shop/gateways").mkdir()
    git("mv", "src/shop/driver.py", "src/shop/gateways/orders.py")
    assert moved(project) == [("shop.driver:save", "certain", "known")], "staged"
    git.commit({})
    assert moved(project) == [("shop.driver:save", "certain", "known")]
    baseline.prune(project, OPTIONS, accept_moves=True)
    assert moved(project) == [(None, None, "known")]


def test_an_entry_waits_while_the_baseline_is_changed(git: Any, project: Path) -> None:
    git("mv", "src/shop/driver.py", "src/shop/gateway.py")
    git.commit({"src/shop/other.py": TEXT})
    baseline.add(project, OPTIONS, ["src/shop/other.py"], baseline.Words("later"))
    git("add", "-A")
    git.commit({})
    assert moved(project)[0] == ("shop.driver:save", "certain", "known")


def test_without_a_repository_names_alone_speak(git: Any, project: Path) -> None:
    git("mv", "src/shop/driver.py", "src/shop/gateway.py")
    shutil.rmtree(project / ".git")
    assert moved(project) == [(None, None, "new")]


def test_without_git(git: Any, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git("mv", "src/shop/driver.py", "src/shop/gateway.py")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    command._program.cache_clear()
    assert moved(project) == [(None, None, "new")]
    command._program.cache_clear()


def test_roots_and_packages(git: Any, tmp_path: Path) -> None:
    text = "".join(f"x{number} = 1\n" for number in range(30))
    first = git.commit({"src/a/__init__.py": text, "tools/run.py": text * 2, "elsewhere/x.py": text * 3})
    for old, new in (
        ("src/a/__init__.py", "src/b.py"),
        ("tools/run.py", "tools/go.py"),
        ("elsewhere/x.py", "src/c.py"),
    ):
        git("mv", old, new)
    files = [
        SourceFile(f"{path}.py", str(tmp_path / f"{path}.py"), path.rpartition("/")[2], False)
        for path in ("src/b", "tools/go", "src/c")
    ]
    roots = (tmp_path / "src", tmp_path / "tools")
    reading = Reading(Sources(roots, (), tuple(files)), {})
    assert renamed_modules(Repository(tmp_path.resolve()), [first], reading) == {"a": "b", "run": "go"}
