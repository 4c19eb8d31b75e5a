"""Expressions that stand in strings: annotations such as ``"Session | None"``."""

from functools import lru_cache

import msgspec

from archcheck.facts.extract import lowering
from archcheck.facts.grammar import Syntax, kind, named, parse
from archcheck.facts.lowering import Steps
from archcheck.facts.schema import NONE, Block, Node, Opaque, Scope
from archcheck.facts.text import Text

_LONGEST = 500
_EXPRESSION = kind("expression_statement")
_BRACKETS = frozenset({kind("parenthesized_expression"), kind("tuple")})
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
    bracketed = _bracketed(root)
    if root.has_error or bracketed is None:
        return _NOTHING
    low = lowering(source)
    low.scope.open("body", 1)
    value = low.run(_only(bracketed))
    return tuple(low.scope.nodes), value


def _bracketed(root: Syntax) -> Syntax | None:
    """What the added brackets hold, unless they were closed early (``a)(b``) or hold nothing."""
    statements = named(root)
    if len(statements) != 1 or statements[0].kind_id != _EXPRESSION:
        return None
    children = named(statements[0])
    whole = children[0] if len(children) == 1 else None
    return whole if whole is not None and whole.kind_id in _BRACKETS and named(whole) else None


def _only(node: Syntax) -> Steps:
    yield node


def annotation_scope(around: Scope, index: int, nodes: tuple[Node, ...]) -> Scope:
    """A scope that holds nothing but the nodes of an annotation given as text, inside the scope ``around``."""
    block = Block("body", NONE, 0, len(nodes), 0, NONE, "", around.line)
    return msgspec.structs.replace(
        around,
        kind="comprehension",
        parent=index,
        nodes=nodes,
        blocks=(block,),
        bindings=(),
        stores=(),
        withs=(),
        exits=(),
        yields=(),
        shared=(),
        parameters=(),
        decorators=(),
        decorator_spans=(),
    )
