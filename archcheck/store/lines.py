"""Files of lines that archcheck writes and people merge: read strictly, every mistake with its line, and never as empty."""

import re
from collections.abc import Sequence
from pathlib import Path

from archcheck.model.errors import Mistake, UserError, user_error

MOST_MISTAKES = 50

_CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?: |$)|={7}$")


def read_text(path: Path, place: str, most_bytes: int, restore: str) -> str | None:
    """The text of a file; None where there is none.

    Args:
        path: the file.
        place: how mistakes name it.
        most_bytes: how large it may be.
        restore: what to do where it is broken.

    Raises:
        UserError: it cannot be read, is too large, or is no UTF-8.
    """
    try:
        if path.exists() and not path.is_file():
            raise user_error(place, "is no file", "name a file in layers.toml")
        with path.open("rb") as file:
            data = file.read(most_bytes + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise user_error(place, f"cannot be read: {error.strerror or error}") from error
    if len(data) > most_bytes:
        raise user_error(place, f"is larger than {most_bytes} bytes", restore)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise user_error(place, "is no UTF-8", restore, line=data.count(b"\n", 0, error.start) + 1) from error


def refuse_conflicts(lines: Sequence[str], place: str, again: str) -> None:
    """Stop where a merge has left its marks.

    Args:
        lines: of the file.
        place: how mistakes name it.
        again: what to run when the conflict is solved.

    Raises:
        UserError: there are marks; each with its line.
    """
    conflicts = [number for number, line in enumerate(lines, 1) if _CONFLICT.match(line)]
    if conflicts:
        problem = "is the mark of a merge conflict"
        raise mistaken([Mistake(place, number, "", problem, f"solve it, then run {again}") for number in conflicts])


def mistaken(mistakes: Sequence[Mistake]) -> UserError:
    """All mistakes, unless the file is something else altogether."""
    shown = sorted(mistakes)[:MOST_MISTAKES]
    if len(mistakes) > len(shown):
        last = shown[-1]
        shown.append(Mistake(last.place, last.line + 1, "", f"and {len(mistakes) - len(shown)} more mistakes"))
    return UserError(shown)


def lowered(text: str) -> str:
    """A message of a library as part of a sentence."""
    return text[:1].lower() + text[1:]
