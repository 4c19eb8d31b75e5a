"""Handlers of compound statements: branches, loops, ``with`` and ``try``."""

from archcheck.facts.blocks import statements, suite
from archcheck.facts.grammar import Syntax, field, kind, named
from archcheck.facts.lowering import Handler, Leaf, Lowering, Steps
from archcheck.facts.narrowing import narrow
from archcheck.facts.schema import (
    NONE,
    Attribute,
    Caught,
    Choice,
    Entered,
    Items,
    Iteration,
    Name,
    Operation,
    Span,
    With,
)
from archcheck.facts.targets import target

_ELIF = kind("elif_clause")
_ELSE = kind("else_clause")
_EXCEPT = kind("except_clause")
_FINALLY = kind("finally_clause")
_BLOCK = kind("block")
_AS = kind("as_pattern")
_CONDITIONAL = kind("conditional_expression")
_WITH_CLAUSE = kind("with_clause")
_WITH_ITEM = kind("with_item")
_PARENTHESIZED = kind("parenthesized_expression")
_TUPLE = kind("tuple")
_CONDITION = field("condition")
_CONSEQUENCE = field("consequence")
_ALIAS = field("alias")
_VALUE = field("value")
_LEFT = field("left")
_RIGHT = field("right")
_BODY = field("body")


def _line(node: Syntax) -> int:
    return node.start_point[0] + 1


def branch(low: Lowering, node: Syntax) -> Steps:
    """``if``; an ``elif`` is an ``if`` inside an ``else`` block, so that its test has a place and a time."""
    scope = low.scope
    outer = scope.type_checking
    tests: list[tuple[int, str, int]] = []
    clauses = [node, *(child for child in named(node) if child.kind_id == _ELIF)]
    for clause in clauses:
        if tests:
            scope.open("else", _line(clause), tests[-1][2])
            _contrary(low, tests[-1][0], clause)
        condition = clause.child_by_field_id(_CONDITION)
        test = low.opaque() if condition is None else (yield condition)
        group = scope.group()
        scope.type_checking = outer or _type_checking(low, test, True)
        yield suite(
            low,
            clause.child_by_field_id(_CONSEQUENCE),
            "if",
            group,
            _line(clause),
            test=test,
            head=_Narrowing(low, test, clause),
        )
        scope.type_checking = outer or _type_checking(low, test, False)
        tests.append((test, scope.ends, group))
    last = next((child for child in named(node) if child.kind_id == _ELSE), None)
    ends = ""
    if last is not None:
        test, _, group = tests[-1]
        yield suite(
            low, last.child_by_field_id(_BODY), "else", group, _line(last), head=lambda: _contrary(low, test, last)
        )
        ends = scope.ends
    scope.type_checking = outer
    for at, (test, left, _) in reversed(list(enumerate(tests))):
        if left and not ends:
            _contrary(low, test, node)
        ends = ends if left else ""
        if at:
            scope.close(ends)
    scope.ends = ends
    yield NONE


class _Narrowing:
    """What a condition says, to be bound at the head of its block."""

    def __init__(self, low: Lowering, test: int, node: Syntax) -> None:
        self.low, self.test, self.line = low, test, _line(node)

    def __call__(self) -> None:
        narrow(self.low, self.test, True, self.line)


def _contrary(low: Lowering, test: int, node: Syntax) -> None:
    narrow(low, test, False, _line(node))


def _type_checking(low: Lowering, test: int, truth: bool) -> bool:
    nodes = low.scope.nodes
    expected = True
    while True:
        match nodes[test]:
            case Operation("not", (operand,)):
                test, expected = operand, not expected
            case Choice("and", options) if expected is truth is True:
                return any(_is_flag(nodes[option]) for option in options)
            case node:
                return _is_flag(node) and expected is truth


def _is_flag(node: object) -> bool:
    match node:
        case Name("TYPE_CHECKING") | Attribute(_, "TYPE_CHECKING"):
            return True
    return False


def while_(low: Lowering, node: Syntax) -> Steps:
    """``while``."""
    condition = node.child_by_field_id(_CONDITION)
    test = low.opaque() if condition is None else (yield condition)
    group = low.scope.group()
    head = _Narrowing(low, test, node)
    yield suite(low, node.child_by_field_id(_BODY), "loop", group, _line(node), test=test, head=head)
    yield _otherwise(low, node, group)


def for_(low: Lowering, node: Syntax) -> Steps:
    """``for`` and ``async for``; the target is bound inside the loop."""
    left, right = node.child_by_field_id(_LEFT), node.child_by_field_id(_RIGHT)
    value = low.opaque() if right is None else (yield right)
    scope = low.scope
    group = scope.group()
    scope.open("loop", _line(node), group)
    item = scope.emit(Iteration(value, node.children[0].type == "async"))
    if left is not None:
        yield target(low, left, "for", item)
    yield _inside(low, node.child_by_field_id(_BODY))
    scope.close(scope.ends)
    yield _otherwise(low, node, group)


def _inside(low: Lowering, node: Syntax | None) -> Steps:
    low.scope.ends = ""
    if node is not None:
        yield statements(low, named(node))
    yield NONE


def _otherwise(low: Lowering, node: Syntax, group: int) -> Steps:
    for child in named(node):
        if child.kind_id == _ELSE:
            yield suite(low, child.child_by_field_id(_BODY), "else", group, _line(child))
    low.scope.ends = ""
    yield NONE


def with_(low: Lowering, node: Syntax) -> Steps:
    """``with`` and ``async with``, several items in or without brackets."""
    is_async = node.children[0].type == "async"
    entered: list[tuple[int, int, Span]] = []
    for item in _with_items(node):
        aliased = _aliased(item)
        value = item if aliased is None or aliased != item else named(item)[0]
        alias = None if aliased is None else aliased.child_by_field_id(_ALIAS)
        index = yield value
        end = value if aliased is None else named(aliased)[0]
        entered.append((index, len(low.scope.nodes), low.text.span(value)[:2] + low.text.span(end)[2:]))
        if alias is not None:
            yield target(low, alias, "with", low.scope.emit(Entered(index, is_async)))
    scope = low.scope
    block = scope.open("with", _line(node), scope.group())
    scope.withs.extend(With(index, is_async, block, at, span) for index, at, span in entered)
    yield _inside(low, node.child_by_field_id(_BODY))
    scope.close(scope.ends)
    yield NONE


def _aliased(item: Syntax) -> Syntax | None:
    """The part of an item that has a target; the grammar reads ``a if b else c as d`` as ``a if b else (c as d)``."""
    while item.kind_id == _CONDITIONAL:
        item = named(item)[-1]
    return item if item.kind_id == _AS else None


def _value_of_alias(_: Lowering, node: Syntax) -> Steps:
    yield named(node)[0]


def _with_items(node: Syntax) -> list[Syntax]:
    found: list[Syntax] = []
    for clause in named(node):
        if clause.kind_id == _WITH_CLAUSE:
            items = [named(item)[0] for item in named(clause) if item.kind_id == _WITH_ITEM and named(item)]
            found.extend(items)
    while len(found) == 1 and _is_bracketed(found[0]):
        found = named(found[0])
    return found


def _is_bracketed(node: Syntax) -> bool:
    """Whether brackets hold items of the statement, not one value."""
    if node.kind_id not in (_PARENTHESIZED, _TUPLE):
        return False
    return any(child.kind_id == _AS for child in named(node))


def try_(low: Lowering, node: Syntax) -> Steps:
    """``try`` with all its clauses, which share a group."""
    scope = low.scope
    group = scope.group()
    yield suite(low, node.child_by_field_id(_BODY), "try", group, _line(node))
    ends = scope.ends
    handlers: list[str] = []
    final = ""
    for clause in named(node):
        if clause.kind_id == _EXCEPT:
            yield _except(low, clause, group)
            handlers.append(scope.ends)
        elif clause.kind_id == _ELSE:
            yield suite(low, clause.child_by_field_id(_BODY), "try-else", group, _line(clause))
            ends = ends or scope.ends
        elif clause.kind_id == _FINALLY:
            yield suite(low, _block(clause), "finally", group, _line(clause))
            final = scope.ends
    scope.ends = final or (ends if all(handlers) else "")
    yield NONE


def _block(node: Syntax) -> Syntax | None:
    return next((child for child in named(node) if child.kind_id == _BLOCK), None)


def _except(low: Lowering, node: Syntax, group: int) -> Steps:
    scope = low.scope
    scope.open("except", _line(node), group)
    classes: list[int] = []
    alias: Syntax | None = None
    for child in named(node):
        if child.kind_id == _AS:
            alias = child.child_by_field_id(_ALIAS)
            classes.append((yield named(child)[0]))
        elif child.kind_id != _BLOCK:
            classes.append((yield child))
    if alias is not None:
        yield target(low, alias, "except", scope.emit(Caught(classes[0])))
    elif len(classes) > 1:
        scope.emit(Items("tuple", tuple(classes)))
    yield _inside(low, _block(node))
    scope.close(scope.ends)
    yield NONE


HANDLERS: dict[str, Handler] = {
    "as_pattern": _value_of_alias,
    "for_statement": for_,
    "if_statement": branch,
    "try_statement": try_,
    "while_statement": while_,
    "with_statement": with_,
}

LEAVES: dict[str, Leaf] = {}
