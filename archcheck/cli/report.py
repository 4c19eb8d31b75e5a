"""``archcheck report``: the architecture review, as a page and as Markdown."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from archcheck.cli import options, terminal
from archcheck.cli.kept import means
from archcheck.cli.output import Destination, Style, destinations, emit, to_stdout
from archcheck.report.visible import visible

SERVED = ("html", "markdown")
FILES = {"html": "review.html", "markdown": "review.md"}


def report(
    config: options.Config = None,
    format_: Annotated[
        str | None, typer.Option("--format", metavar="FORMAT", help="html or markdown; default: both.")
    ] = None,
    output: options.Output = None,
    compare: Annotated[
        list[Path] | None,
        typer.Option(
            "--compare", metavar="OLD.json", help="A report of check --format json to compare with; repeatable."
        ),
    ] = None,
    label: Annotated[
        str, typer.Option("--label", metavar="TEXT", help="A word on the occasion, such as a revision or a date.")
    ] = "",
    quiet: options.Quiet = False,
    allow_contract_types: options.ContractTypes = False,
    no_cache: options.NoCache = False,
    cache_dir: options.CacheDir = None,
    executor: options.Executor = None,
) -> None:
    """Write the architecture review into reports/, as one HTML page and as Markdown.

    What it says is decided by archcheck check; the exit code is 0 whatever it finds.
    """
    places = destinations(format_ or SERVED[0], output or [], SERVED)
    if not output:
        places = _beside(config, [format_] if format_ else SERVED)
    from archcheck.run import review as run

    with terminal.progress(quiet=quiet) as progress, means(no_cache, cache_dir, config, executor=executor) as allowed:
        asked = run.Options(config, allow_contract_types, label, tuple(compare or ()), progress, allowed)
        found = run.review(Path.cwd(), asked)

    def rendered(name: str, _: Style) -> str:
        if name == "html":
            from archcheck.report.html.page import render_html

            return render_html(found)
        from archcheck.report.review_markdown import render_review_markdown

        return render_review_markdown(found)

    emit(places, rendered)
    written = [place.file for place in places if place.file is not None]
    if not quiet and len(written) == len(places):
        to_stdout("".join(f"wrote {visible(str(file))}\n" for file in written))


def _beside(config: Path | None, formats: Sequence[str]) -> tuple[Destination, ...]:
    """Files in ``reports`` beside layers.toml."""
    from archcheck.config.toml import shown
    from archcheck.run import review as run

    folder = run.folder(Path.cwd(), config)
    return tuple(Destination(name, Path(shown(folder / FILES[name], Path.cwd()))) for name in formats)
