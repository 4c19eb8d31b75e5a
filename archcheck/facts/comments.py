"""Comments: those near the top, where headers stand, and those that speak to archcheck."""

from tree_sitter import QueryCursor, Tree

from archcheck.facts.grammar import Syntax, query
from archcheck.facts.schema import Comment
from archcheck.facts.text import Text

_HEAD = 200
_MARK = b"archcheck:"


def comments(text: Text, tree: Tree) -> tuple[Comment, ...]:
    """The comments of the first 200 lines, and those that hold ``archcheck:``."""
    if b"#" not in text.data:
        return ()
    cursor = QueryCursor(query("(comment) @comment"))
    marked = text.data.find(_MARK, 0) >= 0
    if not marked:
        cursor.set_point_range((0, 0), (_HEAD, 0))
    found = cursor.captures(tree.root_node).get("comment", [])
    return tuple(
        _comment(text, node)
        for node in sorted(found, key=lambda node: node.start_byte)
        if node.start_point[0] < _HEAD or _MARK in text.data[node.start_byte : node.end_byte]
    )


def _comment(text: Text, node: Syntax) -> Comment:
    start = node.start_byte
    before = text.data[text.data.rfind(b"\n", 0, start) + 1 : start]
    content = text.data[start : node.end_byte].decode("utf-8", errors="replace").rstrip()
    return Comment(node.start_point[0] + 1, text.column(node), content, not before.strip())
