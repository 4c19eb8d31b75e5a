"""``archcheck cache``: what is kept, where, and away with it."""

from pathlib import Path
from typing import Annotated

import typer

from archcheck.cli.output import to_stdout

app = typer.Typer(help="Show or remove what earlier runs have kept.", no_args_is_help=True, rich_markup_mode=None)

Directory = Annotated[
    Path | None,
    typer.Option("--cache-dir", metavar="DIR", help="Where the cache lies; default: in the user's cache directory."),
]


@app.command()
def info(cache_dir: Directory = None) -> None:
    """Show where the cache lies and what it holds."""
    from archcheck.cache.database import contents
    from archcheck.cache.place import directory
    from archcheck.report.visible import visible

    folder = directory(cache_dir)
    held = contents(folder)
    to_stdout(f"{visible(str(folder))}\n{held.entries} entries, {held.files} files known, {held.size / 1e6:.1f} MB\n")


@app.command()
def clear(cache_dir: Directory = None) -> None:
    """Remove what is kept; the next run reads every file."""
    from archcheck.cache.database import contents, remove
    from archcheck.cache.place import directory
    from archcheck.model.errors import user_error

    folder = directory(cache_dir)
    held = contents(folder)
    try:
        remove(folder)
    except OSError as error:
        raise user_error("cache clear", f"{folder}: {error.strerror or error}") from error
    to_stdout(f"removed {held.entries} entries, {held.size / 1e6:.1f} MB\n")
