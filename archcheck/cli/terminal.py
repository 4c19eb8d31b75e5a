"""The terminal: whether to colour, how wide it is, and progress bars on stderr."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from archcheck.model.progress import Progress, silent

PLAIN_WIDTH = 100
WIDEST = 160


def colored(stream: TextIO) -> bool:
    """Whether a stream is a terminal that wants colour (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width(stream: TextIO) -> int:
    """Columns to write in: the terminal's, or a fixed number so that files come out the same everywhere."""
    if not stream.isatty():
        return PLAIN_WIDTH
    import shutil

    return min(shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns, WIDEST)


def has_blocks(stream: TextIO) -> bool:
    """Whether the encoding of a stream has the characters that bars are drawn with."""
    try:
        "█▏░".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


@contextmanager
def progress(*, quiet: bool) -> Iterator[Progress]:
    """A callback that draws a bar for each stage on stderr; does nothing where stderr is no terminal."""
    if quiet or not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield advance
