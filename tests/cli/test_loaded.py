"""What a command loads: libraries that it has no use for are left out. Modules are counted, not seconds."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

ENGINES = {"grimp", "importlinter", "networkx", "tree_sitter", "jinja2", "rich"}
MODELS = {"pydantic", "pydantic_core"}
PARSER = {"typer", "click"}
PROGRAM = """
import sys
from archcheck.__main__ import run
sys.argv[0] = "archcheck"
code = run()
print(" ".join(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
sys.exit(code)
"""


def loaded(cwd: Path, *arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout
    return set(done.stderr.split())


@pytest.mark.parametrize("arguments", [["--version"], ["explain"]], ids=" ".join)
def test_plain_answers_load_no_library_at_all(tmp_path: Path, arguments: list[str]) -> None:
    assert not loaded(tmp_path, *arguments) & (ENGINES | MODELS | PARSER | {"msgspec", "sqlite3"})


def test_the_manual_page_of_a_rule_loads_no_library_at_all(tmp_path: Path) -> None:
    assert not loaded(tmp_path, "explain", "effect-site") & (ENGINES | MODELS | PARSER | {"msgspec"})


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["cache", "info"]], ids=" ".join)
def test_help_loads_the_parser_alone(tmp_path: Path, arguments: list[str]) -> None:
    """What the parser loads by itself is its own affair: some versions of typer convert values by pydantic."""
    assert not loaded(tmp_path, *arguments) & (ENGINES | {"msgspec"})


@pytest.mark.parametrize(
    ("typed", "completed"),
    [("archcheck swe", "sweep"), ("archcheck check --wat", "--watch"), ("archcheck explain effect-o", "effect-orphan")],
)
def test_completion_by_the_shell_loads_the_parser_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, completed: str
) -> None:
    monkeypatch.setenv("_ARCHCHECK_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", typed)
    monkeypatch.setenv("COMP_CWORD", str(typed.count(" ")))
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, completed)
    assert not set(done.stderr.split()) & (ENGINES | {"msgspec"})


@pytest.mark.parametrize("command", ["check", "sites"])
def test_a_run_in_which_nothing_has_changed_loads_neither_engines_nor_models_nor_the_parser(
    tmp_path: Path, command: str
) -> None:
    (tmp_path / "layers.toml").write_text(
        '[[contracts]]\nid = "tx"\ntype = "effect"\neffect = "transaction"\nowners = ["a"]\n'
    )
    (tmp_path / "a.py").write_text("import sqlite3\nsqlite3.connect('x').commit()\n")
    time.sleep(0.1)  # or what was written just now would be taken for changed while the command runs
    first = loaded(tmp_path, command)
    assert first >= {"pydantic", "tree_sitter", "typer"}
    assert not loaded(tmp_path, command) & (ENGINES | MODELS | PARSER)
