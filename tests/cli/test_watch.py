"""``check --watch``: the loop on a clock of its own, and the command as a process that files are saved beside."""

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from archcheck.cli.watch import Clock, watch
from archcheck.model.errors import user_error
from archcheck.sources.snapshot import snapshot

LAYERS = '[[contracts]]\nid = "tx"\ntype = "effect"\neffect = "transaction"\nowners = ["nobody.**"]\n'
CLEAN = "import sqlite3\n\ndef save(c: sqlite3.Connection) -> None:\n    c.execute('x')\n"


def driven(looks: list[str], run: object = None) -> tuple[list[str], list[float]]:
    """What a watch does that sees one state after another, until there are none left."""
    done: list[str] = []
    slept: list[float] = []
    states = iter(looks)

    def look() -> Mapping[str, str]:
        try:
            return {"a.py": next(states)}
        except StopIteration:
            raise KeyboardInterrupt from None

    def once() -> None:
        done.append("run")
        if callable(run):
            run()

    watch(once, look, quiet=True, clock=Clock(lambda: 0.0, slept.append))
    return done, slept


def test_one_run_for_one_change() -> None:
    assert len(driven(["1", "1", "1", "2", "2", "2", "2"])[0]) == 2


def test_nothing_is_run_while_nothing_changes() -> None:
    done, slept = driven(["1"] * 50)
    assert len(done) == 1 and len(slept) == 49


def test_a_save_in_several_steps_is_one_change() -> None:
    """A run begins when what was changed has stayed so for one look."""
    assert len(driven(["1", "1", "2", "3", "4", "4", "4", "4"])[0]) == 2


def test_what_is_saved_while_a_run_goes_on_makes_the_next() -> None:
    assert len(driven(["1", "2", "2", "2"])[0]) == 2


def test_what_was_changed_and_changed_back_makes_none() -> None:
    assert len(driven(["1", "1", "2", "1", "1", "1"])[0]) == 1


def test_what_the_user_can_mend_is_said_and_watched_on(capsys: pytest.CaptureFixture[str]) -> None:
    def fails() -> None:
        raise user_error("layers.toml", "is no TOML", line=3)

    assert len(driven(["1", "2", "2", "2"], fails)[0]) == 2
    assert capsys.readouterr().err == "layers.toml:3: is no TOML\n" * 2


def test_a_bug_ends_it() -> None:
    def fails() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        driven(["1", "2", "2"], fails)


def test_a_look_that_takes_long_is_taken_seldom() -> None:
    times = iter(range(1000))
    slept: list[float] = []
    states = iter(["1"] * 9)

    def look() -> Mapping[str, str]:
        try:
            return {"a.py": next(states)}
        except StopIteration:
            raise KeyboardInterrupt from None

    watch(lambda: None, look, quiet=True, clock=Clock(lambda: float(next(times)), slept.append))
    assert set(slept) == {2.0}


def test_garbage_goes_though_the_collector_rests() -> None:
    class Knot:
        pass

    def makes_garbage() -> None:
        knot = Knot()
        knot.itself = knot  # type: ignore[attr-defined]

    gc.disable()
    try:
        driven(["1", "2", "2", "2"], makes_garbage)
        assert not any(isinstance(each, Knot) for each in gc.get_objects())
    finally:
        gc.enable()


def test_a_snapshot_holds_what_may_be_read_and_not_what_is_written(tmp_path: Path) -> None:
    for name in (
        "a.py",
        "deep/b.py",
        "layers.toml",
        ".importlinter",
        "report.json",
        "notes.md",
        ".venv/c.py",
        "build/d.py",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    found = snapshot(tmp_path, [tmp_path / "absent.toml"], [tmp_path / "report.json"])
    assert {Path(path).name for path in found} == {"a.py", "b.py", "layers.toml", ".importlinter", "absent.toml"}


class Watching:
    """The command as a process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def until(self, text: str) -> str:
        """What is written up to a line that holds a text; a process that ends is a fault."""
        assert self.process.stdout is not None
        lines: list[str] = []
        for line in self.process.stdout:
            lines.append(line)
            if text in line:
                return "".join(lines)
        raise AssertionError("".join(lines))


@contextmanager
def watching(cwd: Path, *arguments: str) -> Iterator[Watching]:
    command = [sys.executable, "-m", "archcheck", "check", "--watch", *arguments]
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield Watching(process)
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "layers.toml").write_text(LAYERS)
    (tmp_path / "nobody.py").write_text("")
    (tmp_path / "store.py").write_text(CLEAN)
    return tmp_path


def test_on_save_the_result_is_on_the_terminal(project: Path) -> None:
    with watching(project) as seen:
        assert "Nothing new." in seen.until("watching")
        (project / "store.py").write_text(CLEAN.replace("execute('x')", "commit()"))
        assert "1 new error" in seen.until("watching")
        (project / "store.py").write_text("def save(:\n")
        assert "unread-file" in seen.until("watching")
        (project / "store.py").write_text(CLEAN)
        assert "Nothing new." in seen.until("watching")
        (project / "layers.toml").write_text(LAYERS.replace("owners", "ovners"))
        assert "layers.toml:5" in seen.until("watching")
        (project / "layers.toml").unlink()
        assert "there is none" in seen.until("watching")
        (project / "layers.toml").write_text(LAYERS)
        assert "Nothing new." in seen.until("watching")
        (project / "more.py").write_text(CLEAN.replace("execute('x')", "commit()"))
        assert "more.py" in seen.until("watching")
        seen.process.send_signal(signal.SIGINT)
        assert seen.process.stdout is not None and seen.process.stdout.read() == ""
        assert seen.process.wait() == 0


def test_an_output_in_the_project_makes_no_run_of_its_own(project: Path) -> None:
    with watching(project, "--output", "json=report.json", "--output", "text=-") as seen:
        seen.until("watching")
        before = (project / "report.json").stat()
        (project / "store.py").write_text(CLEAN.replace("execute('x')", "commit()"))
        assert "1 new error" in seen.until("watching")
        assert (project / "report.json").stat().st_ino != before.st_ino
        os.kill(seen.process.pid, signal.SIGINT)
        assert seen.process.stdout is not None and seen.process.stdout.read() == ""
