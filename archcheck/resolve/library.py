"""Names of the catalog in the source of a library: whether the library still has what the catalog says of it."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Literal, TypeAlias

from archcheck.facts.schema import NONE, Attribute, Call, Defined, FileFacts, Imported, Name, Scope, Subscript

Answer = Literal["found", "missing", "unknown"]
FactsOf: TypeAlias = Callable[[str], "FileFacts | None"]

_DEEPEST = 40
_Place: TypeAlias = tuple[str, int]
"""A module, and a scope in it."""


class LibrarySource:
    """A library as its files have it; what is made at run time or compiled is unknown."""

    def __init__(self, facts_of: FactsOf) -> None:
        """Keep how modules are read: ``facts_of`` gives None for a module that has no Python source."""
        self._facts = lru_cache(maxsize=None)(facts_of)
        self._answers: dict[tuple[_Place, tuple[str, ...]], Answer] = {}

    def has(self, name: str) -> Answer:
        """Whether a dotted name (``sqlalchemy.orm.Session.commit``) is defined, imported or inherited where it says."""
        parts = name.split(".")
        for end in range(len(parts), 0, -1):
            module = ".".join(parts[:end])
            if self._facts(module) is not None:
                return self._inside((module, 0), parts[end:], 0)
        return "unknown"

    def _inside(self, place: _Place, rest: list[str], depth: int) -> Answer:
        """Asked once for each place and rest; a question that comes back to itself knows nothing."""
        if not rest:
            return "found"
        key = (place, tuple(rest))
        if key not in self._answers:
            self._answers[key] = "missing"
            self._answers[key] = self._looked_up(place, rest, depth) if depth <= _DEEPEST else "unknown"
        return self._answers[key]

    def _looked_up(self, place: _Place, rest: list[str], depth: int) -> Answer:
        module, at = place
        facts = self._facts(module)
        if facts is None:
            return "unknown"
        scope = facts.scopes[at]
        bindings = [each for each in scope.bindings if each.name == rest[0] and each.kind != "del"]
        answers = [self._bound(module, scope, binding.value, rest[1:], depth) for binding in bindings]
        if scope.kind == "class" and not bindings:
            answers = list(self._of_class(module, at, facts, rest, depth))
        if at == 0 and "found" not in answers:
            answers += self._of_module(module, facts, rest, depth)
        return _best(answers)

    def _bound(self, module: str, scope: Scope, value: int, rest: list[str], depth: int) -> Answer:
        """What a name is bound to: a class or an import is followed, anything else has the name and nothing to follow."""
        node = scope.nodes[value] if value != NONE else None
        match node:
            case _ if not rest:
                return "found"
            case Defined(inner):
                facts = self._facts(module)
                inside = facts.scopes[inner] if facts is not None else scope
                return self._inside((module, inner), rest, depth + 1) if inside.kind == "class" else "unknown"
            case Imported(of, name, level):
                target = self._absolute(module, of, level)
                return self._imported(target, [name, *rest] if name else rest, depth + 1)
        return "unknown"

    def _imported(self, module: str, rest: list[str], depth: int) -> Answer:
        below = f"{module}.{rest[0]}" if rest else ""
        if below and self._facts(below) is not None:
            return self._imported(below, rest[1:], depth + 1) if len(rest) > 1 else "found"
        return self._inside((module, 0), rest, depth) if self._facts(module) is not None else "unknown"

    def _of_module(self, module: str, facts: FileFacts, rest: list[str], depth: int) -> Iterator[Answer]:
        """Star imports, submodules, and modules that answer for themselves."""
        answers_itself = any(scope.name == "__getattr__" and scope.parent == 0 for scope in facts.scopes)
        if answers_itself or any(isinstance(node, Name) and node.id == "globals" for node in facts.scopes[0].nodes):
            yield "unknown"
        for each in facts.imports:
            if each.name == "*" and each.scope == 0:
                yield self._imported(self._absolute(module, each.module, each.level), rest, depth + 1)

    def _of_class(self, module: str, at: int, facts: FileFacts, rest: list[str], depth: int) -> Iterator[Answer]:
        """What a class does not define itself: what it sets on itself, inherits, or is given by a decorator or a metaclass."""
        scope = facts.scopes[at]
        methods = [inner for inner in facts.scopes if inner.parent == at and inner.kind == "function"]
        if any(store.name == rest[0] for method in methods for store in method.stores):
            yield "found" if len(rest) == 1 else "unknown"
        if scope.decorators or any(name == "metaclass" for name, _ in scope.keywords):
            yield "unknown"
        for base in scope.bases:
            dotted = _dotted(facts.scopes[scope.parent], base)
            if dotted is None:
                yield "unknown"
            elif dotted[-1] not in ("object", "Protocol", "Generic"):
                yield self._inside((module, 0), [*dotted, *rest], depth + 1)

    def _absolute(self, module: str, of: str, level: int) -> str:
        if not level:
            return of
        parts = module.split(".")
        drop = level - 1 if self._facts(f"{module}.__init__") is not None else level
        return ".".join([*parts[: len(parts) - drop], *filter(None, [of])])


def _dotted(scope: Scope, node: int) -> list[str] | None:
    """A base class as it is written, without its type arguments; None where it is no name."""
    match scope.nodes[node]:
        case Name(name):
            return [name]
        case Attribute(value, name, _):
            front = _dotted(scope, value)
            return None if front is None else [*front, name]
        case Subscript(value, _):
            return _dotted(scope, value)
        case Call():
            return None
    return None


def _best(answers: list[Answer]) -> Answer:
    """One place that has it is enough, and missing it is only where nothing is unknown."""
    if "found" in answers:
        return "found"
    return "unknown" if "unknown" in answers else "missing"
