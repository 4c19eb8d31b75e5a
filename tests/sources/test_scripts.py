"""Console scripts are read from where projects declare them, and nothing else is."""

from pathlib import Path

import pytest
from archcheck.sources.scripts import console_scripts


def test_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[project.scripts]\nshop = "shop.cli:main"\n[project.entry-points."shop.plugins"]\nx = "shop.plug:load"\n'
        '[tool.poetry.scripts]\nold = "shop.old:App.run [extra]"\nmodule = "shop"\n'
    )
    assert console_scripts(tmp_path) == {
        "shop.cli:main": "the command shop",
        "shop.plug:load": "the command x",
        "shop.old:App.run": "the command old",
    }


def test_setup_cfg(tmp_path: Path) -> None:
    (tmp_path / "setup.cfg").write_text("[options.entry_points]\nconsole_scripts =\n    shop = shop.cli:main\n")
    assert console_scripts(tmp_path) == {"shop.cli:main": "the command shop"}


@pytest.mark.parametrize("text", ["[project", "project = 1", '[project]\nscripts = "x"\n', "\udcff"])
def test_what_cannot_be_read_declares_nothing(tmp_path: Path, text: str) -> None:
    for name in ("pyproject.toml", "setup.cfg"):
        (tmp_path / name).write_bytes(text.encode(errors="surrogateescape"))
    assert console_scripts(tmp_path) == {}
