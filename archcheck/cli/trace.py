"""``archcheck trace``: how a function reaches the effect, or who reaches it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from archcheck.cli import options, terminal
from archcheck.cli.kept import means
from archcheck.cli.output import Style, destinations, emit

SERVED = ("text", "json", "dot", "mermaid")


class Least(StrEnum):
    """The least certainty of the calls that are followed."""

    certain = "certain"
    likely = "likely"
    possible = "possible"


def trace(
    function: Annotated[
        str | None,
        typer.Argument(metavar="[FUNCTION]", help="module:Class.method, path/to/file.py:LINE, or a name of its own."),
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="API", help="The API or wrapper that paths lead to; * is allowed.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="A path for every call site, not for the nearest ten.")] = False,
    config: options.Config = None,
    effect: Annotated[
        str, typer.Option("--effect", metavar="EFFECT", help="The effect; dotted names narrow it.")
    ] = "transaction",
    least: Annotated[
        Least,
        typer.Option("--certainty", metavar="CERTAINTY", help="Follow calls that are certain, likely or possible."),
    ] = Least.likely,
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text, json, dot or mermaid.")] = "text",
    output: options.Output = None,
    quiet: options.Quiet = False,
    no_cache: options.NoCache = False,
    cache_dir: options.CacheDir = None,
    executor: options.Executor = None,
) -> None:
    """Show call paths to an effect.

    With a FUNCTION, what it reaches; with --to, who reaches an API, from every entry point; with both, the paths between.
    """
    places = destinations(format_, output or [], SERVED)
    from archcheck.report import trace as report
    from archcheck.run import trace as run

    with terminal.progress(quiet=quiet) as progress, means(no_cache, cache_dir, config, executor=executor) as allowed:
        found = run.trace(Path.cwd(), run.Options(function, to, every, config, effect, least.value, progress, allowed))

    def rendered(name: str, style: Style) -> str:
        match name:
            case "json":
                return report.render_trace_json(found)
            case "dot":
                return report.render_trace_dot(found)
            case "mermaid":
                return report.render_trace_mermaid(found)
            case _:
                return report.render_trace(found, color=style.color)

    emit(places, rendered)
