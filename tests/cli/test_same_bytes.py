"""The same input gives the same bytes, whichever way Python orders its sets."""

import os
import subprocess
import sys
from pathlib import Path

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
