"""Handlers of expressions."""

from typing import Literal

from archcheck.facts import strings
from archcheck.facts.grammar import EXTRAS, Syntax, field, kind, named
from archcheck.facts.lowering import Handler, Leaf, Lowering, Steps, each, opaque
from archcheck.facts.schema import (
    NONE,
    Attribute,
    Await,
    Call,
    Choice,
    Items,
    Mapping,
    Operation,
    Starred,
    Subscript,
    Yielded,
)

IDENTIFIER = kind("identifier")
ATTRIBUTE = kind("attribute")
_BOOLEAN = kind("boolean_operator")
_KEYWORD = kind("keyword_argument")
_SPLAT = kind("dictionary_splat")
_PAIR = kind("pair")
_PARENTHESIZED = kind("parenthesized_expression")

_OBJECT = field("object")
_NAME = field("attribute")
_FUNCTION = field("function")
_ARGUMENTS = field("arguments")
_ARGUMENT_LIST = kind("argument_list")
_SUBSCRIPT = kind("subscript")
_STAR = ord("*")
_STARRED = frozenset({kind("list_splat"), kind("list_splat_pattern"), kind("parenthesized_list_splat")})
_OPERATIONS = frozenset(
    {
        ATTRIBUTE,
        _SUBSCRIPT,
        _BOOLEAN,
        kind("call"),
        kind("binary_operator"),
        kind("comparison_operator"),
        kind("conditional_expression"),
    }
)
_DISPLAYS: dict[int, Literal["list", "set"]] = {kind("list"): "list", kind("set"): "set"}

_KEY = field("key")
_VALUE = field("value")
_LEFT = field("left")
_RIGHT = field("right")
_OPERATOR = field("operator")
_TARGET = field("name")


def identifier(low: Lowering, node: Syntax) -> int:
    """A name; one that the parser made up to go on behind an error is nothing."""
    return low.opaque() if node.is_missing else low.name(low.text.of(node))


def constant(low: Lowering, node: Syntax) -> int:
    """A number, ``None``, ``True``, ``False``."""
    return low.constant(low.text.of(node)[:80])


def ellipsis(low: Lowering, _: Syntax) -> int:
    """``...``."""
    return low.constant("...")


def nothing(low: Lowering, _: Syntax) -> int:
    """Syntax without a value: a lone star or slash."""
    return low.opaque()


def inner(low: Lowering, node: Syntax) -> Steps:
    """Brackets and wrappers that change nothing."""
    children = named(node)
    while len(children) == 1 and children[0].kind_id == _PARENTHESIZED:
        children = named(children[0])
    if len(children) == 1:
        index = yield children[0]
        yield index
    else:
        yield items(low, children)


def items(low: Lowering, children: list[Syntax]) -> Steps:
    """A tuple of what stands in the children."""
    found = yield from each(children)
    yield low.scope.emit(Items("tuple", tuple(found)))


def attribute(low: Lowering, node: Syntax) -> Steps:
    """``a.b.c``, the whole chain at once."""
    chain = [node]
    base = node.child_by_field_id(_OBJECT)
    while base is not None and base.kind_id == ATTRIBUTE:
        chain.append(base)
        base = base.child_by_field_id(_OBJECT)
    index = low.opaque() if base is None else (yield base)
    while chain:
        link = chain.pop()
        name = link.child_by_field_id(_NAME)
        text = low.text.of(name) if name is not None else ""
        index = low.scope.emit(Attribute(index, text, low.text.place(link)))
    yield index


def call(low: Lowering, node: Syntax) -> Steps:
    """``f(a, *b, c=d, **e)``, and ``f(x for x in y)``."""
    function = node.child_by_field_id(_FUNCTION)
    func = low.opaque() if function is None else (yield function)
    arguments = node.child_by_field_id(_ARGUMENTS)
    positional: list[int] = []
    keywords: list[tuple[str, int]] = []
    if arguments is not None and arguments.kind_id != _ARGUMENT_LIST:
        positional.append((yield arguments))
    elif arguments is not None and arguments.named_child_count:
        yield from read_arguments(low, arguments, positional, keywords)
    yield low.scope.emit(Call(func, tuple(positional), tuple(keywords), low.text.place(node)))


def read_arguments(low: Lowering, node: Syntax, positional: list[int], keywords: list[tuple[str, int]]) -> Steps:
    """Reads what stands in the brackets of a call or a class into the two lists."""
    for child in node.named_children:
        kind_id = child.kind_id
        if kind_id == _KEYWORD:
            name, value = child.child_by_field_id(_TARGET), child.child_by_field_id(_VALUE)
            if name is not None and value is not None:
                keywords.append((low.text.of(name), (yield value)))
        elif kind_id == _SPLAT:
            keywords.append(("**", (yield inner(low, child))))
        elif kind_id not in EXTRAS:
            positional.append((yield child))


def subscript(low: Lowering, node: Syntax) -> Steps:
    """``a[b]``; several indices are a tuple."""
    base, *rest = named(node)
    value = yield base
    index = yield _index(low, rest)
    yield low.scope.emit(Subscript(value, index))


def _index(low: Lowering, children: list[Syntax]) -> Steps:
    if len(children) == 1:
        index = yield children[0]
        yield index
    else:
        yield items(low, children)


def generic(low: Lowering, node: Syntax) -> Steps:
    """``List[int]`` where the grammar knows that a type stands."""
    base, parameters = named(node)[0], named(node)[-1]
    value = yield base
    index = yield _index(low, named(parameters))
    yield low.scope.emit(Subscript(value, index))


def member(low: Lowering, node: Syntax) -> Steps:
    """``a.b`` where the grammar knows that a type stands."""
    base, name = named(node)[0], named(node)[-1]
    value = yield base
    yield low.scope.emit(Attribute(value, low.text.of(name), low.text.place(node)))


def union(low: Lowering, node: Syntax) -> Steps:
    """``A | B`` where the grammar knows that a type stands."""
    operands = yield from each(named(node))
    yield low.scope.emit(Operation("|", tuple(operands), low.text.place(node)))


def awaited(low: Lowering, node: Syntax) -> Steps:
    """``await x``."""
    value = yield inner(low, node)
    yield low.scope.emit(Await(value))


def display(low: Lowering, node: Syntax) -> Steps:
    """A list, set, or tuple; the grammar reads ``[*a.b()]`` as ``[(*a).b()]``."""
    children = named(node)
    found = yield from each(children)
    for at, child in enumerate(children):
        if child.kind_id not in _STARRED and low.text.data[child.start_byte] == _STAR:
            found[at] = low.scope.emit(Starred(found[at]))
    yield low.scope.emit(Items(_DISPLAYS.get(node.kind_id, "tuple"), tuple(found)))


def mapping(low: Lowering, node: Syntax) -> Steps:
    """A dict display."""
    keys: list[int] = []
    values: list[int] = []
    for child in named(node):
        if child.kind_id == _PAIR:
            key, value = child.child_by_field_id(_KEY), child.child_by_field_id(_VALUE)
            keys.append(NONE if key is None else (yield key))
            values.append(low.opaque() if value is None else (yield value))
        else:
            keys.append(NONE)
            values.append((yield inner(low, child)))
    yield low.scope.emit(Mapping(tuple(keys), tuple(values)))


def pair(low: Lowering, node: Syntax) -> Steps:
    """The ``key: value`` of a dict comprehension."""
    yield items(low, named(node))


def starred(low: Lowering, node: Syntax) -> Steps:
    """``*x``; see ``display`` for a star that the grammar reads as part of ``x``."""
    value = yield inner(low, node)
    yield value if _is_misplaced(node) else low.scope.emit(Starred(value))


def _is_misplaced(node: Syntax) -> bool:
    around = node.parent
    if around is None or around.kind_id not in _OPERATIONS:
        return False
    return around.kind_id != _SUBSCRIPT or around.child_by_field_id(_VALUE) == node


def boolean(low: Lowering, node: Syntax) -> Steps:
    """``a or b or c``: options of one choice."""
    operator = _operator(node)
    operands: list[Syntax] = []
    first: Syntax | None = node
    while first is not None and first.kind_id == _BOOLEAN and _operator(first) == operator:
        right = first.child_by_field_id(_RIGHT)
        if right is not None:
            operands.append(right)
        first = first.child_by_field_id(_LEFT)
    options = [] if first is None else [(yield first)]
    while operands:
        options.append((yield operands.pop()))
    yield low.scope.emit(Choice("and" if operator == "and" else "or", tuple(options)))


def _operator(node: Syntax) -> str:
    operator = node.child_by_field_id(_OPERATOR)
    return "" if operator is None else operator.type


def conditional(low: Lowering, node: Syntax) -> Steps:
    """``a if c else b``, the condition first."""
    children = named(node)
    if len(children) != 3:
        yield opaque(low, node)
        return
    yield children[1]
    first = yield children[0]
    second = yield children[2]
    yield low.scope.emit(Choice("if", (first, second)))


def binary(low: Lowering, node: Syntax) -> Steps:
    """``a + b`` and its like."""
    left, right = node.child_by_field_id(_LEFT), node.child_by_field_id(_RIGHT)
    first = low.opaque() if left is None else (yield left)
    second = low.opaque() if right is None else (yield right)
    yield low.scope.emit(Operation(_operator(node), (first, second), low.text.place(node)))


def unary(low: Lowering, node: Syntax) -> Steps:
    """``-a``, ``~a``."""
    operand = yield inner(low, node)
    yield low.scope.emit(Operation(_operator(node), (operand,), low.text.place(node)))


def negation(low: Lowering, node: Syntax) -> Steps:
    """``not a``."""
    operand = yield inner(low, node)
    yield low.scope.emit(Operation("not", (operand,), low.text.place(node)))


def comparison(low: Lowering, node: Syntax) -> Steps:
    """``a < b``; the operators of ``a < b < c`` stand side by side with a comma between."""
    operators = [child.type for child in node.children_by_field_name("operators")]
    operands = yield from each(named(node))
    yield low.scope.emit(Operation(",".join(operators), tuple(operands), low.text.place(node)))


def walrus(low: Lowering, node: Syntax) -> Steps:
    """``(a := b)``: the value, and a binding."""
    name, value = node.child_by_field_id(_TARGET), node.child_by_field_id(_VALUE)
    index = low.opaque() if value is None else (yield value)
    if name is not None:
        low.walrus(low.text.of(name), index, node.start_point[0] + 1)
    yield index


def yielded(low: Lowering, node: Syntax) -> Steps:
    """``yield``, ``yield x``, ``yield from x``."""
    is_from = any(child.type == "from" for child in node.children)
    value = (yield inner(low, node)) if named(node) else NONE
    index = low.scope.emit(Yielded(value, is_from))
    low.scope.yields.append(index)
    yield index


LEAVES: dict[str, Leaf] = {
    "identifier": identifier,
    "integer": constant,
    "float": constant,
    "none": constant,
    "true": constant,
    "false": constant,
    "ellipsis": ellipsis,
    "keyword_separator": nothing,
    "positional_separator": nothing,
}

HANDLERS: dict[str, Handler] = {
    "attribute": attribute,
    "await": awaited,
    "binary_operator": binary,
    "boolean_operator": boolean,
    "call": call,
    "comparison_operator": comparison,
    "concatenated_string": strings.string,
    "conditional_expression": conditional,
    "dictionary": mapping,
    "dictionary_splat": inner,
    "expression_list": display,
    "generic_type": generic,
    "list": display,
    "list_splat": starred,
    "member_type": member,
    "named_expression": walrus,
    "not_operator": negation,
    "pair": pair,
    "parenthesized_expression": inner,
    "parenthesized_list_splat": starred,
    "set": display,
    "splat_type": starred,
    "string": strings.string,
    "slice": opaque,
    "subscript": subscript,
    "tuple": display,
    "type": inner,
    "unary_operator": unary,
    "union_type": union,
    "yield": yielded,
}
