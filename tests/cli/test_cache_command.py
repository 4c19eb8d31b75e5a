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
    assert run(project, "cache", "info", "--cache-dir", place).startswith(f"{place}\n3 entries")
    assert run(project, "sites", "--cache-dir", place) == first
    assert run(project, "cache", "clear", "--cache-dir", place).startswith("removed 3 entries")
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


@pytest.mark.parametrize("place", [".", "cache", "src/deep/cache", "../project/cache", "link"])
@pytest.mark.parametrize("how", ["option", "variable"])
def test_a_cache_inside_the_checked_repository_is_refused(project: Path, place: str, how: str) -> None:
    (project / "link").symlink_to(project / "cache")
    given = ["--cache-dir", place] if how == "option" else []
    more = {"ARCHCHECK_CACHE_DIR": place} if how == "variable" else {}
    done = subprocess.run(
        [sys.executable, "-m", "archcheck", "sites", *given],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **more},
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "lies in the checked repository" in done.stderr and "--no-cache" in done.stderr
    assert not (project / "cache").exists()


def test_a_cache_beside_the_configuration_in_its_repository_is_refused(project: Path) -> None:
    (project / ".git").mkdir()
    (project / "sub").mkdir()
    (project / "a.py").rename(project / "sub" / "a.py")
    command = [sys.executable, "-m", "archcheck", "sites", "--cache-dir", "../cache"]
    done = subprocess.run(command, cwd=project / "sub", capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "lies in the checked repository" in done.stderr


def test_a_result_that_the_repository_brings_is_not_believed(project: Path, tmp_path: Path) -> None:
    """A cache that was filled outside, for this very place, and then put into the repository."""
    outside = tmp_path / "kept"
    first = run(project, "sites", "--cache-dir", str(outside))
    assert run(project, "sites", "--cache-dir", str(outside)) == first
    outside.rename(project / "kept")
    outside.symlink_to(project / "kept")
    command = [sys.executable, "-m", "archcheck", "sites", "--cache-dir", str(outside)]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")


def test_the_users_own_cache_in_the_checked_directory_is_left_alone(project: Path) -> None:
    environment = {**os.environ, "HOME": str(project), "XDG_CACHE_HOME": str(project / "caches")}
    environment.pop("ARCHCHECK_CACHE_DIR")
    command = [sys.executable, "-m", "archcheck", "sites"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0 and [path.name for path in project.iterdir()] == ["a.py"]
