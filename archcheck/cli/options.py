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
ReportFormat = Annotated[
    str,
    typer.Option(
        "--format", metavar="FORMAT", help="text, json, sarif, github (annotations), gitlab, junit or markdown."
    ),
]
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
ContractTypes = Annotated[
    bool, typer.Option("--allow-contract-types", help="Run the contract classes that layers.toml names.")
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Read every file anew, and keep nothing.")]
CacheDir = Annotated[
    Path | None,
    typer.Option("--cache-dir", metavar="DIR", help="Where the cache lies; default: in the user's cache directory."),
]
Executor = Annotated[
    str | None,
    typer.Option(
        "--executor",
        metavar="EXECUTOR",
        help="What reads the files: processes[:N], threads[:N], serial, or dask://HOST:PORT, a cluster; default:"
        " ARCHCHECK_EXECUTOR, else processes.",
    ),
]
Against = Annotated[
    str | None,
    typer.Option("--against", metavar="REV", help="Show only what these files add over a revision; both are analysed."),
]
Shard = Annotated[
    str | None,
    typer.Option("--shard", metavar="I/N", help="Only write the facts of one of N parts to --output, for merge."),
]
Watch = Annotated[bool, typer.Option("--watch", help="Check again whenever something is saved, until Ctrl-C.")]
