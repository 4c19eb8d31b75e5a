"""The command line: every command of archcheck, and ``--version``."""

from typing import Annotated

import typer

from archcheck import __version__
from archcheck.cli import (
    baseline,
    cache,
    check,
    doctor,
    explain,
    fleet,
    graph,
    init,
    layers,
    merge,
    report,
    schema,
    sites,
    sweep,
    trace,
)

app = typer.Typer(
    name="archcheck",
    help="Enforces architecture layers in Python and finds every place that uses an API such as commit and rollback.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

for name, command in (
    ("check", check.check),
    ("sites", sites.sites),
    ("trace", trace.trace),
    ("layers", layers.layers),
    ("merge", merge.merge),
    ("fleet", fleet.fleet),
    ("report", report.report),
    ("graph", graph.graph),
    ("doctor", doctor.doctor),
    ("explain", explain.explain),
    ("init", init.init),
    ("schema", schema.schema),
):
    app.command(name)(command)


app.add_typer(baseline.app, name="baseline")
app.add_typer(sweep.app, name="sweep")
app.add_typer(cache.app, name="cache")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"archcheck {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Enforces architecture layers in Python and finds every place that uses an API such as commit and rollback."""
