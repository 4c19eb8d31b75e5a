"""Handlers of what opens a scope: functions, classes, lambdas, comprehensions."""

from typing import TypeAlias

from archcheck.facts.blocks import body
from archcheck.facts.builder import ScopeBuilder
from archcheck.facts.expressions import IDENTIFIER, read_arguments
from archcheck.facts.grammar import Syntax, field, kind, named
from archcheck.facts.lowering import Handler, Leaf, Lowering, Steps, opaque
from archcheck.facts.narrowing import narrow
from archcheck.facts.schema import NONE, Attribute, Defined, Inner, Iteration, Parameter, ParameterKind, ScopeKind, Span
from archcheck.facts.targets import target

Decorator: TypeAlias = tuple[int, Span]
_DECORATOR = kind("decorator")
_CLASS = kind("class_definition")
_FUNCTION = kind("function_definition")
_FOR = kind("for_in_clause")
_IF = kind("if_clause")
_TYPED = kind("typed_parameter")
_POSITIONAL_SEPARATOR = kind("positional_separator")
_SEPARATOR = kind("keyword_separator")
_LIST_SPLAT = kind("list_splat_pattern")
_DICTIONARY_SPLAT = kind("dictionary_splat_pattern")
_DEFAULTS = frozenset({kind("default_parameter"), kind("typed_default_parameter")})

_ACCESSORS = ("setter", "deleter")
_NAME = field("name")
_TYPE = field("type")
_VALUE = field("value")
_BODY = field("body")
_LEFT = field("left")
_RIGHT = field("right")
_PARAMETERS = field("parameters")
_TYPE_PARAMETERS = field("type_parameters")
_RETURN_TYPE = field("return_type")
_SUPERCLASSES = field("superclasses")

_COMPREHENSIONS = {
    "list_comprehension": "<list>",
    "set_comprehension": "<set>",
    "dictionary_comprehension": "<dict>",
    "generator_expression": "<generator>",
}


def inside(low: Lowering, kind: ScopeKind, name: str, node: Syntax) -> ScopeBuilder:
    """A new scope inside the present one, for a syntax node."""
    around = low.scope
    qualname = around.qualname
    if kind in ("function", "class"):
        qualname = name if around.qualname == "<module>" else f"{around.qualname}.{name}"
    scope = low.scope_of(kind, name, qualname, around.index)
    scope.type_checking = around.type_checking
    scope.line = node.start_point[0] + 1
    scope.end_line = node.end_point[0] + 1
    return scope


def decorated(low: Lowering, node: Syntax) -> Steps:
    """Decorators, and the function or class below them."""
    decorators: list[Decorator] = []
    for child in named(node):
        if child.kind_id == _DECORATOR:
            expression = named(child)[0] if named(child) else child
            decorators.append(((yield opaque_or_one(low, child)), low.text.span(expression)))
        elif child.kind_id == _FUNCTION:
            yield function(low, child, tuple(decorators))
        elif child.kind_id == _CLASS:
            yield class_(low, child, tuple(decorators))
        else:
            yield child
    yield NONE


def opaque_or_one(low: Lowering, node: Syntax) -> Steps:
    """The only child's value, or an opaque one."""
    children = named(node)
    if len(children) == 1:
        index = yield children[0]
        yield index
    else:
        yield opaque(low, node)


def function(low: Lowering, node: Syntax, decorators: tuple[Decorator, ...] = ()) -> Steps:
    """``def`` and ``async def``."""
    yield _type_parameters(low, node)
    parameters: list[Parameter] = []
    listed = node.child_by_field_id(_PARAMETERS)
    if listed is not None:
        yield from _parameters(low, listed, parameters)
    returned = node.child_by_field_id(_RETURN_TYPE)
    returns = NONE if returned is None else (yield returned)
    name = _name(low, node)
    scope = inside(low, "function", name, node)
    scope.qualname += _accessor(low, decorators)
    scope.is_async = node.children[0].type == "async"
    scope.decorators = tuple(index for index, _ in decorators)
    scope.decorator_spans = tuple(span for _, span in decorators)
    scope.parameters = tuple(parameters)
    scope.returns = returns
    low.scope.bind(name, "def", low.scope.emit(Defined(scope.index)), scope.line)
    low.pending.append((scope, body(low, node.child_by_field_id(_BODY))))
    yield NONE


def _accessor(low: Lowering, decorators: tuple[Decorator, ...]) -> str:
    """What tells the setter or deleter of a property from its getter, which has the same name."""
    nodes = (low.scope.nodes[index] for index, _ in decorators)
    words = [node.name for node in nodes if isinstance(node, Attribute) and node.name in _ACCESSORS]
    return f".{words[0]}" if words else ""


def class_(low: Lowering, node: Syntax, decorators: tuple[Decorator, ...] = ()) -> Steps:
    """``class``."""
    yield _type_parameters(low, node)
    bases: list[int] = []
    keywords: list[tuple[str, int]] = []
    superclasses = node.child_by_field_id(_SUPERCLASSES)
    if superclasses is not None:
        yield from read_arguments(low, superclasses, bases, keywords)
    name = _name(low, node)
    scope = inside(low, "class", name, node)
    scope.decorators = tuple(index for index, _ in decorators)
    scope.decorator_spans = tuple(span for _, span in decorators)
    scope.bases = tuple(bases)
    scope.keywords = tuple(keywords)
    low.scope.bind(name, "class", low.scope.emit(Defined(scope.index)), scope.line)
    low.pending.append((scope, body(low, node.child_by_field_id(_BODY))))
    yield NONE


def _name(low: Lowering, node: Syntax) -> str:
    name = node.child_by_field_id(_NAME)
    return "" if name is None else low.text.of(name)


def _type_parameters(low: Lowering, node: Syntax) -> Steps:
    listed = node.child_by_field_id(_TYPE_PARAMETERS)
    if listed is not None:
        yield opaque(low, listed)
    yield NONE


def _parameters(low: Lowering, node: Syntax, found: list[Parameter]) -> Steps:
    behind: ParameterKind = "positional"
    for child in named(node):
        kind_id = child.kind_id
        if kind_id == _SEPARATOR:
            behind = "keyword"
            continue
        if kind_id == _POSITIONAL_SEPARATOR:
            found[:] = [Parameter(p.name, "positional-only", p.annotation, p.default) for p in found]
            continue
        name: Syntax | None = child
        annotation = default = NONE
        if kind_id in _DEFAULTS or kind_id == _TYPED:
            typed, value = child.child_by_field_id(_TYPE), child.child_by_field_id(_VALUE)
            name = named(child)[0] if kind_id == _TYPED else child.child_by_field_id(_NAME)
            annotation = NONE if typed is None else (yield typed)
            default = NONE if value is None else (yield value)
        if name is None:
            continue
        kind_: ParameterKind = behind
        if name.kind_id in (_LIST_SPLAT, _DICTIONARY_SPLAT):
            kind_ = "args" if name.kind_id == _LIST_SPLAT else "kwargs"
            behind = "keyword"
            name = named(name)[0]
        if name.kind_id == IDENTIFIER:
            found.append(Parameter(low.text.of(name), kind_, annotation, default))


def lambda_(low: Lowering, node: Syntax) -> Steps:
    """``lambda``: its body is read later, as a scope with one return."""
    parameters: list[Parameter] = []
    listed = node.child_by_field_id(_PARAMETERS)
    if listed is not None:
        yield from _parameters(low, listed, parameters)
    scope = inside(low, "lambda", "<lambda>", node)
    scope.parameters = tuple(parameters)
    low.pending.append((scope, _lambda_body(low, node)))
    yield low.scope.emit(Inner(scope.index))


def _lambda_body(low: Lowering, node: Syntax) -> Steps:
    line = node.start_point[0] + 1
    low.scope.open("body", line)
    expression = node.child_by_field_id(_BODY)
    value = low.opaque() if expression is None else (yield expression)
    low.scope.leave(value, line)
    low.scope.close("return")
    yield value


def comprehension(low: Lowering, node: Syntax) -> Steps:
    """A comprehension, read at once: a walrus in it binds in the scope around."""
    around = low.scope
    scope = low.scope = inside(low, "comprehension", _COMPREHENSIONS[node.type], node)
    scope.open("body", scope.line)
    for clause in named(node):
        if clause.kind_id == _FOR:
            yield _clause(low, clause)
        elif clause.kind_id == _IF:
            test = yield opaque_or_one(low, clause)
            narrow(low, test, True, clause.start_point[0] + 1)
    element = node.child_by_field_id(_BODY)
    value = low.opaque() if element is None else (yield element)
    scope.leave(value, scope.line)
    scope.close()
    yield low.leave_comprehension(around)


def _clause(low: Lowering, node: Syntax) -> Steps:
    is_async = node.children[0].type == "async"
    low.scope.is_async = low.scope.is_async or is_async
    left, right = node.child_by_field_id(_LEFT), node.children_by_field_name("right")
    value = NONE
    for child in right:
        if child.is_named:
            value = yield child
    if left is not None and value != NONE:
        yield target(low, left, "for", low.scope.emit(Iteration(value, is_async)))
    yield NONE


HANDLERS: dict[str, Handler] = {
    "class_definition": class_,
    "decorated_definition": decorated,
    "function_definition": function,
    "lambda": lambda_,
    **dict.fromkeys(_COMPREHENSIONS, comprehension),
}

LEAVES: dict[str, Leaf] = {}
