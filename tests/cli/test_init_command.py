"""``archcheck init`` writes what ``archcheck check`` can read, and leaves an existing file alone."""

import subprocess
import sys
from pathlib import Path


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "archcheck", *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


def test_init_then_check(tmp_path: Path) -> None:
    for name in ("shop/__init__.py", "shop/api/__init__.py", "shop/models/__init__.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "shop/models/bad.py").write_text("import shop.api\n")
    first = run(tmp_path, "init")
    assert first.returncode == 0, first.stderr
    assert "wrote layers.toml" in first.stdout
    checked = run(tmp_path, "check")
    assert checked.returncode == 1, checked.stderr
    assert "layer-import" in checked.stdout
    second = run(tmp_path, "init")
    assert (second.returncode, second.stdout) == (2, "")
    assert "already" in second.stderr


def test_nothing_to_write_for(tmp_path: Path) -> None:
    done = run(tmp_path, "init")
    assert done.returncode == 2
    assert not (tmp_path / "layers.toml").exists()
