"""Versions that lock files pin; a file that says nothing useful says nothing."""

from pathlib import Path

import pytest
from archcheck.config.lock_files import locked_versions

PIPFILE = (
    '{"default": {"pymysql": {"version": "==1.1.0"}, "a": {"git": "x"}}, "develop": {"pytest": {"version": "==8.0"}}}'
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("uv.lock", '[[package]]\nname = "pymysql"\nversion = "1.1.0"\n[[package]]\nname = "here"\n'),
        ("poetry.lock", '[[package]]\nname = "PyMySQL"\nversion = "1.1.0"\noptional = false\n'),
        ("pdm.lock", '[[package]]\nname = "pymysql"\nversion = "1.1.0"\n'),
        ("pylock.toml", '[[packages]]\nname = "pymysql"\nversion = "1.1.0"\n'),
        ("Pipfile.lock", PIPFILE),
        (
            "requirements.txt",
            "# pinned\n PyMySQL[rsa] == 1.1.0 ; python_version > '3' # why\n-r other.txt\nrequests>=2\n",
        ),
        ("requirements-dev.txt", "pymysql==1.1.0 \\\n    --hash=sha256:0000\n"),
    ],
)
def test_a_pinned_version(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    assert locked_versions(tmp_path)["pymysql"] == {"1.1.0"}


def test_several_files_may_pin_several(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("pymysql==1.1\n")
    (tmp_path / "requirements-old.txt").write_text("PyMySQL==0.9\n")
    assert locked_versions(tmp_path) == {"pymysql": {"0.9", "1.1"}}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("uv.lock", "[[package"),
        ("uv.lock", 'package = "x"\n'),
        ("uv.lock", "package = [1, 2]\n"),
        ("Pipfile.lock", "[]"),
        ("Pipfile.lock", "{"),
        ("Pipfile.lock", '{"default": 1}'),
        ("requirements.txt", "pymysql==not.a.version\npymysql==1.*\npymysql>=1\n"),
        ("requirements.txt", "\0\udc80"),
    ],
)
def test_what_says_nothing(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    assert locked_versions(tmp_path) == {}


def test_a_directory_without_any(tmp_path: Path) -> None:
    (tmp_path / "uv.lock").mkdir()
    assert locked_versions(tmp_path) == {}
