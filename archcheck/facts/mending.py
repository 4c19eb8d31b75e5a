"""Newest syntax that the grammar cannot read yet, mended without moving an offset."""

from tree_sitter import Tree

from archcheck.facts.grammar import Syntax, parse
from archcheck.facts.schema import Span
from archcheck.facts.text import Text


def mended(text: Text) -> tuple[Text, Tree, tuple[Span, ...]]:
    """The text as it was parsed, its tree, and the spans that could not be read."""
    tree = parse(text.data)
    return text, tree, tuple(text.span(node) for node in faults(tree.root_node))


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
