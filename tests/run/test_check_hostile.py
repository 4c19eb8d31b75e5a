"""A project that does harm when it is imported comes through untouched, and archcheck with it."""

import os
import sys
from pathlib import Path

import pytest
from archcheck.model.progress import silent
from archcheck.run.check import Options, check
from archcheck.run.layers import layers

HARM = """
import os
import sys
from pathlib import Path

Path(__file__).with_name("harm.txt").write_text("imported")
Path("harm.txt").write_text("imported")
os.environ["ARCHCHECK_HARM"] = "1"
sys.path.insert(0, "/harm")
sys.setrecursionlimit(50)
"""
FILES = {
    "evil/__init__.py": HARM + "raise RuntimeError('imported')\n",
    "evil/exits.py": HARM + "sys.exit(7)\n",
    "evil/kills.py": HARM + "os._exit(8)\n",
    "evil/loops.py": HARM + "from evil import exits, kills\nwhile True: pass\n",
    "conftest.py": HARM,
    "sitecustomize.py": HARM,
    "grimp/__init__.py": HARM,
    "importlinter/__init__.py": HARM,
    "tomllib.py": HARM,
    "setup.py": HARM,
    "layers.toml": """
        [project]
        roots = ["."]
        [[layers]]
        id = "high"
        modules = ["evil.loops", "grimp", "importlinter", "tomllib", "setup", "sitecustomize"]
        [[layers]]
        id = "low"
        modules = ["evil", "evil.exits", "evil.kills"]
        [import_linter]
        inherit = true
        [[contracts]]
        id = "layers"
        type = "layers"
        [[contracts]]
        id = "files"
        type = "effect"
        effect = "filesystem"
        owners = ["high"]
    """,
    ".importlinter": "[importlinter]\nroot_package = evil\n[importlinter:contract:a]\nname = a\ntype = independence\nmodules =\n    evil.exits\n    evil.loops\n",
}


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def content(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_hostile_project_is_read_and_left_alone(hostile: Path) -> None:
    files, path, environment = content(hostile), list(sys.path), dict(os.environ)
    limit, before = sys.getrecursionlimit(), set(sys.modules)
    report = check(hostile, Options())
    layers(hostile, None, silent)
    assert [contract.verdict for contract in report.contracts] == ["kept", "broken", "broken"]
    assert report.summary.modules == report.summary.files == 10
    assert (content(hostile), sys.path, dict(os.environ)) == (files, path, environment)
    assert sys.getrecursionlimit() >= limit
    for name in sys.modules.keys() - before:
        file = getattr(sys.modules[name], "__file__", None) or ""
        assert not file.startswith(str(hostile)), name
