"""What an assignment, a ``for``, a ``with``, a ``del`` or an import binds."""

from collections.abc import Generator

from archcheck.facts.expressions import ATTRIBUTE, IDENTIFIER
from archcheck.facts.grammar import Syntax, field, kind, named
from archcheck.facts.lowering import Lowering, Step, Steps, each, opaque
from archcheck.facts.schema import NONE, BindingKind, Element, Items

SUBSCRIPT = kind("subscript")
_SPLATS = frozenset({kind("list_splat_pattern"), kind("list_splat"), kind("parenthesized_list_splat")})
_SEQUENCES = frozenset(
    {
        kind("pattern_list"),
        kind("tuple_pattern"),
        kind("list_pattern"),
        kind("tuple"),
        kind("list"),
        kind("expression_list"),
    }
)
_WRAPPERS = frozenset({kind("parenthesized_expression"), kind("as_pattern_target"), kind("type")})
_OBJECT = field("object")
_NAME = field("attribute")


def target(low: Lowering, node: Syntax, kind: BindingKind, value: int, annotation: int = NONE) -> Steps:
    """Binds whatever stands in a target to ``value``."""
    while node.kind_id in _WRAPPERS and len(named(node)) == 1:
        node = named(node)[0]
    if node.kind_id == IDENTIFIER:
        low.scope.bind(low.text.of(node), kind, value, node.start_point[0] + 1, annotation)
        yield value
    elif node.kind_id == ATTRIBUTE:
        base, name = node.child_by_field_id(_OBJECT), node.child_by_field_id(_NAME)
        index = low.opaque() if base is None else (yield base)
        text = "" if name is None else low.text.of(name)
        low.scope.store(index, text, kind, value, low.text.span(node), annotation=annotation)
        yield value
    elif node.kind_id == SUBSCRIPT:
        held, item = yield from subscripted(low, node)
        low.scope.store(held, "[]", kind, value, low.text.span(node), item, annotation)
        yield value
    elif node.kind_id in _SEQUENCES:
        yield unpack(low, named(node), kind, value)
    else:
        yield opaque(low, node)


def subscripted(low: Lowering, node: Syntax) -> Generator[Step, int, tuple[int, int]]:
    """The base and the index of ``base[index]``, without reading the item."""
    first, *rest = named(node)
    base = yield first
    found = yield from each(rest)
    index = found[0] if len(found) == 1 else low.scope.emit(Items("tuple", tuple(found)))
    return base, index


def unpack(low: Lowering, nodes: list[Syntax], kind: BindingKind, value: int) -> Steps:
    """Binds the targets of ``a, *b, c`` to the elements of ``value``; for ``del`` each of them by itself."""
    starred = next((at for at, node in enumerate(nodes) if node.kind_id in _SPLATS), len(nodes))
    for at, node in enumerate(nodes):
        if value == NONE:
            yield target(low, node, kind, NONE)
        elif at == starred:
            element = low.scope.emit(Element(value, None))
            yield target(low, named(node)[0], kind, element)
        else:
            element = low.scope.emit(Element(value, at if at < starred else at - len(nodes)))
            yield target(low, node, kind, element)
    yield value
