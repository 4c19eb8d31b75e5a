"""A TOML file that a user wrote: its values, and where each of them stands."""

import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from archcheck.config.locate import KeyPath, Lines, locate
from archcheck.model.errors import Mistake, UserError, user_error

_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
MOST_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A file that was read.

    Attributes:
        place: the file as the user knows it.
        data: its values.
        lines: where they stand.
    """

    place: str
    data: dict[str, object]
    lines: Lines

    def mistake(self, path: KeyPath, problem: str, remedy: str = "") -> Mistake:
        """A mistake at a key of this file."""
        return Mistake(self.place, self.lines.at(path), dotted(path), problem, remedy)


def read_toml(path: Path, place: str, remedy: str = "archcheck init writes one") -> TomlFile:
    """Read a TOML file.

    Args:
        path: the file.
        place: how mistakes name it.
        remedy: what to do where there is none.

    Raises:
        UserError: it cannot be read, is no UTF-8, or is no TOML; with the line.
    """
    text = _text(path, place, remedy)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(str(error), text, place) from error
    except RecursionError as error:
        raise user_error(place, "is nested too deeply") from error
    return TomlFile(place, data, locate(text))


def shown(path: Path, cwd: Path) -> str:
    """A file as the user knows it: relative to the working directory where that is shorter."""
    relative = Path(os.path.relpath(path, cwd)).as_posix()
    return min(relative, path.as_posix(), key=len)


def dotted(path: KeyPath) -> str:
    """A key path in words: ``contracts[1].owners[0]``."""
    parts = [f"[{step}]" if isinstance(step, int) else f".{_key(step)}" for step in path]
    return "".join(parts).removeprefix(".")


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else f'"{key}"'


def _text(path: Path, place: str, remedy: str) -> str:
    try:
        data = _regular(path, place)
    except FileNotFoundError as error:
        raise user_error(place, "there is no such file", remedy) from error
    except OSError as error:
        raise user_error(place, f"cannot be read: {error.strerror or error}") from error
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise user_error(place, "is no UTF-8", "save it in the encoding UTF-8", line=line) from error


def _regular(path: Path, place: str) -> bytes:
    """A pipe or device would never end."""
    if path.exists() and not path.is_file():
        raise user_error(place, "is no file")
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise user_error(place, f"is larger than {MOST_BYTES} bytes")
    return data


def _syntax_error(message: str, text: str, place: str) -> UserError:
    match = _PLACE.search(message)
    problem = message[: match.start()] if match else message
    line = int(match["line"]) if match and match["line"] else text.rstrip("\n").count("\n") + 1
    column = f" (column {match['column']})" if match and match["column"] else ""
    return user_error(place, f"is no TOML: {problem[:1].lower()}{problem[1:]}{column}", line=line)
