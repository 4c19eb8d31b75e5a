"""``archcheck doctor``: proves that the configuration checks something."""

from pathlib import Path
from typing import Annotated

import typer

from archcheck.cli import options, terminal
from archcheck.cli.kept import means
from archcheck.cli.output import Style, destinations, emit

SERVED = ("text", "json")
FAILED = 1


def doctor(
    config: options.Config = None,
    contract: options.Contracts = None,
    site_packages: Annotated[
        Path | None,
        typer.Option(
            "--site-packages",
            metavar="DIR",
            help="Where the project's libraries are; default: its virtual environment, the active one, or archcheck's.",
        ),
    ] = None,
    format_: options.Format = "text",
    output: options.Output = None,
    quiet: options.Quiet = False,
    allow_contract_types: Annotated[
        bool, typer.Option("--allow-contract-types", help="Run the contract classes that layers.toml names.")
    ] = False,
    no_cache: options.NoCache = False,
    cache_dir: options.CacheDir = None,
    executor: options.Executor = None,
) -> None:
    """Prove that the configuration checks something.

    Faults are planted in a copy of the project in memory, and every contract has to find its own. Exit code 0: all evidence
    holds; 1: something checks nothing; 2: could not check.
    """
    places = destinations(format_, output or [], SERVED)
    from archcheck.report.doctor import render_doctor, render_doctor_json
    from archcheck.run.check import Options
    from archcheck.run.doctor import doctor as run

    with terminal.progress(quiet=quiet) as progress, means(no_cache, cache_dir, config, executor=executor) as allowed:
        asked = Options(
            config=config,
            contracts=tuple(contract or ()),
            contract_types=allow_contract_types,
            progress=progress,
            means=allowed,
        )
        diagnosis = run(Path.cwd(), asked, site_packages)

    def rendered(name: str, style: Style) -> str:
        return (
            render_doctor_json(diagnosis)
            if name == "json"
            else render_doctor(diagnosis, color=style.color, quiet=quiet)
        )

    emit(places, rendered)
    raise typer.Exit(FAILED if diagnosis.failed else 0)
