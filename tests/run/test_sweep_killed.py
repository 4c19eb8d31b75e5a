"""``sweep record`` that is killed leaves the old log or the new one; two at once add one checkpoint for one change."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from archcheck.run import sweep
from archcheck.run.check import Options, configuration
from archcheck.run.replay import _Log, replay
from archcheck.run.sweep_file import sweep_files
from archcheck.store.sweep import parse_sweep
from tests.conftest import Git

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
[[sweeps]]
id = "commits"
contract = "transactions"
"""
FUNCTIONS = 300
KILLS = 100
OPTIONS = Options()
LOG = "reports/sweeps/commits.jsonl"


def write(directory: Path, functions: int) -> None:
    for number in range(functions):
        text = "from sqlalchemy.orm import Session\n\n\ndef save(session: Session):\n    session.commit()\n"
        (directory / f"tool{number}.py").write_text(text)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "layers.toml").write_text(LAYERS)
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/__init__.py").touch()
    write(tmp_path, 1)
    return tmp_path


def in_child(project: Path) -> int:
    child = os.fork()
    if not child:
        code = 1
        try:
            sweep.record(project, OPTIONS)
            code = 0
        finally:
            os._exit(code)
    return child


def without_time(log: bytes) -> list[tuple[int, str]]:
    return [(each.total, each.note) for each in parse_sweep(log.decode(), LOG)]


def test_killed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sweep.record(project, OPTIONS)
    path = project / LOG
    old = path.read_bytes()
    write(project, FUNCTIONS)
    config = configuration(project, OPTIONS)
    known = sweep.found(config, project, OPTIONS, ("transactions",))
    monkeypatch.setattr(sweep, "found", lambda *_: known)  # the reading is not what is to be killed
    start = time.perf_counter()
    sweep.record(project, OPTIONS)
    usual = time.perf_counter() - start
    new = path.read_bytes()
    assert [total for total, _ in without_time(new)] == [1, FUNCTIONS]
    seen = set()
    for kill in range(KILLS):
        path.write_bytes(old)
        child = in_child(project)
        if kill < KILLS - 1:
            time.sleep(1.5 * usual * kill / KILLS)
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        left = path.read_bytes()
        assert without_time(left) in (without_time(old), without_time(new))
        seen.add(len(without_time(left)))
    assert seen == {1, 2}
    assert sorted(each.name for each in path.parent.iterdir()) == ["commits.jsonl"]


def test_two_at_once(project: Path) -> None:
    sweep.record(project, OPTIONS)
    write(project, 3)
    command = [sys.executable, "-m", "archcheck", "sweep", "record", "--note"]
    writers = [subprocess.Popen([*command, name], cwd=project) for name in ("one", "two")]
    assert [writer.wait() for writer in writers] == [0, 0]
    log = parse_sweep((project / LOG).read_text(), LOG)
    assert [each.total for each in log] == [1, 3, 3]
    assert {each.note for each in log[1:]} == {"one", "two"}


def test_two_at_once_with_nothing_to_say_add_one(project: Path) -> None:
    sweep.record(project, OPTIONS)
    write(project, 3)
    command = [sys.executable, "-m", "archcheck", "sweep", "record", "--quiet"]
    writers = [subprocess.Popen(command, cwd=project) for _ in range(3)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert [each.total for each in parse_sweep((project / LOG).read_text(), LOG)] == [1, 3]


def history(git: Git, commits: int) -> list[str]:
    (git.root / "shop").mkdir()
    made = []
    for number in range(1, commits + 1):
        write(git.root, number)
        day = f"2026-01-{number:02}T12:00:00Z"
        made.append(git.commit({"layers.toml": LAYERS, "shop/__init__.py": ""}, at=day))
    return made


def revisions(root: Path) -> list[str | None]:
    return [each.revision for each in parse_sweep((root / LOG).read_text(), LOG)]


def test_replay_that_is_killed_leaves_the_steps_that_it_had_written(git: Git) -> None:
    made = history(git, 6)
    replay(git.root, OPTIONS, made[0], workers=1)
    path = git.root / LOG
    whole = path.read_bytes()
    (file,) = sweep_files(configuration(git.root, OPTIONS), git.root, None)
    steps = parse_sweep(whole.decode(), LOG)

    def write_steps() -> None:
        for step in steps:
            _Log(file, {}, unwritten=[step]).write()

    path.unlink()
    start = time.perf_counter()
    write_steps()
    usual = time.perf_counter() - start
    assert path.read_bytes() == whole
    lengths = set()
    for kill in range(KILLS):
        path.unlink(missing_ok=True)
        child = os.fork()
        if not child:
            write_steps()
            os._exit(0)
        time.sleep(1.5 * usual * kill / KILLS)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        left = revisions(git.root) if path.exists() else []
        assert left == made[: len(left)]
        lengths.add(len(left))
    assert len(lengths) > 2, "it was killed at different steps"
    write_steps()
    assert path.read_bytes() == whole


def test_a_replay_and_a_record_at_once_lose_nothing(git: Git) -> None:
    made = history(git, 4)
    write(git.root, 9)
    command = [sys.executable, "-m", "archcheck", "sweep"]
    writers = [
        subprocess.Popen([*command, *rest, "--quiet"], cwd=git.root)
        for rest in (["replay", "--since", made[0]], ["record", "--note", "now"], ["replay", "--since", made[1]])
    ]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    log = parse_sweep((git.root / LOG).read_text(), LOG)
    assert [each.revision for each in log if not each.modified] == made
    assert [each.note for each in log if each.modified] == ["now"]
