"""The same input gives the same bytes: whichever way Python orders its sets, and whoever reads the files.

The part on a dask cluster is left out where ``distributed`` is missing, but not with ARCHCHECK_DASK=required, as `.ci/run` has it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from archcheck.cli.app import app
from typer.testing import CliRunner

LAYERS = """\
[[layers]]
id = "high"
modules = ["shop.a.**"]
[[layers]]
id = "low"
modules = ["shop.b.**"]
[assign]
unassigned = "ignore"
[[contracts]]
id = "layers"
type = "layers"
[[contracts]]
id = "apart"
type = "independence"
modules = ["shop.a", "shop.b", "shop.c"]
[[contracts]]
id = "never"
type = "forbidden"
source_modules = ["shop.b"]
forbidden_modules = ["shop.a"]
"""
SIZE = 5


def write(root: Path) -> None:
    """Three packages that reach one another by way of many modules, over chains that are all as short as one another."""
    files = {"shop/__init__.py": "", "shop/m/__init__.py": "", "layers.toml": LAYERS}
    for at, name in enumerate("abc"):
        files[f"shop/{name}/__init__.py"] = ""
        other = "abc"[(at + 1) % 3]
        for number in range(SIZE):
            near = [f"from shop.m import x{name}{(number + step) % SIZE}" for step in range(3)]
            far = [f"from shop.{other} import y{(number + step) % SIZE}" for step in range(3)]
            files[f"shop/{name}/y{number}.py"] = "\n".join(near) + "\n"
            files[f"shop/m/x{name}{number}.py"] = "\n".join(far) + "\n"
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


def test_whatever_the_seed_of_the_hashes(tmp_path: Path) -> None:
    write(tmp_path)
    command = [sys.executable, "-m", "archcheck", "check", "--format", "json"]
    outputs = [
        subprocess.run(
            command, cwd=tmp_path, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}, check=False
        )
        for seed in ("1", "2", "3")
    ]
    assert {done.returncode for done in outputs} == {1}
    assert len({done.stdout for done in outputs}) == 1


SHOP = Path(__file__).parents[2] / "examples" / "shop"
REQUIRED = os.environ.get("ARCHCHECK_DASK") == "required"
JSON = ("check", "--format", "json")
FILES = 230
"""More than are read without another process."""


@pytest.fixture(params=["example", "generated"])
def project(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example, and one that is large enough for processes to be started, with files that cannot be read among the others."""
    root = tmp_path / "project"
    if request.param == "example":
        shutil.copytree(SHOP, root)
    else:
        write(root)
        commits = '[[contracts]]\nid = "tx"\ntype = "effect"\neffect = "transaction"\nowners = ["high"]\n'
        (root / "layers.toml").write_text(LAYERS + commits)
        for number in range(FILES):
            code = f"from shop.d import z{(number * 7) % FILES}\n\ndef f{number}(c: sqlite3.Connection) -> None:\n    c.commit()\n"
            (root / "shop" / "d").mkdir(exist_ok=True)
            (root / "shop" / "d" / f"z{number}.py").write_text("import sqlite3\n" + code)
        (root / "shop" / "d" / "__init__.py").write_text("")
        (root / "shop" / "d" / "broken.py").write_text("def (:\n")
        (root / "shop" / "d" / "no_text.py").write_bytes(b"x = '\xff'\n")
    monkeypatch.chdir(root)
    return root


def run(*arguments: str) -> tuple[int, bytes]:
    result = CliRunner().invoke(app, arguments)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout_bytes


def test_whichever_way_it_is_read(project: Path) -> None:
    cache = ("--cache-dir", str(project.parent / "cache"))
    once = run(*JSON, "--no-cache")
    assert once[0] == 1
    cold, warm = run(*JSON, *cache), run(*JSON, *cache)
    assert (cold, warm) == (once, once)
    for executor in ("serial", "processes:1", "processes:2", "threads:2"):
        assert run(*JSON, "--no-cache", "--executor", executor) == once, executor
    shards = [str(project.parent / f"{number}.facts") for number in (1, 2, 3)]
    for number, file in enumerate(shards, 1):
        run("check", "--no-cache", "--shard", f"{number}/3", "--output", file)
    assert run("merge", *shards, "--format", "json") == once


def test_a_run_that_is_not_repeated_writes_the_same(project: Path) -> None:
    """A whole process each time: the second one has nothing to do but to write what the first has kept."""
    command = [sys.executable, "-m", "archcheck", *JSON, "--cache-dir", str(project.parent / "cache")]
    outputs = [subprocess.run(command, capture_output=True, check=False).stdout for _ in range(2)]
    assert outputs[0] == outputs[1] == run(*JSON, "--no-cache")[1]


def test_what_has_changed_since_is_all_that_differs(project: Path) -> None:
    cache = ("--cache-dir", str(project.parent / "cache"))
    run(*JSON, *cache)
    file = sorted(project.rglob("*.py"))[-1]
    saved = file.read_text()
    for text in (
        f"# a line\n{saved}",
        saved.replace("commit", "rollback"),
        f"{saved}\ndef more(c):\n    c.commit()\n",
        "def (:\n",
        None,
        saved,
    ):
        file.unlink() if text is None else file.write_text(text)
        assert run(*JSON, *cache) == run(*JSON, "--no-cache"), text


def test_another_configuration_is_no_change_of_the_code(project: Path) -> None:
    cache = ("--cache-dir", str(project.parent / "cache"))
    layers = project / "layers.toml"
    saved = layers.read_text()
    first = run(*JSON, *cache)
    own = '[[effects]]\nid = "print"\napis = ["builtins.print"]\n'
    layers.write_text(f"{saved}{own}")
    assert run(*JSON, *cache) == run(*JSON, "--no-cache")
    bare = saved.replace("[project]\n", "")
    layers.write_text(f'[project]\ntests = ["shop.d.**", "**.orders.**"]\n{bare}')
    changed = run(*JSON, *cache)
    assert changed == run(*JSON, "--no-cache")
    assert changed != first


def test_on_a_cluster(project: Path) -> None:
    try:
        from distributed import LocalCluster
    except ImportError:
        (pytest.fail if REQUIRED else pytest.skip)("no distributed: pip install '.[dask]'")
    with LocalCluster(2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50) as cluster:
        address = cluster.scheduler_address.replace("tcp://", "dask://")
        assert run(*JSON, "--no-cache", "--executor", address) == run(*JSON, "--no-cache")
