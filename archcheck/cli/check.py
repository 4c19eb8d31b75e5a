"""``archcheck check``: every contract, from layers.toml to exit code."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from archcheck.cli import options, terminal
from archcheck.cli.formats import SERVED, CheckView, rendered_report
from archcheck.cli.kept import means
from archcheck.cli.output import destinations, emit
from archcheck.model.finding import State

if TYPE_CHECKING:
    from archcheck.model.report import Report

FAILED = 1


class Severity(StrEnum):
    """From which severity on a new finding fails the run."""

    error = "error"
    warning = "warning"


class Shown(StrEnum):
    """States that are left out unless asked for."""

    known = "known"
    debt = "debt"
    exempt = "exempt"


def check(
    paths: options.Paths = None,
    config: options.Config = None,
    format_: options.ReportFormat = "text",
    output: options.Output = None,
    contract: options.Contracts = None,
    fail_on: Annotated[
        Severity,
        typer.Option(
            "--fail-on",
            metavar="SEVERITY",
            help="error or warning: the least severity of new findings that gives exit code 1.",
        ),
    ] = Severity.error,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Add counts by rule, layer and domain, and what to lift first (text).")
    ] = False,
    show: Annotated[
        list[Shown] | None,
        typer.Option("--show", metavar="STATE", help="Also show known, debt or exempt findings; repeatable."),
    ] = None,
    quiet: options.Quiet = False,
    allow_contract_types: options.ContractTypes = False,
    no_cache: options.NoCache = False,
    cache_dir: options.CacheDir = None,
    against: options.Against = None,
    watch: options.Watch = False,
) -> None:
    """Check every contract and show what is new.

    Exit code 0: nothing new; 1: new findings, or stale entries in a strict baseline; 2: could not check; 3: a bug in
    archcheck.
    """
    places = destinations(format_, output or [], SERVED)
    from archcheck.run import check as run

    with terminal.progress(quiet=quiet) as progress, means(no_cache, cache_dir) as allowed:
        report = run.check(
            Path.cwd(),
            run.Options(
                config=config,
                contracts=tuple(contract or ()),
                paths=tuple(paths or ()),
                contract_types=allow_contract_types,
                progress=progress,
                means=allowed,
                against=against,
            ),
        )
    states: frozenset[State] = frozenset({"new", *(state.value for state in show or ())})
    view = CheckView(states, quiet, statistics, fail_on.value)
    emit(places, lambda name, style: rendered_report(report, name, style, view))
    raise typer.Exit(FAILED if _failed(report, fail_on.value) else 0)


def _failed(report: "Report", least: Literal["error", "warning"]) -> bool:
    return report.stale_fails or any(
        finding.state == "new" and (least == "warning" or finding.severity == "error") for finding in report.findings
    )
