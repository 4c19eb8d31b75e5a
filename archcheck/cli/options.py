"""Options that several commands take."""

from pathlib import Path
from typing import Annotated

import typer

Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="PATH", help="Show these files and directories only; everything is read."),
]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help="The layers.toml to use; default: in this directory or the nearest parent."
    ),
]
Format = Annotated[str, typer.Option("--format", metavar="FORMAT", help="text or json.")]
Output = Annotated[
    list[str] | None,
    typer.Option(
        "--output", metavar="[FORMAT=]FILE", help="Write to a file instead of stdout; repeatable, - is stdout."
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="The result alone: no progress and no summary.")]
Contracts = Annotated[
    list[str] | None, typer.Option("--contract", metavar="ID", help="Check this contract only; repeatable.")
]
