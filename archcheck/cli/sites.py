"""``archcheck sites``: every call site of an effect's API, owners' and tests' included."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from archcheck.cli import options, terminal
from archcheck.cli.formats import SERVED, rendered_sites
from archcheck.cli.kept import means
from archcheck.cli.output import destinations, emit
from archcheck.cli.unchanged import Asked, hold, keep


class Grouping(StrEnum):
    """What the text output is grouped by."""

    path = "path"
    domain = "domain"
    layer = "layer"
    kind = "kind"
    api = "api"
    wrapper = "wrapper"


def sites(
    context: typer.Context,
    paths: options.Paths = None,
    config: options.Config = None,
    format_: options.ReportFormat = "text",
    output: options.Output = None,
    effect: Annotated[
        str, typer.Option("--effect", metavar="EFFECT", help="The effect; dotted names narrow it.")
    ] = "transaction",
    by: Annotated[
        Grouping, typer.Option("--by", metavar="KEY", help="Group by path, domain, layer, kind, api or wrapper (text).")
    ] = Grouping.path,
    why: Annotated[bool, typer.Option("--why", help="Show the evidence hop by hop (text).")] = False,
    quiet: options.Quiet = False,
    no_cache: options.NoCache = False,
    cache_dir: options.CacheDir = None,
    executor: options.Executor = None,
) -> None:
    """List every call site of an effect's API.

    Owners' and tests' sites are listed, too. Without a layers.toml, import roots are guessed and layers are unknown.
    """
    places = destinations(format_, output or [], SERVED)
    from archcheck.run import inputs
    from archcheck.run import sites as run

    with means(no_cache, cache_dir, config, paths, executor) as allowed:
        with terminal.progress(quiet=quiet) as progress:
            asked = run.Options(config, tuple(paths or ()), effect, progress, allowed)
            configuration = run.configuration(Path.cwd(), asked)
            before = inputs.around(configuration, config, asked.paths, Path.cwd())
            there = run.surveyed(configuration, Path.cwd(), asked)
            hold(context, there)
            entries = run.entries(there, Path.cwd(), asked)
        written = emit(places, lambda name, style: rendered_sites(entries, name, style, by=by.value, why=why))
        keep(context, allowed.kept, before, inputs.read(there.reading), Asked(format_, output or [], SERVED, written))
