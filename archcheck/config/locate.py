"""Where the keys and values of a TOML text stand: key path -> line.

``tomllib`` gives values without places. This scanner gives places without values: it reads a text that ``tomllib`` has
already accepted, and so checks nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

KeyPath: TypeAlias = tuple[str | int, ...]

_BLANK = re.compile(r"[ \t\r\n]*(?:#[^\n]*[\r\n \t]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]+")
_STRINGS = (
    re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}', re.DOTALL),
    re.compile(r"'''(?:[^']|'(?!''))*'{3,5}", re.DOTALL),
    re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    re.compile(r"'[^'\n]*'"),
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})|(.))")
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines by key path: ``("contracts", 1, "owners", 0)`` is the first owner of the second contract."""

    by_path: Mapping[KeyPath, int] = field(default_factory=dict)

    def at(self, path: KeyPath) -> int:
        """The line of a key path, or of the longest part of it that is there; 1 where nothing is."""
        for end in range(len(path), 0, -1):
            if (line := self.by_path.get(path[:end])) is not None:
                return line
        return 1


def locate(text: str) -> Lines:
    """The lines of all keys, array elements and tables of a TOML text.

    Args:
        text: a text that ``tomllib.loads`` accepts; anything else gives lines of no meaning.
    """
    scanner = _Scanner(text)
    scanner.document()
    return Lines(scanner.found)


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1
        self._counted = 0
        self._arrays: dict[KeyPath, int] = {}
        self.found: dict[KeyPath, int] = {}

    def document(self) -> None:
        table: KeyPath = ()
        while self._blank():
            if self._next("[["):
                table = self._header("]]")
            elif self._next("["):
                table = self._header("]")
            else:
                self._pair(table)

    def _header(self, close: str) -> KeyPath:
        """A table's path holds, behind each array of tables, the index of its last one."""
        line = self._here()
        keys = self._keys()
        self._next(close)
        path: KeyPath = ()
        for number, key in enumerate(keys):
            path = (*path, key)
            self.found.setdefault(path, line)
            if number == len(keys) - 1 and close == "]]":
                self._arrays[path] = self._arrays.get(path, -1) + 1
            if path in self._arrays:
                path = (*path, self._arrays[path])
                self.found.setdefault(path, line)
        return path

    def _pair(self, table: KeyPath) -> None:
        line = self._here()
        path = table
        for key in self._keys():
            path = (*path, key)
            self.found.setdefault(path, line)
        self._next("=")
        self._match(_SPACE)
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        if self._next("["):
            self._array(path)
        elif self._next("{"):
            self._inline_table(path)
        elif self._string() is None:
            self._match(_SCALAR)

    def _array(self, path: KeyPath) -> None:
        index = 0
        while self._blank() and not self._next("]"):
            if self._next(","):
                continue
            self.found[*path, index] = self._here()
            self._value((*path, index))
            index += 1

    def _inline_table(self, path: KeyPath) -> None:
        while self._blank() and not self._next("}"):
            if not self._next(","):
                self._pair(path)

    def _keys(self) -> list[str]:
        keys: list[str] = []
        while True:
            self._match(_SPACE)
            text = self._string()
            keys.append(self._match(_BARE_KEY) if text is None else _unquoted(text))
            self._match(_SPACE)
            if not self._next("."):
                return keys

    def _string(self) -> str | None:
        for pattern in _STRINGS:
            if text := self._match(pattern):
                return text
        return None

    def _blank(self) -> bool:
        """Skip space, line ends and comments; whether anything is left, and the scanner moves on whatever it is."""
        self._match(_BLANK)
        return self._at < len(self._text)

    def _match(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:
            return ""
        self._at = match.end()
        return match.group()

    def _next(self, mark: str) -> bool:
        if not self._text.startswith(mark, self._at):
            return False
        self._at += len(mark)
        return True

    def _here(self) -> int:
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line


def _unquoted(text: str) -> str:
    if text[0] == "'":
        return text[1:-1]
    return _ESCAPE.sub(_character, text[1:-1])


def _character(match: re.Match[str]) -> str:
    digits = match[1] or match[2] or match[3]
    return chr(int(digits, 16)) if digits else _ESCAPED.get(match[4], match[4])
