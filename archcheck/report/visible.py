"""Names and source text of the checked code, made safe to show: nothing of it may steer the terminal.

Control characters, escape sequences, direction marks and lone surrogates come out as backslash escapes, so that what a
hostile repository calls its files and functions is seen and not obeyed. The same goes for the marks by which CI systems find
commands in a log: GitHub takes a line that starts with ``::``, GitHub and Azure take ``##[`` and ``##vso[`` anywhere.
"""

import re
import unicodedata

TAB = 4

_ANYWHERE = re.compile(r"(?<=#)#(?=\w*\[)")
_COMMAND = re.compile(rf"(?<!\S):(?=:)|{_ANYWHERE.pattern}")


def visible(text: str) -> str:
    """Text with every character that is not printable, or would start a command, replaced by its backslash escape."""
    shown = printable(text)
    return _COMMAND.sub(_escaped, shown) if "::" in shown or "##" in shown else shown


def printable(text: str) -> str:
    """Text with every character that is not printable replaced by its backslash escape, for what is no log and no terminal."""
    return text if text.isprintable() else "".join(map(_shown, text))


def cells(line: str) -> list[str]:
    """A source line as what is shown for each of its characters, tabs widened; one element a character."""
    shown: list[str] = []
    column = 0
    commands = {match.start() for match in _ANYWHERE.finditer(line)}
    for position, character in enumerate(line):
        if position in commands:
            cell = f"\\x{ord(character):02x}"
        else:
            cell = " " * (TAB - column % TAB) if character == "\t" else _shown(character)
        shown.append(cell)
        column += width(cell)
    return shown


def width(text: str) -> int:
    """How many columns of a terminal a printable text takes."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _escaped(match: re.Match[str]) -> str:
    return f"\\x{ord(match[0]):02x}"


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode("ascii")


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
