"""Every format of every command, from the disk to a file, as its users have it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from archcheck.cli.app import app
from typer.testing import CliRunner

SHOP = Path(__file__).parents[2] / "examples" / "shop"
Writes = Callable[..., str]


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Writes:
    """Runs a command in a project with its output in a file; the text of that file."""

    def writes(project: Path, *command: str, form: str) -> str:
        monkeypatch.chdir(project)
        file = tmp_path / f"out.{form}"
        done = CliRunner().invoke(app, [*command, "--output", f"{form}={file}"])
        assert done.exit_code in (0, 1), done.output
        return file.read_bytes().decode("utf-8")

    return writes
