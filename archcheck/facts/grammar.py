"""The one door to tree-sitter: the Python grammar, its parser, and the numbers of its node kinds and fields."""

from functools import cache
from threading import local
from typing import TypeAlias

import tree_sitter_python
from tree_sitter import Language, Node, Parser, Query, Tree

Syntax: TypeAlias = Node

LANGUAGE = Language(tree_sitter_python.language())


def kind(name: str) -> int:
    """The number of a named node kind; a misspelt one is a fault of this package."""
    number = LANGUAGE.id_for_node_kind(name, True)
    if number is None:
        raise LookupError(name)
    return number


def field(name: str) -> int:
    """The number of a field."""
    number = LANGUAGE.field_id_for_name(name)
    if number is None:
        raise LookupError(name)
    return number


class _Own(local):
    """A parser keeps its state in itself, so each thread has its own."""

    def __init__(self) -> None:
        self.parser = Parser(LANGUAGE)


_own = _Own()


def parse(data: bytes) -> Tree:
    """The concrete syntax tree of UTF-8 bytes."""
    return _own.parser.parse(data)


@cache
def query(pattern: str) -> Query:
    """A compiled tree query."""
    return Query(LANGUAGE, pattern)


COMMENT = kind("comment")
CONTINUATION = kind("line_continuation")
EXTRAS = frozenset({COMMENT, CONTINUATION})


def named(node: Syntax) -> list[Syntax]:
    """The named children without comments and line continuations, which may stand anywhere."""
    return [child for child in node.named_children if child.kind_id not in EXTRAS]
