"""PATHs are there, and tell where a project without layers.toml is."""

from pathlib import Path

import pytest
from archcheck.model.errors import UserError
from archcheck.run.paths import existing, project_directory


def test_every_missing_path_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(UserError) as caught:
        existing([Path("a"), Path("b"), Path("c/d")], tmp_path)
    assert [mistake.key for mistake in caught.value.mistakes] == ["b", "c/d"]


def test_the_project_is_the_working_directory_or_what_holds_the_paths(tmp_path: Path) -> None:
    here, other = tmp_path / "here", tmp_path / "other"
    for folder in (here / "src", other / "x", other / "y"):
        folder.mkdir(parents=True)
    (other / "x" / "a.py").touch()
    assert project_directory([], here) == here
    assert project_directory([Path("src")], here) == here
    assert project_directory([other / "x", other / "y"], here) == other
    assert project_directory([other / "x" / "a.py"], here) == other / "x"
