"""The walk from syntax to facts, without recursion: a source may be nested deeper than Python's stack.

A handler of a compound kind is a generator. It yields the child that it needs (a syntax node, or another handler's
generator) and is sent that child's node index. It is done when it yields an index, its own; or when it returns: then
its index is that of the last child. Handlers of leaves are plain functions.
"""

from collections.abc import Callable, Generator, Iterable, Mapping
from typing import TypeAlias

from archcheck.facts.builder import ScopeBuilder
from archcheck.facts.grammar import Syntax, named
from archcheck.facts.schema import NONE, Constant, Import, Inner, Name, Opaque, ScopeKind
from archcheck.facts.text import Text

Step: TypeAlias = "Syntax | int | Steps"
Steps: TypeAlias = "Generator[Step, int, None]"
Handler: TypeAlias = "Callable[[Lowering, Syntax], Steps]"
Leaf: TypeAlias = "Callable[[Lowering, Syntax], int]"


class Lowering:
    """One file while it is read.

    Attributes:
        text: the source.
        scope: the scope that nodes go to.
        scopes: all scopes met so far, the module first.
        pending: bodies of functions, classes and lambdas, read when the scope around is done.
        imports: all imports met so far.
    """

    def __init__(self, text: Text, handlers: Mapping[int, Handler], leaves: Mapping[int, Leaf]) -> None:
        self.text = text
        self.scopes: list[ScopeBuilder] = []
        self.pending: list[tuple[ScopeBuilder, Steps]] = []
        self.imports: list[Import] = []
        self._handlers = handlers
        self._leaves = leaves
        self._names: dict[str, Name] = {}
        self._constants: dict[str, Constant] = {}
        self.scope = self.scope_of("module", "<module>", "<module>", NONE)

    def scope_of(self, kind: ScopeKind, name: str, qualname: str, parent: int) -> ScopeBuilder:
        """A new scope of this file."""
        scope = ScopeBuilder(kind, name, qualname, len(self.scopes), parent)
        self.scopes.append(scope)
        return scope

    def name(self, text: str) -> int:
        """Emits a name that is read."""
        known = self._names.get(text)
        if known is None:
            known = self._names[text] = Name(text)
        return self.scope.emit(known)

    def constant(self, text: str) -> int:
        """Emits a constant."""
        known = self._constants.get(text)
        if known is None:
            known = self._constants[text] = Constant(text)
        return self.scope.emit(known)

    def walrus(self, name: str, value: int, line: int) -> None:
        """Binds ``name`` here and, out of comprehensions, in the scope that owns it (once that is the present one)."""
        self.scope.bind(name, "walrus", value, line)
        if self.scope.kind == "comprehension":
            self.scope.escaping.append((name, line))

    def leave_comprehension(self, around: ScopeBuilder) -> int:
        """Goes back to the scope around, with the names that walruses bound in it, and emits the comprehension's value."""
        inner, self.scope = self.scope, around
        for name, line in inner.escaping:
            self.walrus(name, self.opaque(), line)
        return around.emit(Inner(inner.index))

    def opaque(self, *parts: int) -> int:
        """Emits an expression of no interest."""
        return self.scope.emit(Opaque(parts))

    def finish(self, first: Steps) -> None:
        """Reads the module body and then every scope that was met on the way."""
        self.run(first)
        while self.pending:
            self.scope, steps = self.pending.pop()
            self.run(steps)

    def run(self, first: Steps) -> int:
        """Walks until the first generator has given its index."""
        handlers, leaves = self._handlers, self._leaves
        waiting: list[Steps] = []
        steps = first
        value: int | None = None
        while True:
            try:
                # None starts a generator that has not run yet.
                step = steps.send(value)  # type: ignore[arg-type]
            except StopIteration:
                step = NONE if value is None else value
            if type(step) is int:
                if not waiting:
                    return step
                value = step
                steps = waiting.pop()
            elif type(step) is Syntax:
                leaf = leaves.get(step.kind_id)
                if leaf is not None:
                    value = leaf(self, step)
                else:
                    waiting.append(steps)
                    steps = handlers.get(step.kind_id, opaque)(self, step)
                    value = None
            else:
                waiting.append(steps)
                steps = step  # type: ignore[assignment]
                value = None


def each(nodes: Iterable[Syntax]) -> Generator[Step, int, list[int]]:
    """The indices of several children, to be asked for with ``yield from``."""
    found: list[int] = []
    for node in nodes:
        index = yield node
        found.append(index)
    return found


def opaque(low: Lowering, node: Syntax) -> Steps:
    """Whatever has no handler of its own: only its parts are read."""
    parts = yield from each(named(node))
    yield low.opaque(*(part for part in parts if part != NONE))
