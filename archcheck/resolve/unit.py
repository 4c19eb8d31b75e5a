"""A scope of the checked project, with what is asked of it often."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from archcheck.facts.schema import NONE, Binding, Block, Call, Constant, Items, Node, Parameter, Scope, Starred, Store
from archcheck.facts.schema import Attribute as AttributeNode
from archcheck.facts.schema import Inner as InnerNode
from archcheck.facts.schema import Mapping as MappingNode
from archcheck.facts.schema import Name as NameNode
from archcheck.facts.schema import Subscript as SubscriptNode
from archcheck.facts.schema import Text as TextNode

if TYPE_CHECKING:
    from archcheck.resolve.module import Module

PUTS = {"append": 0, "appendleft": 0, "add": 0, "insert": 1, "push": 0, "put": 0, "put_nowait": 0, "setdefault": 1}
"""Methods that put something into a container, each with the position of what it puts there."""
_INNER = frozenset(["setdefault", "get"])
_DEEPEST = 4
_OF_CLASS = frozenset(["__new__", "__init_subclass__", "__class_getitem__"])
KEEPING = frozenset(
    ["staticmethod", "classmethod", "contextmanager", "asynccontextmanager", "override", "abstractmethod"]
)


def given(call: Call) -> Iterator[int]:
    """The nodes of a call's arguments, by position first."""
    yield from call.args
    for _, value in call.keywords:
        yield value


class Unit:
    """A scope of a module, with its neighbours.

    Attributes:
        module: the module it stands in.
        index: its index in the file's facts.
        scope: its facts.
    """

    __slots__ = ("__dict__", "index", "module", "scope")

    def __init__(self, module: Module, index: int, scope: Scope) -> None:
        self.module = module
        self.index = index
        self.scope = scope

    def __repr__(self) -> str:
        return f"<{self.label}>"

    @cached_property
    def label(self) -> str:
        """``module:Class.method``."""
        return f"{self.module.name}:{self.scope.qualname}"

    @cached_property
    def owner(self) -> Unit:
        """The function, class or module that the code belongs to: what is around a lambda or a comprehension.

        A lambda that a decorator is handed runs, if ever, when the decorated function is called.
        """
        if self.kind not in ("lambda", "comprehension") or self.parent is None:
            return self
        decorated = self.parent.decorated_on(self.scope.line) if self.kind == "lambda" else None
        return decorated or self.parent.owner

    def decorated_on(self, line: int) -> Unit | None:
        """The function in this scope one of whose decorators stands on a line."""
        return next((unit for first, last, unit in self._decorators if first <= line <= last), None)

    @cached_property
    def _decorators(self) -> tuple[tuple[int, int, Unit], ...]:
        functions = (child for child in self.children if child.kind == "function")
        return tuple((span[0], span[2], unit) for unit in functions for span in unit.scope.decorator_spans)

    @property
    def kind(self) -> str:
        """The scope's kind."""
        return self.scope.kind

    @cached_property
    def parent(self) -> Unit | None:
        """The scope around, None for the module's."""
        return None if self.scope.parent == NONE else self.module.units[self.scope.parent]

    @property
    def around(self) -> Unit:
        """The scope whose nodes the decorators, defaults and annotations are."""
        return self.parent or self

    def of_class(self, owner: Unit) -> Unit:
        """The method as it runs for instances of a class below the one that it stands in."""
        known: dict[Unit, Unit] = self.__dict__.setdefault("of classes", {})
        if owner not in known:
            known[owner] = Unit(self.module, self.index, self.scope)
            known[owner].__dict__["class_around"] = owner
        return known[owner]

    @cached_property
    def class_around(self) -> Unit | None:
        """The class that a method stands in directly, else None."""
        return self.parent if self.parent is not None and self.parent.kind == "class" else None

    def is_parameter(self, name: str) -> bool:
        """Whether a name is a parameter that stays what it was handed: to look at its class binds nothing."""
        if name not in self.parameters or name in self.module.sharing:
            return False
        return all(binding.kind == "narrow" for binding in self.bindings.get(name, ()))

    def parameter_at(self, index: int) -> str | None:
        """The parameter that a node names, if that is still what it was handed; else None."""
        node = self.scope.nodes[index]
        return node.id if isinstance(node, NameNode) and self._is_still_handed(node.id, index) else None

    def _is_still_handed(self, name: str, index: int) -> bool:
        if name not in self.parameters or name in self.module.sharing:
            return False
        bindings = [binding for binding in self.bindings.get(name, ()) if binding.kind != "narrow"]
        if not bindings:
            return True
        rebound = min(binding.at for binding in bindings)
        # What stands further down in a loop comes before what stands above as well, and before the test of a `while`.
        again = (loop.last >= rebound for loop in self._loops_around(self.block_of(index)))
        tested = (loop.test != NONE for binding in bindings for loop in self._loops_around(binding.block))
        return index < rebound and not any(again) and not any(tested)

    def _loops_around(self, block: int) -> Iterator[Block]:
        return (each for each in map(self.block, self.blocks_around(block)) if each.kind == "loop")

    @property
    def keeps_parameters(self) -> bool:
        """Whether no decorator may take other arguments than the function itself."""
        return self.decorator_names <= KEEPING

    @cached_property
    def is_callback(self) -> bool:
        """Whether a class is a protocol that says how a function is called."""
        if "__call__" not in self.bindings or self.kind != "class":
            return False
        bases = (self.around.node(base) for base in self.scope.bases)
        named = (
            base.value if isinstance(base, SubscriptNode) else index
            for index, base in zip(self.scope.bases, bases, strict=True)
        )
        return any(self.around.last_name(index) == "Protocol" for index in named)

    @cached_property
    def method(self) -> Unit | None:
        """The method around: itself, or the one that this nested function, lambda or comprehension stands in."""
        unit: Unit | None = self
        while unit is not None and unit.class_around is None:
            unit = unit.parent
        return unit

    @property
    def accessor(self) -> str:
        """``setter`` or ``deleter`` of a property, which has the name of its getter; else empty."""
        last = self.scope.qualname.rpartition(".")[2]
        return "" if last == self.scope.name else last

    @cached_property
    def bindings(self) -> dict[str, tuple[Binding, ...]]:
        """Bindings by name, in order of time."""
        found: dict[str, list[Binding]] = {}
        for binding in self.scope.bindings:
            found.setdefault(binding.name, []).append(binding)
        return {name: tuple(sorted(bindings, key=lambda b: b.at)) for name, bindings in found.items()}

    @cached_property
    def stores(self) -> dict[str, tuple[Store, ...]]:
        """What is stored on objects and under keys (``[]``), by the attribute's name, in order of time."""
        found: dict[str, list[Store]] = {}
        for store in self.scope.stores:
            found.setdefault(store.name, []).append(store)
        return {name: tuple(stores) for name, stores in found.items()}

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """Parameters by name."""
        return {parameter.name: parameter for parameter in self.scope.parameters}

    @cached_property
    def self_name(self) -> str | None:
        """Name of the first parameter of a method that receives the instance or class."""
        if self.class_around is None or self.kind != "function" or "staticmethod" in self.decorator_names:
            return None
        return self.scope.parameters[0].name if self.scope.parameters else None

    @property
    def takes_class(self) -> bool:
        """Whether the first parameter of a method receives the class."""
        return "classmethod" in self.decorator_names or self.scope.name in _OF_CLASS

    @cached_property
    def decorator_names(self) -> frozenset[str]:
        """Last names of the decorators (``contextlib.contextmanager`` gives ``contextmanager``)."""
        return frozenset(filter(None, (self.around.last_name(node) for node in self.scope.decorators)))

    @property
    def is_property(self) -> bool:
        """Whether it is a method that runs when its name is read as an attribute."""
        if self.class_around is None or not self.scope.decorators:
            return False
        return any("property" in name or name == "reify" for name in self.decorator_names)

    @cached_property
    def calls(self) -> tuple[tuple[int, Call], ...]:
        """The calls, each with its index, in order of time."""
        return tuple((index, node) for index, node in enumerate(self.scope.nodes) if node.__class__ is Call)

    @cached_property
    def puts(self) -> dict[str, tuple[tuple[int, int], ...]]:
        """What is put into containers or into those that they hold: nodes, each with how deep that is, by the container's dotted name."""
        found: dict[str, list[tuple[int, int]]] = {}
        placed = [(store.base, store.value) for store in self.stores.get("[]", ()) if store.value != NONE]
        for _, call in self.calls:
            func = self.node(call.func)
            position = PUTS.get(func.name) if isinstance(func, AttributeNode) else None
            if isinstance(func, AttributeNode) and position is not None and position < len(call.args):
                placed.append((func.value, call.args[position]))
        for holder, value in placed:
            for depth, inner in enumerate(self._holding(holder)):
                dotted = self.dotted(inner)
                if dotted is not None:
                    found.setdefault(dotted, []).append((value, depth))
        return {holder: tuple(values) for holder, values in found.items()}

    def _holding(self, index: int) -> Iterator[int]:
        """A container, the one that it is an item of, and so on."""
        for _ in range(_DEEPEST):
            yield index
            match self.node(index):
                case SubscriptNode(value=inner):
                    index = inner
                case Call(func=func) if isinstance(method := self.node(func), AttributeNode) and method.name in _INNER:
                    index = method.value
                case _:
                    return

    @cached_property
    def lambdas(self) -> dict[int, tuple[int, int]]:
        """Where the lambdas and comprehensions of this scope stand, by the index of theirs: the node, and the call that is handed it."""
        nodes = self.scope.nodes
        holders = {argument: index for index, call in self.calls for argument in given(call)}
        inner = ((index, node.scope) for index, node in enumerate(nodes) if isinstance(node, InnerNode))
        return {scope: (index, holders.get(index, NONE)) for index, scope in inner}

    @cached_property
    def displays(self) -> tuple[Items | MappingNode, ...]:
        """The lists, tuples, sets and mappings that are written out, in order of time."""
        return tuple(n for n in self.scope.nodes if n.__class__ is Items or n.__class__ is MappingNode)

    @cached_property
    def keyed(self) -> dict[int, dict[str, tuple[int, ...]]]:
        """The mappings that are written out with literal keys alone, by their node: the values under each key that is a text."""
        nodes = self.scope.nodes
        found: dict[int, dict[str, tuple[int, ...]]] = {}
        for index, node in enumerate(nodes):
            if node.__class__ is not MappingNode or not all(_is_literal(nodes, key) for key in node.keys):
                continue
            values = found[index] = {}
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(text := nodes[key], TextNode):
                    values[text.value] = (*values.get(text.value, ()), value)
        return found

    def node(self, index: int) -> Node:
        """The node with that index."""
        return self.scope.nodes[index]

    def has_star(self, call: Call) -> bool:
        """Whether a call hands on a sequence (``*args``)."""
        return any(isinstance(self.scope.nodes[argument], Starred) for argument in call.args)

    def is_written_out(self, call: Call) -> bool:
        """Whether all that a call hands on is written down: no ``*args``, no ``**kwargs``."""
        return not self.has_star(call) and all(keyword != "**" for keyword, _ in call.keywords)

    def last_line(self, block: Block) -> int:
        """The line on which the last call or attribute in a block ends."""
        placed = (getattr(node, "span", None) for node in reversed(self.scope.nodes[block.first : block.last]))
        return next((span[2] for span in placed if span is not None), block.line)

    def last_name(self, index: int) -> str | None:
        """The last name of a dotted expression or of the function that is called, else None."""
        node = self.scope.nodes[index] if index != NONE else None
        while node is not None and node.__class__.__name__ == "Call":
            node = self.scope.nodes[node.func]  # type: ignore[union-attr]
        match node:
            case NameNode(id=name) | AttributeNode(name=name):
                return name
        return None

    def dotted(self, index: int) -> str | None:
        """``a.b.c`` where the node is a plain dotted name, else None."""
        parts: list[str] = []
        node = self.scope.nodes[index]
        while isinstance(node, AttributeNode):
            parts.append(node.name)
            node = self.scope.nodes[node.value]
        if not isinstance(node, NameNode):
            return None
        return ".".join([node.id, *reversed(parts)])

    @cached_property
    def _block_table(self) -> tuple[list[int], list[int]]:
        """Times at which the innermost block changes, and the block from then on."""
        starts, blocks = [0], [0]
        opened = [0]
        order = sorted(range(1, len(self.scope.blocks)), key=lambda b: (self.scope.blocks[b].first, b))
        for number in order:
            block = self.scope.blocks[number]
            while opened and self.scope.blocks[opened[-1]].last <= block.first and opened[-1] != 0:
                closed = opened.pop()
                starts.append(self.scope.blocks[closed].last)
                blocks.append(opened[-1])
            starts.append(block.first)
            blocks.append(number)
            opened.append(number)
        while len(opened) > 1:
            closed = opened.pop()
            starts.append(self.scope.blocks[closed].last)
            blocks.append(opened[-1])
        return starts, blocks

    def block_of(self, index: int) -> int:
        """The innermost block that the node stands in."""
        starts, blocks = self._block_table
        return blocks[bisect_right(starts, index) - 1]

    def blocks_around(self, block: int) -> Iterator[int]:
        """The block and those around it, innermost first."""
        while block != NONE:
            yield block
            block = self.scope.blocks[block].parent

    def block(self, number: int) -> Block:
        """The block with that number."""
        return self.scope.blocks[number]

    @cached_property
    def children(self) -> tuple[Unit, ...]:
        """The scopes directly inside."""
        return self.module.children.get(self.index, ())

    @cached_property
    def self_stores(self) -> dict[str, tuple[tuple[Unit, Store], ...]]:
        """For a class: what its methods store on their instance, by attribute name."""
        found: dict[str, list[tuple[Unit, Store]]] = {}
        for method in self.children:
            if method.self_name is None:
                continue
            for unit in method.with_inner():
                for store in unit.scope.stores:
                    base = unit.scope.nodes[store.base]
                    if store.kind != "narrow" and isinstance(base, NameNode) and base.id == method.self_name:
                        found.setdefault(store.name, []).append((unit, store))
        return {name: tuple(stores) for name, stores in found.items()}

    def is_self(self, index: int) -> bool:
        """Whether a node is the ``self`` of the method around."""
        node = self.scope.nodes[index]
        return isinstance(node, NameNode) and self.method is not None and node.id == self.method.self_name

    def with_inner(self) -> Iterator[Unit]:
        """The unit and the functions, lambdas and comprehensions inside it, not those of inner classes."""
        yield self
        for child in self.children:
            if child.kind != "class":
                yield from child.with_inner()


def _is_literal(nodes: Sequence[Node], index: int) -> bool:
    node = nodes[index] if index != NONE else None
    return isinstance(node, Constant) or (isinstance(node, TextNode) and not node.dynamic)
