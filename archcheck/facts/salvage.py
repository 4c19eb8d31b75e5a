"""Functions and classes that a broken statement in front of them has swallowed."""

import re
from bisect import bisect_right

from tree_sitter import Tree

from archcheck.facts.grammar import Syntax, kind, parse

_HEADER = re.compile(rb"^(?:async[ \t]+def|def|class)[ \t]+\w", re.MULTILINE)
# With the decorators before it, and with what may stand between them.
_STATEMENT = re.compile(rb"^(?:@[^\n]*\n(?:(?:[ \t\r@#)\]}][^\n]*)?\n)*)?[^\s#)\]}@]", re.MULTILINE)
_DEFINITIONS = frozenset({kind("function_definition"), kind("class_definition")})
_DECORATED = kind("decorated_definition")
_QUOTED = frozenset({kind("string"), kind("string_content"), kind("comment")})
_ROUNDS = 8


def salvaged(data: bytes, tree: Tree) -> tuple[Tree, list[tuple[int, int]]]:
    """The tree without the statements that swallow others, and where those stood.

    An open bracket may take the definitions behind it for its content. The statement in front of such a definition is
    blanked out; what it said is lost, what stands behind it is found.
    """
    dropped: list[tuple[int, int]] = []
    lost = _lost(data, tree.root_node)
    for _ in range(_ROUNDS):
        if not lost:
            break
        start, end = _in_front(data, lost[0])
        changed = data[:start] + re.sub(rb"[^\n]", b" ", data[start:end]) + data[end:]
        second = parse(changed)
        still = _lost(changed, second.root_node)
        if len(still) >= len(lost):
            break
        dropped.append((start, end))
        data, tree, lost = changed, second, still
    return tree, dropped


def _lost(data: bytes, root: Syntax) -> list[int]:
    """Where definitions start at the left margin that are no definitions in the tree, nor words in a string."""
    seen = {node.start_byte for node in _definitions(root)}
    starts = [match.start() for match in _HEADER.finditer(data)]
    return [start for start in starts if start not in seen and not _is_quoted(root, start)]


def _definitions(root: Syntax) -> list[Syntax]:
    found: list[Syntax] = []
    waiting = list(root.named_children)
    while waiting:
        node = waiting.pop()
        if node.kind_id in _DEFINITIONS:
            found.append(node)
        elif node.is_error or node.kind_id == _DECORATED:
            waiting.extend(node.named_children)
    return found


def _is_quoted(root: Syntax, start: int) -> bool:
    node = root.descendant_for_byte_range(start, start + 1)
    return node is not None and node.kind_id in _QUOTED


def _in_front(data: bytes, start: int) -> tuple[int, int]:
    """The statement at the left margin before the one that holds ``start``."""
    starts = [match.start() for match in _STATEMENT.finditer(data)]
    at = bisect_right(starts, start) - 1
    return (starts[at - 1], starts[at]) if at > 0 else (0, 0)
