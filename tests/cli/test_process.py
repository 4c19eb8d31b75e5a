"""The command as a process: exit codes, streams, and what it loads."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest
from archcheck import __main__


def run(*arguments: str, cwd: Path | None = None, code: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *(["-c", code] if code else ["-m", "archcheck"]), *arguments]
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"}
    )


def test_version_loads_little() -> None:
    done = run(
        "--version",
        code="import runpy, sys\ntry: runpy.run_module('archcheck', run_name='__main__')\nfinally: print(*sys.modules)",
    )
    assert done.returncode == 0
    assert done.stdout.startswith("archcheck ")
    loaded = set(done.stdout.split())
    assert not loaded & {"networkx", "importlinter", "pydantic", "grimp", "tree_sitter", "msgspec", "rich.progress"}


@pytest.mark.parametrize("arguments", [["--version"], ["--help"]])
def test_what_importtime_shows(arguments: list[str]) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "archcheck", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    shown = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "archcheck" in shown
    assert not shown & {"networkx", "importlinter", "pydantic", "grimp", "tree_sitter", "msgspec"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nonsense"], "No such command"),
        (["check", "--nonsense"], "No such option"),
        (["check", "--shard", "3/2"], "--shard"),
        (["sites", "--cache-dir", "/dev/null/x"], "--cache-dir: /dev/null/x cannot be written to"),
        (["cache", "info", "--nonsense"], "No such option"),
        (["layers", "--format", "sarif"], "--format: sarif: is not served yet"),
        (["explain", "nonsense"], "there is no rule nonsense"),
        (["check", "--fail-on", "never"], "never"),
    ],
)
def test_exit_2_on_arguments(arguments: list[str], message: str, tmp_path: Path) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


BROKEN = """
import sys
from archcheck.cli import explain
from archcheck.run import explain as page
def broken(): raise {error}
page.listing = broken
sys.argv = ["archcheck", "explain"]
from archcheck.__main__ import command
command()
"""


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        ("ValueError('boom')", 3, "ValueError: boom"),
        ("KeyboardInterrupt", 130, ""),
        ("SystemExit(7)", 7, ""),
    ],
)
def test_what_goes_wrong_inside(error: str, code: int, said: str) -> None:
    done = run(code=BROKEN.format(error=error))
    assert done.returncode == code
    assert said in done.stderr
    assert ("Traceback" in done.stderr) is (code == 3)


def test_mistakes_of_the_user_are_lines_on_stderr_without_control_characters() -> None:
    error = "__import__('archcheck.model.errors').model.errors.user_error('a\\x1b[2J', 'b', line=3)"
    done = run(code=BROKEN.format(error=error))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "a\\x1b[2J:3: b\n"


def test_a_closed_pipe_is_quiet() -> None:
    command = f"{sys.executable} -m archcheck explain effect-site | true"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_encoding_that_lacks_characters_is_no_fault() -> None:
    code = "from archcheck.cli.output import to_stdout; to_stdout('é漢\\n')"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "ascii"}
    )
    assert (done.returncode, done.stdout) == (0, b"\\xe9\\u6f22\n")


def test_the_collector_is_as_it_was_behind_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["archcheck", "--version"])
    assert gc.isenabled()
    assert __main__.run() == 0
    assert gc.isenabled()
