"""``archcheck schema``: JSON Schemas of what archcheck reads and writes."""

from typing import Annotated

import typer

from archcheck.cli.output import to_stdout


def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar="[NAME]",
            help="layers.toml, fleet.toml, or an output: report, fleet, sites, layers, baseline, known, doctor.",
        ),
    ] = "layers.toml",
) -> None:
    """Print the JSON Schema of a format."""
    from archcheck.run import schema as run

    to_stdout(run.text(name))
