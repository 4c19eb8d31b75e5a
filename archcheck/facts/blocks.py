"""Runs of statements, and how they end."""

from collections.abc import Callable

from archcheck.facts.grammar import Syntax, kind, named
from archcheck.facts.lowering import Lowering, Steps
from archcheck.facts.schema import NONE, BlockKind
from archcheck.facts.strings import CONCATENATED, STRING, plain_parts

_EXPRESSION = kind("expression_statement")


def statements(low: Lowering, nodes: list[Syntax]) -> Steps:
    """Reads statements one by one; ``low.scope.ends`` then tells how the first that leaves does so."""
    ends = ""
    for node in nodes:
        low.scope.ends = ""
        yield node
        ends = ends or low.scope.ends
    low.scope.ends = ends
    yield NONE


def suite(
    low: Lowering,
    node: Syntax | None,
    kind: BlockKind,
    group: int,
    line: int,
    *,
    test: int = NONE,
    head: Callable[[], None] | None = None,
) -> Steps:
    """A block of a compound statement; ``head`` runs first inside it. ``low.scope.ends`` tells how it leaves."""
    low.scope.open(kind, line, group, test)
    if head is not None:
        head()
    low.scope.ends = ""
    if node is not None:
        yield statements(low, named(node))
    low.scope.close(low.scope.ends)
    yield NONE


def body(low: Lowering, node: Syntax | None) -> Steps:
    """The body of a module, class or function, its docstring left out."""
    scope = low.scope
    scope.open("body", scope.line)
    scope.ends = ""
    nodes = [] if node is None else named(node)
    if nodes and _is_docstring(low, nodes[0]):
        scope.docstring = True
        del nodes[0]
    yield statements(low, nodes)
    scope.close(scope.ends)
    yield NONE


def _is_docstring(low: Lowering, node: Syntax) -> bool:
    if node.kind_id != _EXPRESSION:
        return False
    children = named(node)
    return (
        len(children) == 1
        and children[0].kind_id in (STRING, CONCATENATED)
        and plain_parts(low, children[0]) is not None
    )
