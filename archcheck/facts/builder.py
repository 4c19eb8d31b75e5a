"""One scope while it is read: growing lists that end as a frozen ``Scope``."""

from archcheck.facts.schema import (
    NONE,
    Binding,
    BindingKind,
    Block,
    BlockKind,
    Node,
    Parameter,
    Return,
    Scope,
    ScopeKind,
    Span,
    Store,
    With,
)


class ScopeBuilder:
    """The nodes, blocks and records of one scope in the order in which they are met."""

    def __init__(self, kind: ScopeKind, name: str, qualname: str, index: int, parent: int) -> None:
        self.kind: ScopeKind = kind
        self.name = name
        self.qualname = qualname
        self.index = index
        self.parent = parent
        self.line = 1
        self.end_line = 1
        self.is_async = False
        self.decorators: tuple[int, ...] = ()
        self.decorator_spans: tuple[Span, ...] = ()
        self.bases: tuple[int, ...] = ()
        self.keywords: tuple[tuple[str, int], ...] = ()
        self.parameters: tuple[Parameter, ...] = ()
        self.returns = NONE
        self.nodes: list[Node] = []
        self.bindings: list[Binding] = []
        self.stores: list[Store] = []
        self.withs: list[With] = []
        self.exits: list[Return] = []
        self.yields: list[int] = []
        self.shared: list[str] = []
        self.docstring = False
        self.type_checking = False
        self.escaping: list[tuple[str, int]] = []
        self.block = NONE
        self.ends = ""
        self._blocks: list[Block] = []
        self._groups = 0

    def emit(self, node: Node) -> int:
        """Appends a node and gives its index."""
        self.nodes.append(node)
        return len(self.nodes) - 1

    def group(self) -> int:
        """A number for the next compound statement."""
        self._groups += 1
        return self._groups

    def open(self, kind: BlockKind, line: int, group: int = 0, test: int = NONE) -> int:
        """Starts a block inside the present one and gives its index."""
        first = len(self.nodes)
        self._blocks.append(Block(kind, self.block, first, first, group, test, "", line))
        self.block = len(self._blocks) - 1
        return self.block

    def close(self, ends: str = "") -> None:
        """Ends the present block; the one around is the present one again."""
        block = self._blocks[self.block]
        self._blocks[self.block] = Block(
            block.kind, block.parent, block.first, len(self.nodes), block.group, block.test, ends, block.line
        )
        self.block = block.parent

    def bind(self, name: str, kind: BindingKind, value: int, line: int, annotation: int = NONE) -> None:
        """Records that a name is bound now."""
        self.bindings.append(Binding(name, kind, value, annotation, len(self.nodes), self.block, line))

    def store(
        self, base: int, name: str, kind: BindingKind, value: int, span: Span, index: int = NONE, annotation: int = NONE
    ) -> None:
        """Records that an attribute or an item is set now."""
        self.stores.append(Store(base, name, index, kind, value, annotation, len(self.nodes), self.block, span))

    def leave(self, value: int, line: int) -> None:
        """Records a return."""
        self.exits.append(Return(value, len(self.nodes), self.block, line))

    def finish(self) -> Scope:
        """The scope, frozen."""
        return Scope(
            self.kind,
            self.name,
            self.qualname,
            self.parent,
            self.line,
            self.end_line,
            self.is_async,
            self.decorators,
            self.bases,
            self.keywords,
            self.parameters,
            self.returns,
            tuple(self.nodes),
            tuple(self._blocks),
            tuple(self.bindings),
            tuple(self.stores),
            tuple(self.withs),
            tuple(self.exits),
            tuple(self.yields),
            tuple(self.shared),
            self.docstring,
            self.decorator_spans,
        )
