"""Handlers of ``match``: what a pattern binds."""

from archcheck.facts.blocks import statements
from archcheck.facts.expressions import IDENTIFIER, items
from archcheck.facts.grammar import Syntax, field, kind, named
from archcheck.facts.lowering import Handler, Leaf, Lowering, Steps
from archcheck.facts.narrowing import known, narrow
from archcheck.facts.schema import (
    NONE,
    Attribute,
    Element,
    Items,
    Narrowed,
    Subscript,
    packed,
)

_CASE = kind("case_clause")
_CASE_PATTERN = kind("case_pattern")
_CLASS = kind("class_pattern")
_KEYWORD = kind("keyword_pattern")
_AS = kind("as_pattern")
_UNION = kind("union_pattern")
_DICT = kind("dict_pattern")
_SPLAT = kind("splat_pattern")
_DOTTED = kind("dotted_name")
_LISTS = frozenset({kind("list_pattern"), kind("tuple_pattern")})
_BODY = field("body")
_GUARD = field("guard")
_CONSEQUENCE = field("consequence")
_WHOLE = frozenset(["bool", "bytearray", "bytes", "dict", "float", "frozenset", "int", "list", "set", "str", "tuple"])


def match_(low: Lowering, node: Syntax) -> Steps:
    """``match``: every case is a block, its captures are bound at the head."""
    subjects = [child for child in node.children_by_field_name("subject") if child.is_named]
    if len(subjects) == 1 and not _has_comma(node):
        subject = yield subjects[0]
    else:
        subject = yield items(low, subjects)
    group = low.scope.group()
    block = node.child_by_field_id(_BODY)
    for clause in [] if block is None else named(block):
        if clause.kind_id == _CASE:
            yield _case(low, clause, subject, group)
        else:
            yield clause
    low.scope.ends = ""
    yield NONE


def _has_comma(node: Syntax) -> bool:
    return any(child.type == "," for child in node.children)


def _case(low: Lowering, node: Syntax, subject: int, group: int) -> Steps:
    scope = low.scope
    line = node.start_point[0] + 1
    scope.open("case", line, group)
    patterns = [child for child in named(node) if child.kind_id == _CASE_PATTERN]
    if len(patterns) == 1 and not _has_comma(node):
        held = yield pattern(low, patterns[0], subject)
        if held != subject:
            known(low, subject, held, line)
    else:
        yield _sequence(low, patterns, subject)
    guard = node.child_by_field_id(_GUARD)
    if guard is not None:
        test = yield named(guard)[0]
        narrow(low, test, True, line)
    consequence = node.child_by_field_id(_CONSEQUENCE)
    scope.ends = ""
    if consequence is not None:
        yield statements(low, named(consequence))
    scope.close(scope.ends)
    yield NONE


def pattern(low: Lowering, node: Syntax, subject: int) -> Steps:
    """Binds the captures of a pattern; its index is the subject as the pattern knows it (narrowed by a class)."""
    while node.kind_id == _CASE_PATTERN:
        children = named(node)
        if len(children) != 1:
            yield subject
            return
        node = children[0]
    if node.kind_id == _CLASS:
        yield _class(low, node, subject)
    elif node.kind_id == _AS:
        yield _as(low, node, subject)
    elif node.kind_id == _UNION:
        yield _union(low, node, subject)
    elif node.kind_id in _LISTS:
        children = named(node)
        if len(children) == 1 and node.children[0].type == "(" and not _has_comma(node):
            yield pattern(low, children[0], subject)
        else:
            yield _sequence(low, children, subject)
    elif node.kind_id == _DICT:
        yield _mapping(low, node, subject)
    elif node.kind_id == _DOTTED:
        yield _dotted(low, node, subject)
    else:
        yield node
        yield subject


def _as(low: Lowering, node: Syntax, subject: int) -> Steps:
    inner, *rest = named(node)
    held = yield pattern(low, inner, subject)
    _bind(low, rest, held)
    yield held


def _dotted(low: Lowering, node: Syntax, subject: int) -> Steps:
    """A capture where it is one name, a value to compare with where it is several."""
    if len(named(node)) == 1:
        low.scope.bind(low.text.of(node), "case", subject, node.start_point[0] + 1)
    else:
        path(low, node)
    yield subject


def path(low: Lowering, node: Syntax) -> int:
    """Emits a dotted name that is read."""
    first, *rest = named(node)
    index = low.name(low.text.of(first))
    row, column, _, _ = low.text.span(first)
    for name in rest:
        _, _, end_row, end_column = low.text.span(name)
        index = low.scope.emit(Attribute(index, low.text.of(name), packed((row, column, end_row, end_column))))
    return index


def _class(low: Lowering, node: Syntax, subject: int) -> Steps:
    head, *arguments = named(node)
    classes = path(low, head) if head.kind_id == _DOTTED else low.opaque()
    held = low.scope.emit(Narrowed(subject, classes))
    for argument in arguments:
        inner, aliases = _keyword(argument)
        if inner.kind_id == _KEYWORD:
            name, *value = named(inner)
            part = low.scope.emit(Attribute(held, low.text.of(name), low.text.place(name)))
            known = (yield pattern(low, value[0], part)) if value else part
            _bind(low, aliases, known)
        elif len(arguments) == 1 and low.text.of(head) in _WHOLE:
            yield pattern(low, argument, held)
        else:
            yield pattern(low, argument, low.opaque())
    yield held


def _keyword(argument: Syntax) -> tuple[Syntax, list[Syntax]]:
    """A class pattern's argument without wrapping; ``name=pattern as alias`` parses as an alias of the whole."""
    inner = _unwrapped(argument)
    if inner.kind_id == _AS:
        first, *aliases = named(inner)
        if _unwrapped(first).kind_id == _KEYWORD:
            return _unwrapped(first), aliases
    return inner, []


def _unwrapped(node: Syntax) -> Syntax:
    children = named(node) if node.kind_id == _CASE_PATTERN else []
    return children[0] if len(children) == 1 else node


def _bind(low: Lowering, names: list[Syntax], value: int) -> None:
    for name in names:
        if name.kind_id == IDENTIFIER:
            low.scope.bind(low.text.of(name), "case", value, name.start_point[0] + 1)


def _union(low: Lowering, node: Syntax, subject: int) -> Steps:
    classes: list[int] = []
    children = named(node)
    for child in children:
        match low.scope.nodes[(yield pattern(low, child, subject))]:
            case Narrowed(value, found) if value == subject:
                classes.append(found)
    if len(classes) < len(children):
        yield subject
    else:
        yield low.scope.emit(Narrowed(subject, low.scope.emit(Items("tuple", tuple(classes)))))


def _sequence(low: Lowering, nodes: list[Syntax], subject: int) -> Steps:
    inner = [_unwrapped(node) for node in nodes]
    starred = next((at for at, node in enumerate(inner) if node.kind_id == _SPLAT), len(nodes))
    for at, node in enumerate(inner):
        if at != starred:
            yield pattern(low, node, low.scope.emit(Element(subject, at if at < starred else at - len(nodes))))
        else:
            _bind(low, named(node), low.scope.emit(Element(subject, None)))
    yield subject


def _mapping(low: Lowering, node: Syntax, subject: int) -> Steps:
    key = NONE
    for at, child in enumerate(node.children):
        match node.field_name_for_child(at):
            case "key" if child.is_named:
                key = yield child
            case "value" if key != NONE:
                yield pattern(low, child, low.scope.emit(Subscript(subject, key)))
            case _ if child.kind_id == _SPLAT:
                _bind(low, named(child), low.opaque())
    yield subject


HANDLERS: dict[str, Handler] = {"match_statement": match_}

LEAVES: dict[str, Leaf] = {}
