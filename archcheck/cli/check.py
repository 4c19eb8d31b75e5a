"""``archcheck check``: every contract, from layers.toml to exit code."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archcheck.cli import options, terminal
from archcheck.cli.formats import SERVED, CheckView, rendered_report
from archcheck.cli.kept import means
from archcheck.cli.output import Destination, destinations, emit
from archcheck.cli.unchanged import Asked, hold, keep
from archcheck.model.errors import user_error
from archcheck.model.finding import State

if TYPE_CHECKING:
    from archcheck.facts.scan import Means
    from archcheck.run.check import Options

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
    context: typer.Context,
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
    executor: options.Executor = None,
    against: options.Against = None,
    watch: options.Watch = False,
    shard: options.Shard = None,
) -> None:
    """Check every contract and show what is new.

    Exit code 0: nothing new; 1: new findings, or stale entries in a strict baseline; 2: could not check; 3: a bug in
    archcheck.
    """
    places = destinations(format_, output or [], SERVED)
    from archcheck.run import check as run
    from archcheck.run import inputs

    view = view_of(show, quiet, statistics, fail_on)
    with means(no_cache, cache_dir, config, paths, executor) as allowed:
        if shard is not None:
            with terminal.progress(quiet=quiet) as progress:
                asked = run.Options(config, contract_types=allow_contract_types, progress=progress, means=allowed)
                _write_shard(shard, asked, places)
            return

        def once(allowed: "Means") -> int:
            with terminal.progress(quiet=quiet) as progress:
                asked = run.Options(config, tuple(contract or ()), tuple(paths or ()), allow_contract_types, progress)
                asked = replace(asked, means=allowed, against=against)
                configuration = run.configuration(Path.cwd(), asked)
                # What a name means in git is known to git alone.
                before = None if against else inputs.around(configuration, config, asked.paths, Path.cwd(), asked.today)
                examined, report = run.checked(configuration, Path.cwd(), asked)
            if not watch:
                hold(context, (examined, report))
            written = emit(places, lambda name, style: rendered_report(report, name, style, view))
            code = FAILED if report.fails(fail_on.value) else 0
            read = inputs.read(examined.subject.reading, examined.subject.histories)
            keep(context, allowed.kept, before, read, Asked(format_, output or [], SERVED, written), code)
            return code

        if not watch:
            raise typer.Exit(once(allowed))
        _watch(once, replace(allowed, memory={}), config, places, quiet)


def view_of(show: Sequence[Shown] | None, quiet: bool, statistics: bool, fail_on: Severity) -> CheckView:
    """What the options ask of a report."""
    states: frozenset[State] = frozenset({"new", *(state.value for state in show or ())})
    return CheckView(states, quiet, statistics, fail_on.value)


def _write_shard(part: str, asked: "Options", places: Sequence[Destination]) -> None:
    from archcheck.run import shard as run

    number, count = run.part(part)
    if sys.stdout.isatty() and any(place.file is None for place in places):
        raise user_error("--shard", "what it writes is no text", "name a file by --output")
    data = run.shard(Path.cwd(), asked, number, count)
    emit(places, lambda *_: data)


def _watch(
    once: Callable[["Means"], int], allowed: "Means", config: Path | None, places: Sequence[Destination], quiet: bool
) -> None:
    from archcheck.cli.watch import watch
    from archcheck.run.watching import look

    written = [place.file.resolve() for place in places if place.file is not None]
    watch(lambda: once(allowed), lambda: look(config, Path.cwd(), written), quiet=quiet)
