"""String literals: their value where it is plain, ``{}`` for each hole where it is not."""

import re
import unicodedata

from archcheck.facts.grammar import Syntax, kind, named
from archcheck.facts.lowering import Lowering, Steps, opaque
from archcheck.facts.schema import NONE, Text

LONGEST = 2_000

STRING = kind("string")
CONCATENATED = kind("concatenated_string")
_START = kind("string_start")
_CONTENT = kind("string_content")
_INTERPOLATION = kind("interpolation")
_SPECIFIER = kind("format_specifier")
_CONVERSION = kind("type_conversion")

_ESCAPE = re.compile(
    r"\\(?:\r?\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]+\}|[\\'\"abfnrtv])"
)
_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def _character(code: int) -> str:
    # Half of a surrogate pair cannot be written as UTF-8, which facts are encoded in.
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)


def _unescape(match: re.Match[str]) -> str:
    body = match[0][1:]
    try:
        match body[0]:
            case "x" | "u" | "U":
                return _character(int(body[1:], 16))
            case "N":
                return unicodedata.lookup(body[2:-1])
            case first if first in "01234567":
                return chr(int(body, 8))
            case "\r" | "\n":
                return ""
            case first:
                return _SIMPLE.get(first, first)
    except (KeyError, ValueError, OverflowError):
        return match[0]


def _plain(low: Lowering, start: int, end: int, raw: bool) -> str:
    # Escapes are at most some dozens of characters: four bytes for each character kept is enough, cut before decoding.
    data = low.text.data[start : min(end, start + 8 * LONGEST)]
    text = data.decode("utf-8", errors="ignore")
    return text if raw or "\\" not in text else _ESCAPE.sub(_unescape, text)


def _prefix(low: Lowering, start: Syntax) -> str:
    return low.text.of(start).rstrip("\"'").lower()


def plain_parts(low: Lowering, node: Syntax) -> list[str] | None:
    """The values of a literal's adjacent strings, or None where one of them has holes or is bytes."""
    strings = named(node) if node.kind_id == CONCATENATED else [node]
    values: list[str] = []
    for string in strings:
        children = string.children
        if not children or children[0].kind_id != _START:
            return None
        opening = low.text.of(children[0])
        prefix = opening.rstrip("\"'").lower()
        if "b" in prefix or "f" in prefix or "t" in prefix:
            return None
        # The grammar counts a backslash at the end of a raw string to its closing quotes: they are as many as the opening ones.
        end = string.end_byte - (len(opening) - len(prefix))
        values.append(_plain(low, children[0].end_byte, end, "r" in prefix))
    return values


def is_bytes(low: Lowering, node: Syntax) -> bool:
    """Whether a literal is bytes."""
    first = named(node)[0] if node.kind_id == CONCATENATED else node
    children = first.children
    return bool(children) and children[0].kind_id == _START and "b" in _prefix(low, children[0])


def string(low: Lowering, node: Syntax) -> Steps:
    """A string literal, or several that stand side by side."""
    values = plain_parts(low, node)
    if values is not None:
        yield low.scope.emit(Text("".join(values)[:LONGEST], False, (), low.text.place(node)))
        return
    if is_bytes(low, node):
        yield low.constant("b")
        return
    text: list[str] = []
    holes: list[int] = []
    dynamic = False
    for part in named(node) if node.kind_id == CONCATENATED else [node]:
        children = part.children
        prefix = _prefix(low, children[0]) if children else ""
        formatted = "f" in prefix or "t" in prefix
        dynamic = dynamic or formatted
        for child in children:
            if child.kind_id == _INTERPOLATION:
                text.append("{}")
                holes.append((yield _hole(low, child)))
            elif child.kind_id == _CONTENT:
                value = _plain(low, child.start_byte, child.end_byte, "r" in prefix)
                text.append(value.replace("{{", "{").replace("}}", "}") if formatted else value)
    yield low.scope.emit(Text("".join(text)[:LONGEST], dynamic, tuple(holes), low.text.place(node)))


def _hole(low: Lowering, node: Syntax) -> Steps:
    index = NONE
    for child in named(node):
        if child.kind_id == _SPECIFIER:
            for nested in named(child):
                yield opaque(low, nested)
        elif child.kind_id != _CONVERSION and index == NONE:
            index = yield child
    yield low.opaque() if index == NONE else index
