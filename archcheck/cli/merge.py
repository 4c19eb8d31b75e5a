"""``archcheck merge``: the facts of all shards, analysed together."""

from pathlib import Path
from typing import Annotated

import typer

from archcheck.cli import options, terminal
from archcheck.cli.check import FAILED, Severity, Shown, view_of
from archcheck.cli.formats import SERVED, rendered_report
from archcheck.cli.output import destinations, emit


def merge(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="What check --shard has written, all parts.")],
    config: options.Config = None,
    format_: options.ReportFormat = "text",
    output: options.Output = None,
    contract: options.Contracts = None,
    fail_on: Annotated[
        Severity, typer.Option("--fail-on", metavar="SEVERITY", help="As for check: error or warning.")
    ] = Severity.error,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Add counts by rule, layer and domain (text).")
    ] = False,
    show: Annotated[
        list[Shown] | None,
        typer.Option("--show", metavar="STATE", help="Also show known, debt or exempt findings; repeatable."),
    ] = None,
    quiet: options.Quiet = False,
    allow_contract_types: options.ContractTypes = False,
) -> None:
    """Check every contract with the facts of all shards, on the state that they were made of.

    Output and exit code are those of archcheck check.
    """
    places = destinations(format_, output or [], SERVED)
    from archcheck.facts.scan import Means
    from archcheck.facts.shard import merged
    from archcheck.run import check as run

    means = Means(merged(files))
    with terminal.progress(quiet=quiet) as progress:
        asked = run.Options(
            config, tuple(contract or ()), contract_types=allow_contract_types, progress=progress, means=means
        )
        report = run.check(Path.cwd(), asked)
    view = view_of(show, quiet, statistics, fail_on)
    emit(places, lambda name, style: rendered_report(report, name, style, view))
    raise typer.Exit(FAILED if report.fails(fail_on.value) else 0)
