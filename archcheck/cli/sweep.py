"""``archcheck sweep``: a clean-up that is followed over time."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archcheck.cli import options, terminal
from archcheck.cli.kept import means
from archcheck.cli.output import Style, destinations, emit, no_binary_terminal, to_stdout
from archcheck.model.errors import user_error

if TYPE_CHECKING:
    from archcheck.model.burndown import Burndown

app = typer.Typer(help="Follow a clean-up over time: record, status, log, chart, replay.", no_args_is_help=True)

Sweep = Annotated[
    str | None, typer.Argument(metavar="SWEEP", help="Id of a sweep in layers.toml; default: all of them.")
]


@app.command()
def record(
    sweep: Sweep = None,
    note: Annotated[
        str | None, typer.Option("--note", metavar="TEXT", help="What was done; default: what was fixed, by domain.")
    ] = None,
    config: options.Config = None,
    allow_contract_types: options.ContractTypes = False,
    quiet: options.Quiet = False,
    no_cache: options.NoCache = False,
    cache_dir: options.CacheDir = None,
    executor: options.Executor = None,
) -> None:
    """Add a checkpoint of what is left now; none where nothing has changed."""
    said = _said(note)
    from archcheck.run import sweep as run
    from archcheck.run.check import Options

    with terminal.progress(quiet=quiet) as progress, means(no_cache, cache_dir, config, executor=executor) as allowed:
        asked = Options(config, contract_types=allow_contract_types, progress=progress, means=allowed)
        added = run.record(Path.cwd(), asked, sweep, said)
    if quiet:
        return
    from archcheck.report.sweep import render_recorded

    to_stdout("".join(render_recorded(each, color=terminal.colored(sys.stdout)) for each in added))


@app.command()
def replay(
    since: Annotated[
        str,
        typer.Option(
            "--since", metavar="REV|DATE", help="The first commit: a revision, or the first one since a date."
        ),
    ],
    sweep: Sweep = None,
    every: Annotated[
        int, typer.Option("--every", min=1, metavar="N", help="Only each Nth commit, counted back from the last one.")
    ] = 1,
    config: options.Config = None,
    allow_contract_types: options.ContractTypes = False,
    quiet: options.Quiet = False,
    no_cache: options.NoCache = False,
    cache_dir: options.CacheDir = None,
    executor: options.Executor = None,
) -> None:
    """Fill the log from the history: a checkpoint for each commit that has changed the project."""
    from archcheck.run import replay as run
    from archcheck.run.check import Options

    with terminal.progress(quiet=quiet) as progress, means(no_cache, cache_dir, config, executor=executor) as allowed:
        asked = Options(config, contract_types=allow_contract_types, progress=progress, means=allowed)
        replayed = run.replay(Path.cwd(), asked, since, every, sweep)
    if quiet:
        return
    from archcheck.report.sweep import render_replayed

    to_stdout("".join(render_replayed(each, color=terminal.colored(sys.stdout)) for each in replayed))


@app.command()
def status(
    sweep: Sweep = None,
    all_: Annotated[bool, typer.Option("--all", help="List every file, lever and owner.")] = False,
    config: options.Config = None,
    format_: options.Format = "text",
    output: options.Output = None,
    allow_contract_types: options.ContractTypes = False,
    quiet: options.Quiet = False,
    no_cache: options.NoCache = False,
    cache_dir: options.CacheDir = None,
    executor: options.Executor = None,
) -> None:
    """Show how far it is: by domain, what is left and where to begin, whose it is, and when it may be done."""
    places = destinations(format_, output or [], ("text", "json"))
    from archcheck.run.check import Options
    from archcheck.run.sweep_status import statuses

    with terminal.progress(quiet=quiet) as progress, means(no_cache, cache_dir, config, executor=executor) as allowed:
        asked = Options(config, contract_types=allow_contract_types, progress=progress, means=allowed)
        found = statuses(Path.cwd(), asked, sweep)

    def rendered(name: str, style: Style) -> str:
        if name == "json":
            from archcheck.report.sweep_json import render_statuses_json

            return render_statuses_json(found)
        from archcheck.report.sweep_status import render_status

        fine = style.color and terminal.has_blocks(sys.stdout)
        return "\n".join(render_status(each, color=style.color, fine=fine, whole=all_) for each in found)

    emit(places, rendered)


@app.command()
def log(
    sweep: Sweep = None,
    config: options.Config = None,
    output: options.Output = None,
    allow_contract_types: options.ContractTypes = False,
    quiet: options.Quiet = False,
    no_cache: options.NoCache = False,
    cache_dir: options.CacheDir = None,
    executor: options.Executor = None,
) -> None:
    """Write the document on a sweep, reports/sweeps/ID.md; what stands in it outside of archcheck's part stays."""
    places = destinations("markdown", output or [], ("markdown",))
    from archcheck.run import sweep_log as run
    from archcheck.run.check import Options

    with terminal.progress(quiet=quiet) as progress, means(no_cache, cache_dir, config, executor=executor) as allowed:
        asked = Options(config, contract_types=allow_contract_types, progress=progress, means=allowed)
        found = run.parts(Path.cwd(), asked, sweep)
    if not output:
        told = [(document, run.write(document, [part], Path.cwd())) for part, document in found]
    else:
        parts = [part for part, _ in found]
        told = [
            (place.file.absolute(), run.write(place.file.absolute(), parts, Path.cwd()))
            for place in places
            if place.file
        ]
        if len(told) < len(places):
            to_stdout("\n".join(f"# {part.title}\n\n{part.text}" for part in parts))
            return
    if not quiet:
        to_stdout("".join(_written(document, changed=changed) for document, changed in told))


@app.command()
def chart(
    sweep: Sweep = None,
    config: options.Config = None,
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help="svg or png.")] = "svg",
    output: options.Output = None,
    quiet: options.Quiet = False,
) -> None:
    """Draw the burndown, reports/sweeps/ID.svg: what was left at each checkpoint, by domain, and the target."""
    places = destinations(format_, output or [], ("svg", "png"))
    if output:
        no_binary_terminal(places)
    from archcheck.run import sweep_chart as run
    from archcheck.run.check import Options

    found = run.charts(Path.cwd(), Options(config), f".{format_}", sweep)
    if output and len(found) > 1:
        ids = ", ".join(path.stem for _, path in found)
        raise user_error("--output", f"there are {len(found)} sweeps, and a file holds one chart", f"name one of {ids}")
    if output:
        burndown, _ = found[0]
        emit(places, lambda name, _: _drawn(burndown, name))
        written = [place.file for place in places]
    else:
        for picture, drawn in [(path, _drawn(burndown, format_)) for burndown, path in found]:
            run.write(picture, drawn, Path.cwd())
        written = [path for _, path in found]
    if not quiet and None not in written:
        to_stdout("".join(_written(file, changed=True) for file in written if file is not None))


def _drawn(burndown: "Burndown", name: str) -> str | bytes:
    from archcheck.export.burndown import render_burndown

    drawn = render_burndown(burndown)
    if name == "svg":
        return drawn
    from archcheck.export.png import painted

    return painted(drawn)


def _written(document: Path, *, changed: bool) -> str:
    from archcheck.config.toml import shown
    from archcheck.report.visible import visible

    name = visible(shown(document, Path.cwd()))
    return f"wrote {name}\n" if changed else f"{name} is as it was\n"


def _said(note: str | None) -> str | None:
    """A note on one line, as files can hold it."""
    if note is None:
        return None
    text = " ".join(note.encode("utf-8", "backslashreplace").decode().split())
    if not text:
        raise user_error("--note", "is empty", "say it in words, or leave it out")
    return text
