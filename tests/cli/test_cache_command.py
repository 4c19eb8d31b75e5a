"""``cache info`` and ``cache clear``, and what a run leaves where."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(cwd: Path, *arguments: str, **environment: str) -> str:
    command = [sys.executable, "-m", "archcheck", *arguments]
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "a.py").write_text("import sqlite3\nsqlite3.connect('x').commit()\n")
    return folder


def test_info_and_clear(project: Path, tmp_path: Path) -> None:
    place = str(tmp_path / "kept")
    assert run(project, "cache", "info", "--cache-dir", place) == f"{place}\n0 entries, 0 files known, 0.0 MB\n"
    first = run(project, "sites", "--cache-dir", place)
    assert run(project, "cache", "info", "--cache-dir", place).startswith(f"{place}\n1 entries")
    assert run(project, "sites", "--cache-dir", place) == first
    assert run(project, "cache", "clear", "--cache-dir", place).startswith("removed 1 entries")
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["CACHEDIR.TAG"]
    assert run(project, "sites", "--cache-dir", place) == first


def test_nothing_is_kept_on_demand(project: Path, tmp_path: Path) -> None:
    run(project, "sites", "--no-cache", ARCHCHECK_CACHE_DIR=str(tmp_path / "kept"))
    assert not (tmp_path / "kept").exists()
    run(project, "sites", ARCHCHECK_CACHE_DIR=str(tmp_path / "kept"))
    assert (tmp_path / "kept").is_dir()


def test_nothing_is_written_beside_the_checked_code(project: Path) -> None:
    run(project, "sites")
    assert [path.name for path in project.iterdir()] == ["a.py"]


def test_a_cache_that_the_project_brings_is_not_looked_at(project: Path, tmp_path: Path) -> None:
    for name in (".archcheck", ".archcheck_cache", ".cache"):
        (project / name).mkdir()
        (project / name / "cache-1.sqlite").write_bytes(b"no database")
    run(project, "sites", ARCHCHECK_CACHE_DIR=str(tmp_path / "kept"))
    assert all((project / name / "cache-1.sqlite").read_bytes() == b"no database" for name in (".archcheck", ".cache"))
