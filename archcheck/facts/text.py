"""Source bytes as the parser wants them: UTF-8, one kind of line end, columns in characters."""

import io
import re
import tokenize
from bisect import bisect_right
from functools import cached_property

from archcheck.facts.grammar import Syntax
from archcheck.facts.schema import Packed, Span, packed

_BOM = b"\xef\xbb\xbf"
_LONE_RETURN = re.compile(rb"\r(?!\n)")


class UnreadableSource(Exception):
    """A file whose bytes are no text.

    Attributes:
        reason: in words.
        line: line from 1.
    """

    def __init__(self, reason: str, line: int = 1) -> None:
        self.reason = reason
        self.line = line
        super().__init__(f"line {line}: {reason}")


def decoded(source: bytes) -> bytes:
    """The source as UTF-8 without byte order mark.

    Raises:
        UnreadableSource: where the bytes do not fit the encoding that they declare (PEP 263).
    """
    data = source.removeprefix(_BOM)
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    except SyntaxError as error:
        _as_utf8(data, "utf-8")  # where the first lines are at fault, this knows which
        raise UnreadableSource(str(error.msg or error)) from error
    if encoding not in ("utf-8", "utf-8-sig") or not data.isascii():
        data = _as_utf8(data, "utf-8" if encoding == "utf-8-sig" else encoding)
    return _LONE_RETURN.sub(b"\n", data) if b"\r" in data else data


def _as_utf8(data: bytes, encoding: str) -> bytes:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableSource(f"not {encoding}: {error.reason}", line) from error
    except LookupError as error:
        raise UnreadableSource(str(error)) from error
    return text.encode("utf-8", errors="replace")


class Text:
    """UTF-8 source with its positions."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.ascii = data.isascii()
        self._strings: dict[bytes, str] = {}

    def of(self, node: Syntax) -> str:
        """The text of a short node; equal ones are one object."""
        data = self.data[node.start_byte : node.end_byte]
        known = self._strings.get(data)
        if known is None:
            known = self._strings[data] = data.decode("utf-8", errors="replace")
        return known

    def span(self, node: Syntax) -> Span:
        """Where a node stands; without a star, which the grammar may count to what stands behind it."""
        row, column = node.start_point
        if self.data.startswith(b"*", node.start_byte):
            column += 1
        end_row, end_column = node.end_point
        if self.ascii:
            return (row + 1, column + 1, end_row + 1, end_column + 1)
        return (row + 1, self._character(row, column), end_row + 1, self._character(end_row, end_column))

    def place(self, node: Syntax) -> Packed:
        """Where a node stands, packed."""
        return packed(self.span(node))

    def stretch(self, start: int, end: int) -> Span:
        """Where the bytes from ``start`` to ``end`` stand."""
        (row, column), (end_row, end_column) = self._place(start), self._place(end)
        return (row + 1, self._character(row, column), end_row + 1, self._character(end_row, end_column))

    def column(self, node: Syntax) -> int:
        """Column in characters, from 1, at which a node starts."""
        row, column = node.start_point
        return column + 1 if self.ascii else self._character(row, column)

    def _place(self, offset: int) -> tuple[int, int]:
        row = bisect_right(self._starts, offset) - 1
        return row, offset - self._starts[row]

    def _character(self, row: int, column: int) -> int:
        start = self._starts[row]
        before = self.data[start : start + column]
        return 1 + (column if before.isascii() else len(before.decode("utf-8", errors="replace")))

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer(rb"\n", self.data))]
