"""Names and source text of the checked code, made safe to show: nothing of it may steer the terminal.

Control characters, escape sequences, direction marks and lone surrogates come out as backslash escapes, so that what a
hostile repository calls its files and functions is seen and not obeyed.
"""

import unicodedata

TAB = 4


def visible(text: str) -> str:
    """Text with every character that is not printable replaced by its backslash escape."""
    if text.isprintable():
        return text
    return "".join(map(_shown, text))


def cells(line: str) -> list[str]:
    """A source line as what is shown for each of its characters, tabs widened; one element a character."""
    shown: list[str] = []
    column = 0
    for character in line:
        cell = " " * (TAB - column % TAB) if character == "\t" else _shown(character)
        shown.append(cell)
        column += width(cell)
    return shown


def width(text: str) -> int:
    """How many columns of a terminal a printable text takes."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode("ascii")


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
