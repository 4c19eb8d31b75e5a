"""Newest syntax that the grammar cannot read yet, mended without moving an offset.

Only where a first parse failed, and only kept where the second fails less.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import TypeAlias

from tree_sitter import Tree

from archcheck.facts.grammar import Syntax, parse
from archcheck.facts.salvage import salvaged
from archcheck.facts.schema import Span
from archcheck.facts.text import Text

# Where bytes start, and what stands there instead, as long as what it takes the place of.
_Mend: TypeAlias = tuple[int, bytes]

# How far a list of type parameters is followed, in bytes.
_FAR = 4_000

_LAZY = re.compile(rb"^[ \t\f]*(?P<lazy>lazy[ \t]+(?P<rest>import|from)\b)", re.MULTILINE)
_DECLARED = re.compile(rb"\b(?:def|class|type)[ \t]+\w+[ \t]*\[")
_MERGED = re.compile(rb"\{\s*(?P<stars>\*\*)")
_TOKEN = re.compile(rb"\"[^\"\n]*\"|'[^'\n]*'|#[^\n]*|[\[({]|[\])}]|[=!<>:]=|=|,", re.DOTALL)


def mended(text: Text) -> tuple[Tree, tuple[Span, ...]]:
    """The tree of a text, and the spans that could not be read.

    The tree is that of the mended bytes; its nodes stand where they stand in ``text``.
    """
    # ``type(x).y = z`` would be read as an alias statement; behind any other name a bracket is what it seems.
    data = text.data.replace(b"type(", b"typE(")
    tree = parse(data)
    broken = faults(tree.root_node)
    if not broken:
        return tree, ()
    changed = _mend(data, [node.start_byte for node in broken])
    second = parse(changed)
    left = faults(second.root_node)
    if len(left) < len(broken):
        data, tree, broken = changed, second, left
    tree, dropped = salvaged(data, tree) if broken else (tree, [])
    spans = {text.span(node) for node in (*broken, *faults(tree.root_node))} | {text.stretch(*ends) for ends in dropped}
    return tree, tuple(sorted(spans))


def faults(root: Syntax) -> list[Syntax]:
    """The outermost nodes that the parser could not read, and those that it made up, in order."""
    if not root.has_error:
        return []
    found: list[Syntax] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.is_error or node.is_missing:
            found.append(node)
        elif node.has_error:
            waiting.extend(reversed(node.children))
    return found


def _mend(data: bytes, broken: list[int]) -> bytes:
    changed = bytearray(data)
    for gap in (_lazy_imports, _type_defaults, _merged_mappings):
        for start, instead in gap(data, broken):
            changed[start : start + len(instead)] = instead
    return bytes(changed)


def _near(broken: list[int], start: int, end: int) -> bool:
    at = bisect_left(broken, start)
    return at < len(broken) and broken[at] <= end


def _lazy_imports(data: bytes, broken: list[int]) -> Iterator[_Mend]:
    """``lazy import x`` becomes an import that starts at the same column."""
    for match in _LAZY.finditer(data):
        if _near(broken, *match.span()):
            start, end = match.span("lazy")
            yield start, match["rest"].ljust(end - start)


def _type_defaults(data: bytes, broken: list[int]) -> Iterator[_Mend]:
    """``def f[T = int]`` loses ``= int``."""
    for match in _DECLARED.finditer(data):
        defaults, end = _defaults(data, match.end())
        if _near(broken, match.start(), end):
            for start, stop in defaults:
                yield start, re.sub(rb"[^\n]", b" ", data[start:stop])


def _defaults(data: bytes, start: int) -> tuple[list[tuple[int, int]], int]:
    """Spans of ``= default`` in a bracket whose inside begins at ``start``, and the bracket's end."""
    found: list[tuple[int, int]] = []
    depth, equals = 1, -1
    for token in _TOKEN.finditer(data, start, start + _FAR):
        sign = token[0]
        if sign in b"[({":
            depth += 1
        elif sign in b"])}":
            depth -= 1
        if depth == 1 and sign == b"=":
            equals = token.start()
        elif equals >= 0 and (depth == 0 or (depth == 1 and sign == b",")):
            found.append((equals, token.start()))
            equals = -1
        if depth == 0:
            return found, token.end()
    return [], start


def _merged_mappings(data: bytes, broken: list[int]) -> Iterator[_Mend]:
    """``{**a for a in b}`` loses its stars."""
    for match in _MERGED.finditer(data):
        line_end = data.find(b"\n", match.end())
        if _near(broken, match.start(), len(data) if line_end < 0 else line_end):
            yield match.start("stars"), b"  "
