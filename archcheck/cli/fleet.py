"""``archcheck fleet``: many repositories into one roll-up."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archcheck.cli import options, terminal
from archcheck.cli.check import Severity
from archcheck.cli.kept import fleet_means
from archcheck.cli.output import Style, destinations, emit

if TYPE_CHECKING:
    from archcheck.model.fleet import Fleet

SERVED = ("text", "json", "markdown")


def fleet(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A TOML file that lists the repositories.")],
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text, json or markdown.")] = "text",
    output: options.Output = None,
    fail_on: Annotated[
        Severity, typer.Option("--fail-on", metavar="SEVERITY", help="As for check: error or warning.")
    ] = Severity.error,
    quiet: options.Quiet = False,
    allow_contract_types: options.ContractTypes = False,
    no_cache: options.NoCache = False,
    cache_dir: options.CacheDir = None,
    executor: options.Executor = None,
) -> None:
    """Check every repository that a file lists, each by its own layers.toml, and show them side by side.

    One that cannot be checked is shown as such, and the others go on. The exit code is the highest of all.
    """
    places = destinations(format_, output or [], SERVED)
    from archcheck.run import fleet as run

    cwd = Path.cwd()
    listed = run.repositories(file, cwd)
    directories = [run.directory(file, cwd, each) for each in listed]
    with fleet_means(no_cache, cache_dir, directories, executor) as allowed:
        with terminal.progress(quiet=quiet) as progress:
            asked = run.Options(fail_on.value, allow_contract_types, progress, allowed)
            found = run.fleet(file, cwd, listed, asked)
        emit(places, lambda name, style: _rendered(found, name, style, quiet))
    for outcome in found.outcomes:
        sys.stderr.write(outcome.traceback)
    raise typer.Exit(found.code)


def _rendered(found: "Fleet", name: str, style: Style, quiet: bool) -> str:
    match name:
        case "text":
            from archcheck.report.fleet import render_fleet

            return render_fleet(found, color=style.color, columns=style.width, quiet=quiet)
        case "json":
            from archcheck.report.fleet_json import render_fleet_json

            return render_fleet_json(found)
        case "markdown":
            from archcheck.report.fleet_markdown import render_fleet_markdown

            return render_fleet_markdown(found)
        case _:
            raise ValueError(name)
