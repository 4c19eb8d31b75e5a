"""``archcheck init``: writes a layers.toml for the project at hand."""

from pathlib import Path
from typing import Annotated

import typer

from archcheck.cli.output import to_stdout


def init(
    force: Annotated[bool, typer.Option("--force", help="Write over a layers.toml that is there.")] = False,
) -> None:
    """Write a first layers.toml.

    It is guessed from the packages, names and headers found here, and says what was guessed and why.
    """
    from archcheck.report.visible import visible
    from archcheck.run import init as run

    result = run.init(Path.cwd(), force=force)
    lines = [f"wrote {result.path.name}", *(f"  {guess}" for guess in result.guesses)]
    to_stdout("".join(f"{visible(line)}\n" for line in lines) + "\nRead it, correct it, then run archcheck check.\n")
