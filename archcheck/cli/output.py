"""Where a result goes: stdout, or files that are written whole; every destination is checked before the run."""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from archcheck.cli.terminal import PLAIN_WIDTH, colored, width
from archcheck.model.errors import Mistake, UserError

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit", "markdown")
"""Formats of the published surface; a command may serve fewer, or others of its own."""
STDOUT = "-"
BINARY = "png"
_Content = TypeVar("_Content", str, bytes, str | bytes)


@dataclass(frozen=True, slots=True)
class Style:
    """How text is to look where it goes.

    Attributes:
        color: whether to paint it.
        width: columns.
    """

    color: bool
    width: int


@dataclass(frozen=True, slots=True)
class Destination:
    """One place that the result goes to.

    Attributes:
        format: one of those that the command serves.
        file: the file, or None for stdout.
    """

    format: str
    file: Path | None


def destinations(format_: str, outputs: Sequence[str], served: Sequence[str]) -> tuple[Destination, ...]:
    """What ``--format`` and ``--output [FORMAT=]FILE`` ask for; stdout where no output is named.

    Raises:
        UserError: a format that is unknown or not served yet, a file that cannot be written.
    """
    mistakes = _format_mistakes("--format", format_, served)
    found: list[Destination] = []
    for output in outputs or [STDOUT]:
        prefix, equals, rest = output.partition("=")
        named, name = (prefix, rest) if equals and prefix in (*FORMATS, *served) else (format_, output)
        if named != format_:
            mistakes += _format_mistakes("--output", named, served)
        if not name:
            mistakes.append(Mistake("--output", 0, output, "names no file", "write [FORMAT=]FILE, or - for stdout"))
            continue
        file = None if name == STDOUT else Path(name)
        mistakes += _file_mistakes(file)
        if any(other.file == file for other in found):
            mistakes.append(Mistake("--output", 0, name, "is named twice", "give each output its own file"))
        found.append(Destination(named, file))
    if mistakes:
        raise UserError(list(dict.fromkeys(mistakes)))
    return tuple(found)


def no_binary_terminal(places: Sequence[Destination]) -> None:
    """Stop where a picture would go to a terminal.

    Raises:
        UserError: it would.
    """
    if sys.stdout.isatty() and any(place.format == BINARY and place.file is None for place in places):
        raise UserError([Mistake("--format", 0, BINARY, "is no text", "name a file by --output png=FILE")])


def emit(places: Sequence[Destination], render: Callable[[str, Style], _Content]) -> list[tuple[str, Style, _Content]]:
    """Render and write the result; files first, so that they are there even when the reader of stdout has gone.

    Returns:
        what was written: format, style and content.

    Args:
        places: where it goes.
        render: called with the format and the style; gives text, or bytes for a picture.

    Raises:
        UserError: a file could not be written after all.
    """
    written: list[tuple[str, Style, _Content]] = []
    for place in sorted(places, key=lambda place: place.file is None):
        style = on_stdout() if place.file is None else Style(False, PLAIN_WIDTH)
        content = render(place.format, style)
        written.append((place.format, style, content))
        if place.file is None:
            to_stdout(content)
            continue
        from archcheck.store.files import write_whole

        try:
            write_whole(place.file, content)
        except OSError as error:
            raise UserError([_unwritable(place.file, error.strerror or str(error))]) from error
    return written


def on_stdout() -> Style:
    """How text is to look on stdout."""
    return Style(colored(sys.stdout), width(sys.stdout))


def to_stdout(content: str | bytes) -> None:
    """Write to stdout; characters that its encoding lacks are escaped, and a reader that went away is no fault."""
    try:
        if isinstance(content, bytes):
            sys.stdout.buffer.write(content)
        else:
            encoding = sys.stdout.encoding or "utf-8"
            sys.stdout.write(content.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes stdout once more when it ends; without this it would complain there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _format_mistakes(option: str, format_: str, served: Sequence[str]) -> list[Mistake]:
    if format_ in served:
        return []
    problem = "is not served yet" if format_ in FORMATS else "is no format"
    return [Mistake(option, 0, format_, problem, f"this version serves {', '.join(served)}")]


def _file_mistakes(file: Path | None) -> list[Mistake]:
    if file is None:
        return []
    if file.is_dir():
        return [_unwritable(file, "is a directory")]
    folder = file.resolve().parent
    if not folder.is_dir():
        return [_unwritable(file, f"the directory {file.parent} does not exist")]
    if not os.access(file if file.exists() else folder, os.W_OK):
        return [_unwritable(file, "permission denied")]
    return []


def _unwritable(file: Path, problem: str) -> Mistake:
    return Mistake("--output", 0, str(file), problem, "name a file that can be written")
