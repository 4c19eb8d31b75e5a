"""``archcheck baseline``: what is known and accepted for now."""

import datetime
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archcheck.cli import options, terminal
from archcheck.cli.kept import means
from archcheck.cli.output import Style, destinations, emit, to_stdout
from archcheck.model.errors import user_error

if TYPE_CHECKING:
    from archcheck.model.change import BaselineChange

SERVED = ("text", "json")

app = typer.Typer(help="Keep the list of known findings: create, prune, show, add.", no_args_is_help=True)

ContractTypes = Annotated[
    bool, typer.Option("--allow-contract-types", help="Run the contract classes that layers.toml names.")
]


class Grouping(StrEnum):
    """What entries are grouped by."""

    contract = "contract"
    rule = "rule"
    module = "module"
    object = "object"
    kind = "kind"
    owner = "owner"


@app.command()
def create(
    config: options.Config = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write a baseline anew that is there: everything found now is known then.")
    ] = False,
    allow_contract_types: ContractTypes = False,
    quiet: options.Quiet = False,
    no_cache: options.NoCache = False,
    cache_dir: options.CacheDir = None,
    executor: options.Executor = None,
) -> None:
    """List everything that is found now as known.

    Findings of layer-header and unused-allow, and those whose exemption has expired, are not taken in.
    """
    from archcheck.run import baseline as run
    from archcheck.run.check import Options

    with terminal.progress(quiet=quiet) as progress, means(no_cache, cache_dir, config, executor=executor) as allowed:
        asked = Options(config=config, contract_types=allow_contract_types, progress=progress, means=allowed)
        change = run.create(Path.cwd(), asked, force=force)
    _say(change, quiet)


@app.command()
def prune(
    config: options.Config = None,
    contract: options.Contracts = None,
    accept_moves: Annotated[
        bool, typer.Option("--accept-moves", help="List moved findings under their new names.")
    ] = False,
    allow_contract_types: ContractTypes = False,
    quiet: options.Quiet = False,
    no_cache: options.NoCache = False,
    cache_dir: options.CacheDir = None,
    executor: options.Executor = None,
) -> None:
    """Take out what is mended; nothing new comes in."""
    from archcheck.run import baseline as run
    from archcheck.run.check import Options

    with terminal.progress(quiet=quiet) as progress, means(no_cache, cache_dir, config, executor=executor) as allowed:
        asked = Options(
            config, tuple(contract or ()), contract_types=allow_contract_types, progress=progress, means=allowed
        )
        change = run.prune(Path.cwd(), asked, accept_moves=accept_moves)
    _say(change, quiet)


@app.command()
def add(
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why they are accepted for now.")],
    findings: Annotated[
        list[str] | None,
        typer.Argument(metavar="FINDING", help="A file, a directory, path:line or a fingerprint; default: all new."),
    ] = None,
    owner: Annotated[str | None, typer.Option("--owner", metavar="NAME", help="Who answers for them.")] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Their last day; past it they are new again.")
    ] = None,
    config: options.Config = None,
    contract: options.Contracts = None,
    allow_contract_types: ContractTypes = False,
    quiet: options.Quiet = False,
    no_cache: options.NoCache = False,
    cache_dir: options.CacheDir = None,
    executor: options.Executor = None,
) -> None:
    """Take new findings into the baseline, with a reason."""
    from archcheck.run import baseline as run
    from archcheck.run.check import Options

    words = run.Words(_text("--reason", reason), _text("--owner", owner) if owner is not None else None, _date(until))
    with terminal.progress(quiet=quiet) as progress, means(no_cache, cache_dir, config, executor=executor) as allowed:
        asked = Options(
            config, tuple(contract or ()), contract_types=allow_contract_types, progress=progress, means=allowed
        )
        change = run.add(Path.cwd(), asked, findings or [], words)
    _say(change, quiet)


@app.command()
def show(
    config: options.Config = None,
    by: Annotated[
        Grouping,
        typer.Option("--by", metavar="KEY", help="Group by contract, rule, module, object, kind or owner (text)."),
    ] = Grouping.contract,
    format_: options.Format = "text",
    output: options.Output = None,
) -> None:
    """List the entries; the project is not checked."""
    places = destinations(format_, output or [], SERVED)
    from archcheck.report.baseline import render_baseline_json, render_baseline_text
    from archcheck.run import show as run

    listing = run.show(Path.cwd(), config)

    def rendered(name: str, style: Style) -> str:
        if name == "json":
            return render_baseline_json(listing)
        return render_baseline_text(listing, by=by.value, color=style.color)

    emit(places, rendered)


def _say(change: "BaselineChange", quiet: bool) -> None:
    from archcheck.report.baseline import render_change

    if not quiet:
        to_stdout(render_change(change, color=terminal.colored(sys.stdout)))


def _text(option: str, text: str) -> str:
    if not text.strip():
        raise user_error(option, "is empty", "say it in words")
    return text.strip()


def _date(text: str | None) -> datetime.date | None:
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise user_error("--until", f"{text!r} is no date", "write it as 2027-03-31") from error
