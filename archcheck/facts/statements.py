"""Handlers of simple statements."""

from archcheck.facts.expressions import ATTRIBUTE, IDENTIFIER, inner, items
from archcheck.facts.grammar import Syntax, field, kind, named
from archcheck.facts.lowering import Handler, Leaf, Lowering, Steps, each, opaque
from archcheck.facts.narrowing import narrow
from archcheck.facts.schema import NONE, Attribute, Operation, Subscript
from archcheck.facts.targets import SUBSCRIPT, subscripted, target

_ASSIGNMENT = kind("assignment")
_LEFT = field("left")
_RIGHT = field("right")
_TYPE = field("type")
_OPERATOR = field("operator")
_OBJECT = field("object")
_NAME = field("attribute")


def expression(low: Lowering, node: Syntax) -> Steps:
    """An expression as a statement; ``a, b`` is a tuple."""
    children = named(node)
    if len(children) == 1:
        index = yield children[0]
        yield index
    else:
        yield items(low, children)


def assignment(low: Lowering, node: Syntax) -> Steps:
    """``a = b = value``, ``a: T = value``, ``a: T``."""
    targets: list[tuple[Syntax, Syntax | None]] = []
    value: Syntax | None = node
    while value is not None and value.kind_id == _ASSIGNMENT:
        left = value.child_by_field_id(_LEFT)
        if left is not None:
            targets.append((left, value.child_by_field_id(_TYPE)))
        value = value.child_by_field_id(_RIGHT)
    index = NONE if value is None else (yield value)
    for left, typed in targets:
        annotation = NONE if typed is None else (yield typed)
        yield target(low, left, "assign", index, annotation)
    yield index


def augmented(low: Lowering, node: Syntax) -> Steps:
    """``a += value``: reads, operates, binds."""
    left, right, sign = (node.child_by_field_id(number) for number in (_LEFT, _RIGHT, _OPERATOR))
    if left is None or right is None:
        yield opaque(low, node)
        return
    operator, place = ("" if sign is None else sign.type), low.text.place(node)
    base = index = NONE
    name = ""
    if left.kind_id == ATTRIBUTE:
        held, attribute = left.child_by_field_id(_OBJECT), left.child_by_field_id(_NAME)
        base = low.opaque() if held is None else (yield held)
        name = "" if attribute is None else low.text.of(attribute)
        old = low.scope.emit(Attribute(base, name, low.text.place(left)))
    elif left.kind_id == SUBSCRIPT:
        base, index = yield from subscripted(low, left)
        name = "[]"
        old = low.scope.emit(Subscript(base, index))
    else:
        old = yield left
    value = yield right
    new = low.scope.emit(Operation(operator, (old, value), place))
    if base != NONE:
        low.scope.store(base, name, "augmented", new, low.text.span(left), index)
    elif left.kind_id == IDENTIFIER:
        low.scope.bind(low.text.of(left), "augmented", new, node.start_point[0] + 1)
    yield new


def returned(low: Lowering, node: Syntax) -> Steps:
    """``return``."""
    value = (yield inner(low, node)) if named(node) else NONE
    low.scope.leave(value, node.start_point[0] + 1)
    low.scope.ends = "return"
    yield NONE


def raised(low: Lowering, node: Syntax) -> Steps:
    """``raise``."""
    yield opaque(low, node)
    low.scope.ends = "raise"
    yield NONE


def break_(low: Lowering, _: Syntax) -> int:
    """``break``."""
    low.scope.ends = "break"
    return NONE


def continue_(low: Lowering, _: Syntax) -> int:
    """``continue``."""
    low.scope.ends = "continue"
    return NONE


def pass_(_low: Lowering, _: Syntax) -> int:
    """``pass``."""
    return NONE


def asserted(low: Lowering, node: Syntax) -> Steps:
    """``assert``: what the test says holds from here on."""
    parts = yield from each(named(node))
    if parts:
        narrow(low, parts[0], True, node.start_point[0] + 1)
    yield NONE


def deleted(low: Lowering, node: Syntax) -> Steps:
    """``del``."""
    for child in named(node):
        yield target(low, child, "del", NONE)
    yield NONE


def shared(low: Lowering, node: Syntax) -> int:
    """``global`` and ``nonlocal``."""
    low.scope.shared.extend(low.text.of(child) for child in named(node))
    return NONE


def alias(low: Lowering, node: Syntax) -> Steps:
    """``type X[T] = value``."""
    left, right = node.child_by_field_id(_LEFT), node.child_by_field_id(_RIGHT)
    if left is None or right is None:
        yield opaque(low, node)
        return
    name, *parameters = _declared(left)
    for parameter in parameters:
        yield opaque(low, parameter)
    value = yield right
    low.scope.bind(low.text.of(name), "assign", value, node.start_point[0] + 1)
    yield value


def _declared(node: Syntax) -> list[Syntax]:
    children = [node]
    while children and children[0].kind_id != IDENTIFIER and named(children[0]):
        children = named(children[0])
    return children


HANDLERS: dict[str, Handler] = {
    "assert_statement": asserted,
    "assignment": assignment,
    "augmented_assignment": augmented,
    "delete_statement": deleted,
    "expression_statement": expression,
    "raise_statement": raised,
    "return_statement": returned,
    "type_alias_statement": alias,
}

LEAVES: dict[str, Leaf] = {
    "break_statement": break_,
    "continue_statement": continue_,
    "global_statement": shared,
    "nonlocal_statement": shared,
    "pass_statement": pass_,
}
