"""Short forms for tests: source in, what was found out."""

import pytest
from archcheck.facts.extract import extract
from archcheck.facts.schema import NONE, Attribute, Binding, Call, Name, Node, Scope, Span, Text

_REFERENCES = {"value", "func", "args", "index", "parts", "items", "keys", "values", "options", "classes", "operands"}


def _shown(scope: Scope, index: int | None) -> str:
    """A node with what it is made of; names, attributes, calls and texts as Python writes them."""
    if index is None or index == NONE:
        return "-"
    match scope.nodes[index]:
        case Name(name):
            return name
        case Attribute(value, name):
            return f"{_shown(scope, value)}.{name}"
        case Text(value, False):
            return repr(value)
        case Call(func, args, keywords):
            given = [_shown(scope, arg) for arg in args] + [f"{name}={_shown(scope, at)}" for name, at in keywords]
            return f"{_shown(scope, func)}({', '.join(given)})"
        case node:
            fields = [name for name in node.__struct_fields__ if name not in ("span", "place")]
            return f"{type(node).__name__}({', '.join(_field(scope, node, name) for name in fields)})"


def _field(scope: Scope, node: Node, name: str) -> str:
    value = getattr(node, name)
    if name == "value" and isinstance(value, str):
        return value
    if name not in _REFERENCES or (type(node).__name__ == "Element" and name == "index"):
        return str(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_shown(scope, index) for index in value) + "]"
    return _shown(scope, value)


class Reading:
    """The facts of one source, easy to ask."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.facts = extract(source.encode())

    def scope(self, name: str = "<module>") -> Scope:
        return next(scope for scope in self.facts.scopes if name in (scope.name, scope.qualname))

    def shown(self, index: int, name: str = "<module>") -> str:
        return _shown(self.scope(name), index)

    def value(self, name: str = "<module>") -> str:
        """The last node of a scope."""
        return self.shown(len(self.scope(name).nodes) - 1, name)

    def bound(self, name: str = "<module>") -> dict[str, str]:
        """Every bound name with kind and last value."""
        return {found.name: f"{found.kind} {self.shown(found.value, name)}" for found in self.scope(name).bindings}

    def binding(self, bound: str, name: str = "<module>") -> Binding:
        return next(found for found in self.scope(name).bindings if found.name == bound)

    def stores(self, name: str = "<module>") -> list[str]:
        return [
            f"{found.kind} {self.shown(found.base, name)}.{found.name} = {self.shown(found.value, name)}"
            for found in self.scope(name).stores
        ]

    def blocks(self, name: str = "<module>") -> list[tuple[str, str]]:
        """Kind and end of every block."""
        return [(block.kind, block.ends) for block in self.scope(name).blocks]

    def calls(self) -> list[str]:
        """Every call's source, in order of the scopes."""
        return [self.cut(node.span) for scope in self.facts.scopes for node in scope.nodes if isinstance(node, Call)]

    def cut(self, span: Span) -> str:
        """What stands in a span of one line."""
        line, column, end_line, end_column = span
        assert line == end_line
        return self.source.splitlines()[line - 1][column - 1 : end_column - 1]


@pytest.fixture(scope="session")
def read() -> type[Reading]:
    return Reading
