"""Every format of ``check`` and ``sites`` from one analysis of a project whose names and words are hostile."""

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from archcheck.cli.formats import SERVED

WORDS = (
    "</script><b>\\\"'&| `a` @all [x](http://evil.example) {0} %0A%25 ::error file=a::b\\n::warning::c\\n##[error]d"
    " \\u001b[31m \\u202e \\u0085"
)
MODULE = "shop/evil\u202e'`]]>&%0A,a:b\n::error::c\x1b[31m|é.py"
NAME = "größe＿ﬁ"

LAYERS = f"""\
[project]
packages = ["shop"]
domains = ["shop.{{domain}}.**"]

[[layers]]
id = "L4"
modules = ["shop.api"]

[[layers]]
id = "L1"
modules = ["shop", "shop.store"]

[[contracts]]
id = "layers"
type = "layers"
reason = "{WORDS}"

[[contracts]]
id = "transactions"
type = "effect"
effect = "transaction"
owners = ["L4"]
reason = "{WORDS}"
guidance = "{WORDS}"
"""

CODE = f"""\
import sqlite3

def {NAME}(db: sqlite3.Connection) -> None:
    db.commit()  # </script> `x` | ::error::x %0A \u202e \x1b[31m ##[error]y
    db.execute("COMMIT -- </script>\\n::error::x%25 \u2066 '`|")
    db.rollback()  # archcheck: allow[transactions] </script> `x` | ::error::y %0A \u202e \x1b[31m
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    files = {
        "layers.toml": LAYERS,
        "shop/__init__.py": "",
        "shop/api.py": "from shop import store\n",
        "shop/store.py": "import shop.api\n" + CODE,
        MODULE: CODE,
        "shop/broken</script>\n.py": "def (\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def run(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "archcheck", *arguments]
    return subprocess.run(
        command, cwd=project, capture_output=True, check=False, env={**os.environ, "NO_COLOR": "1", **environment}
    )


def outputs(folder: Path, *formats: str) -> list[str]:
    return [part for name in formats for part in ("--output", f"{name}={folder / name}")]


@pytest.mark.parametrize("command", ["check", "sites"])
def test_all_at_once_and_each_alone_are_the_same(
    project: Path, tmp_path_factory: pytest.TempPathFactory, command: str
) -> None:
    folder = tmp_path_factory.mktemp("out")
    code = 1 if command == "check" else 0
    together = run(project, command, *outputs(folder, *SERVED))
    assert (together.returncode, together.stdout, together.stderr) == (code, b"", b"")
    for name in SERVED:
        alone = run(project, command, "--format", name, PYTHONHASHSEED="7", PYTHONUTF8="1")
        assert (alone.returncode, alone.stderr) == (code, b"")
        assert alone.stdout == (folder / name).read_bytes(), name


@pytest.mark.parametrize("command", ["check", "sites"])
def test_nothing_steers_the_reader(project: Path, tmp_path_factory: pytest.TempPathFactory, command: str) -> None:
    folder = tmp_path_factory.mktemp("out")
    shown = ["--show", "exempt"] if command == "check" else []
    run(project, command, *shown, *outputs(folder, *SERVED))
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in SERVED}
    for name, text in texts.items():
        assert text.replace("\n", "").isprintable(), name
        assert "##[" not in text, name
        if name != "github":
            assert not [line for line in text.split("\n") if line.lstrip().startswith("::")], name
    commands = [line.split(" ")[0] for line in texts["github"].splitlines()]
    assert set(commands) <= {"::error", "::warning", "::notice"}
    document = json.loads(texts["json"])
    items = document["findings" if command == "check" else "sites"]
    places = {(item["path"], item["line"]) for item in items}
    assert {path for path, _ in places} >= {"shop/store.py", MODULE}
    run_ = json.loads(texts["sarif"])["runs"][0]
    assert len(run_["results"]) == len(items) == len(json.loads(texts["gitlab"])) == len(commands)
    assert {
        (issue["location"]["path"], issue["location"]["lines"]["begin"]) for issue in json.loads(texts["gitlab"])
    } == places
    cases = [case for case in ElementTree.fromstring(texts["junit"]).iter("testcase") if case.get("file")]
    assert len(cases) == len(items)


def test_the_format_never_changes_the_exit_code(project: Path) -> None:
    codes = {run(project, "check", "--format", name, "--fail-on", "warning").returncode for name in SERVED}
    assert codes == {1}
    for name in ("layers.toml", MODULE, "shop/store.py", "shop/broken</script>\n.py"):
        if name != "layers.toml":
            (project / name).unlink()
    (project / "shop/store.py").write_text("")
    assert {run(project, "check", "--format", name).returncode for name in SERVED} == {0}
    (project / "layers.toml").write_text("[[contracts]]\n")
    assert {run(project, "check", "--format", name).returncode for name in SERVED} == {2}


def test_help_lists_what_is_served(project: Path) -> None:
    for command in ("check", "sites"):
        text = run(project, command, "--help", _TYPER_FORCE_DISABLE_TERMINAL="1", TERMINAL_WIDTH="200").stdout.decode()
        assert all(name in text for name in SERVED)
