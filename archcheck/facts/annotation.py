"""Expressions that stand in strings: annotations such as ``"Session | None"``."""

from functools import lru_cache

from archcheck.facts.extract import lowering
from archcheck.facts.grammar import Syntax, kind, named, parse
from archcheck.facts.lowering import Steps
from archcheck.facts.schema import NONE, Node, Opaque
from archcheck.facts.text import Text

_LONGEST = 500
_EXPRESSION = kind("expression_statement")
_NOTHING: tuple[tuple[Node, ...], int] = ((Opaque(()),), 0)


@lru_cache(maxsize=8192)
def parse_annotation(text: str) -> tuple[tuple[Node, ...], int]:
    """The nodes of an expression given as text, and the index of its root.

    A text that is longer than 500 characters or no expression is one ``Opaque`` node.
    """
    if len(text) > _LONGEST:
        return _NOTHING
    # Brackets let the text run over several lines, as they do for the interpreter.
    source = Text(f"({text.strip()}\n)".encode("utf-8", errors="surrogatepass"))
    root = parse(source.data).root_node
    children = named(root)
    if root.has_error or len(children) != 1 or children[0].kind_id != _EXPRESSION:
        return _NOTHING
    low = lowering(source)
    low.scope.open("body", 1)
    value = low.run(_only(children[0]))
    return (tuple(low.scope.nodes), value) if value != NONE else _NOTHING


def _only(node: Syntax) -> Steps:
    index = yield node
    yield index
