"""A command that is killed leaves the old baseline or the new one; two at once both get in."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from archcheck.run import baseline
from archcheck.run.check import Options, configuration, examine

LAYERS = """\
[[layers]]
id = "L4"
modules = ["shop"]
[[contracts]]
id = "transactions"
type = "effect"
effect = "transaction"
owners = ["L4"]
[assign]
unassigned = "ignore"
"""
FUNCTIONS = 300
KILLS = 50
OPTIONS = Options()


def write(directory: Path, functions: int) -> None:
    text = "".join(f"def f{n}(session: Session):\n    session.commit()\n" for n in range(functions))
    (directory / "tools.py").write_text(f"from sqlalchemy.orm import Session\n{text}")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "layers.toml").write_text(LAYERS)
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/__init__.py").touch()
    write(tmp_path, FUNCTIONS)
    return tmp_path


def create(project: Path) -> None:
    baseline.create(project, OPTIONS, force=True)


def prune(project: Path) -> None:
    baseline.prune(project, OPTIONS, accept_moves=True)


def add(project: Path) -> None:
    baseline.add(project, OPTIONS, [], baseline.Words("later"))


def in_child(run: Callable[[Path], None], project: Path) -> int:
    child = os.fork()
    if not child:
        code = 1
        try:
            run(project)
            code = 0
        finally:
            os._exit(code)
    return child


@pytest.mark.parametrize(("command", "listed"), [(create, 1), (prune, 2 * FUNCTIONS), (add, 1)])
def test_killed(command: Callable[[Path], None], listed: int, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project, listed)
    create(project)
    path = project / "reports/baseline.json"
    old = path.read_bytes()
    write(project, FUNCTIONS)
    examined = examine(configuration(project, OPTIONS), project, OPTIONS)
    monkeypatch.setattr(baseline, "examine", lambda *_: examined)  # the reading is not what is to be killed
    start = time.perf_counter()
    command(project)
    usual = time.perf_counter() - start
    new = path.read_bytes()
    assert new != old
    seen = set()
    for kill in range(KILLS):
        path.write_bytes(old)
        child = in_child(command, project)
        if kill < KILLS - 1:
            time.sleep(1.5 * usual * kill / KILLS)
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        left = path.read_bytes()
        assert left in (old, new)
        seen.add(left)
    assert seen == {old, new}


def test_two_at_once(project: Path) -> None:
    write(project, 0)
    (project / "more.py").write_text("")
    create(project)
    write(project, 3)
    (project / "more.py").write_text((project / "tools.py").read_text())
    command = [sys.executable, "-m", "archcheck", "baseline", "add", "--reason"]
    writers = [subprocess.Popen([*command, name, name], cwd=project) for name in ("tools.py", "more.py")]
    assert [writer.wait() for writer in writers] == [0, 0]
    text = (project / "reports/baseline.json").read_text()
    assert [text.count(f'"reason": "{name}"') for name in ("tools.py", "more.py")] == [3, 3]
