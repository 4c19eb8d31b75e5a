"""Installed libraries: which environment, which version, which file; nothing is imported."""

import sys
from pathlib import Path

import pytest
from archcheck.sources.installed import Environment, environment


def make(site: Path) -> None:
    (site / "lib").mkdir(parents=True)
    (site / "lib/__init__.py").write_text("raise SystemExit('imported')\n")
    (site / "single.py").write_text("x = 1\n")
    (site / "typed.pyi").write_text("x: int\n")
    (site / "fast.cpython-311-x86_64-linux-gnu.so").write_bytes(b"\x7fELF")
    for name, version in (("Lib_X", "1.2"), ("driver-binary", "3.0")):
        info = site / f"{name}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")


def test_what_is_there(tmp_path: Path) -> None:
    make(tmp_path)
    found = Environment(tmp_path)
    assert [found.version(name) for name in ("lib-x", "LIB.X", "driver", "other")] == ["1.2", "1.2", "3.0", None]
    assert found.source("lib") == b"raise SystemExit('imported')\n"
    assert found.source("single") == b"x = 1\n"
    assert found.source("typed") == b"x: int\n"
    assert found.source("fast") is None
    assert found.source("../single") is None
    assert found.source("sqlite3") is not None
    assert [found.holds(name) for name in ("lib", "fast", "typed", "sqlite3", "other")] == [
        True,
        True,
        True,
        True,
        False,
    ]
    assert "lib" not in sys.modules


def test_which_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    assert "site-packages" in str(environment(tmp_path).directory) or "dist-packages" in str(
        environment(tmp_path).directory
    )
    active = tmp_path / "active"
    for root in (active, tmp_path / ".venv"):
        (root / "lib/python3.12/site-packages").mkdir(parents=True)
        (root / "pyvenv.cfg").touch()
        monkeypatch.setenv("VIRTUAL_ENV", str(active))
        assert environment(tmp_path).directory == root / "lib/python3.12/site-packages"
    assert environment(tmp_path, tmp_path).directory == tmp_path
    assert Environment(tmp_path / "nowhere").version("x") is None
