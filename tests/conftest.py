"""What tests of several rooms need: a cache that is not that of the user who runs them, repositories, and a project that means harm."""

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

# A law holds however long it takes: a busy machine is no failure.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True, scope="session")
def cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ARCHCHECK_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@dataclass(frozen=True)
class Git:
    """A repository in ``root`` that only its test has a say in."""

    root: Path

    def __call__(self, *arguments: str, at: str | None = None) -> str:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        nobody = {
            f"GIT_{who}_{what}": text
            for who in ("AUTHOR", "COMMITTER")
            for what, text in (("NAME", "nobody"), ("EMAIL", "nobody@example.org"), ("DATE", at))
            if text is not None
        }
        done = subprocess.run(
            ["git", "-C", str(self.root), *arguments],
            env={**kept, **nobody, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def commit(self, files: dict[str, str | None] | None = None, at: str | None = None) -> str:
        """Write or remove files and commit everything; the commit's name."""
        for name, text in (files or {}).items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_text(text)
        self("add", "-A")
        self("commit", "-q", "--allow-empty", "-m", "a step", at=at)
        return self("rev-parse", "HEAD")


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """A new repository in ``tmp_path``."""
    made = Git(tmp_path)
    made("init", "-q", "-b", "main")
    return made


IMAGE = "<img src=x onerror=alert(1)>"
CLOSING = "</script><script>alert(2)</script>\"'`&lt;<!--"
DIRECTIONS = "\u202e\u2066 \x1b[31m %s %0A ::error file=a::b"

CODE = f"""
import sqlite3
# archcheck: allow[commits] {CLOSING} {IMAGE}
def save(connection: sqlite3.Connection) -> None:
    connection.commit(  # {CLOSING} {IMAGE} {DIRECTIONS}
    )
    connection.execute("COMMIT {CLOSING.replace(chr(34), "")} {IMAGE}")
    from shop.api import route

class {"Ünïcödé"}:
    def save(self, connection: sqlite3.Connection) -> None:
        connection.commit()
"""

LAYERS = f"""
[project]
domains = ["shop.{{domain}}.**"]
[[layers]]
id = "L4"
name = {CLOSING.replace('"', "").replace("'", "")!r}
modules = ["shop.api"]
[[layers]]
id = "L1"
name = {IMAGE!r}
modules = ["shop.**"]
[[contracts]]
id = "layers"
type = "layers"
reason = {IMAGE!r}
[[contracts]]
id = "commits"
type = "effect"
effect = "transaction"
owners = ["L4"]
guidance = {IMAGE!r}
[[sweeps]]
id = "all"
title = {(CLOSING + IMAGE + "-->|").replace("'", "")!r}
contract = "commits"
target = 2027-01-31
"""

CHECKPOINT: dict[str, object] = {
    "schema": "archcheck.checkpoint/1",
    "time": "2026-11-25T03:04:05Z",
    "revision": CLOSING,
    "modified": False,
    "total": 2,
    "states": {"new": 2, "known": 0, "debt": 1, "exempt": 0},
    "domains": {CLOSING + IMAGE: 2},
    "layers": {IMAGE: 2},
    "kinds": {DIRECTIONS: 2},
    "rules": {CLOSING: 2},
    "files": [{"path": DIRECTIONS + CLOSING, "left": 2, "debt": 1, "domain": CLOSING + IMAGE, "layer": IMAGE}],
    "unread": 0,
    "note": f"{DIRECTIONS} {CLOSING} {IMAGE} | <!-- end of what archcheck sweep log writes: all -->",
}


@pytest.fixture
def hostile_project(tmp_path: Path) -> Path:
    """Files whose names, comments, strings and reasons are all meant for a browser, a terminal or a log."""
    folder = tmp_path / "project"
    for name, text in (
        ("shop/__init__.py", ""),
        ("shop/api.py", "from shop.dom import driver\ndef route(): ...\n"),
        ("shop/dom/__init__.py", ""),
        ("shop/dom/driver.py", CODE),
        (f"shop/{IMAGE}/__init__.py", ""),
        (f"shop/{IMAGE}/x.py", CODE),
        (f"shop/dom/{DIRECTIONS}.py", CODE),
        ("shop/dom/broken.py", f"def ( {IMAGE} {CLOSING}\n"),
        ("shop/dom/two\nlines\n::error file=x::y.py", CODE),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "layers.toml").write_text(LAYERS, encoding="utf-8")
    (folder / "reports/sweeps").mkdir(parents=True)
    (folder / "reports/sweeps/all.jsonl").write_text(json.dumps(CHECKPOINT) + "\n", encoding="utf-8")
    return folder
