"""What one file says, and only that file: no configuration, no catalog, no second file goes in.

A file is a list of scopes (module, classes, functions, lambdas, comprehensions). Each scope holds its
expressions as a flat list of nodes that refer to one another by index, children before parents, in the order of
evaluation as far as the source tells; so a node's index is also its time within the scope. Blocks are ranges of
nodes. An index of ``NONE`` (-1) stands for "not there". Spans are ``(line, column, end_line, end_column)``,
from 1, in characters, the end exclusive.
"""

from typing import Literal, TypeAlias

import msgspec

NONE = -1

Span: TypeAlias = tuple[int, int, int, int]

# A span in one number: height, line, column and end column, from the highest bits to the lowest; the span itself where one of
# them needs more bits. As tuples alone, spans were a third of the memory that facts take.
Packed: TypeAlias = int | Span
_COLUMN = 14
_LINE = 20
_HEIGHT = 14


def packed(span: Span) -> Packed:
    """A span in as little memory as it fits."""
    line, column, end_line, end_column = span
    height = end_line - line
    if column >> _COLUMN or end_column >> _COLUMN or line >> _LINE or height >> _HEIGHT:
        return span
    return ((height << _LINE | line) << _COLUMN | column) << _COLUMN | end_column


def unpacked(place: Packed) -> Span:
    """The span that was packed."""
    if isinstance(place, tuple):
        return place
    end_column = place & (1 << _COLUMN) - 1
    column = place >> _COLUMN & (1 << _COLUMN) - 1
    line = place >> 2 * _COLUMN & (1 << _LINE) - 1
    return (line, column, line + (place >> 2 * _COLUMN + _LINE), end_column)


class _Node(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Base of all nodes: an array whose first element is the tag."""


class _Placed(_Node, frozen=True):
    """A node whose last field, ``place``, says where it stands."""

    @property
    def span(self) -> Span:
        """Where it stands."""
        return unpacked(self.place)  # type: ignore[attr-defined]


class Name(_Node, frozen=True, tag=0):
    """A name that is read."""

    id: str


class Attribute(_Placed, frozen=True, tag=1):
    """``value.name``."""

    value: int
    name: str
    place: Packed


class Call(_Placed, frozen=True, tag=2):
    """``func(*args, name=value)``; a ``**mapping`` has the keyword name ``**``."""

    func: int
    args: tuple[int, ...]
    keywords: tuple[tuple[str, int], ...]
    place: Packed


class Subscript(_Node, frozen=True, tag=3):
    """``value[index]``."""

    value: int
    index: int


class Await(_Node, frozen=True, tag=4):
    """``await value``."""

    value: int


class Text(_Placed, frozen=True, tag=5):
    """A string literal, adjacent literals joined, at most 2,000 characters.

    ``dynamic`` marks f-strings and template strings: their holes are written ``{}`` in ``value``.
    ``parts`` are the nodes of the holes.
    """

    value: str
    dynamic: bool
    parts: tuple[int, ...]
    place: Packed


class Constant(_Node, frozen=True, tag=6):
    """``None``, ``True``, ``False``, ``...``, a number, or bytes (``value`` is ``b``)."""

    value: str


class Items(_Node, frozen=True, tag=7):
    """A list, tuple or set display."""

    kind: Literal["list", "tuple", "set"]
    items: tuple[int, ...]


class Mapping(_Node, frozen=True, tag=8):
    """A dict display; the key of ``**other`` is ``NONE``."""

    keys: tuple[int, ...]
    values: tuple[int, ...]


class Choice(_Node, frozen=True, tag=9):
    """One of several values: ``a or b`` (operator ``or``), ``a and b`` (``and``: the last), ``a if c else b`` (``if``)."""

    operator: Literal["or", "and", "if"]
    options: tuple[int, ...]


class Inner(_Node, frozen=True, tag=10):
    """A lambda or a comprehension: the value is another scope of this file, by its index in ``FileFacts.scopes``."""

    scope: int


class Starred(_Node, frozen=True, tag=11):
    """``*value``."""

    value: int


class Element(_Node, frozen=True, tag=12):
    """Item ``index`` of an unpacked value; ``index`` is negative from the end, or None for the starred target."""

    value: int
    index: int | None


class Iteration(_Node, frozen=True, tag=13):
    """What a ``for`` target receives from ``value``."""

    value: int
    is_async: bool


class Entered(_Node, frozen=True, tag=14):
    """What ``with value as target`` binds."""

    value: int
    is_async: bool


class Caught(_Node, frozen=True, tag=15):
    """What ``except classes as target`` binds."""

    classes: int


class Narrowed(_Node, frozen=True, tag=16):
    """``value`` where ``isinstance(value, classes)`` holds; ``classes`` is the second argument's node."""

    value: int
    classes: int


class Yielded(_Node, frozen=True, tag=17):
    """The value of a ``yield`` (``value`` is what is given out, or ``NONE``); ``is_from`` for ``yield from``."""

    value: int
    is_from: bool


class Operation(_Placed, frozen=True, tag=18):
    """Any other operator: ``|``, ``+``, ``%``, ``not``, comparisons (``==``, ``in``, ``is not`` …)."""

    operator: str
    operands: tuple[int, ...]
    place: Packed


class Imported(_Node, frozen=True, tag=19):
    """What an import binds: ``name`` of ``module`` (``from module import name``), or the module itself (``name`` empty).

    ``import a.b`` binds ``a`` to ``Imported("a", "", 0)``; ``import a.b as c`` binds ``c`` to ``Imported("a.b", "", 0)``.
    """

    module: str
    name: str
    level: int


class Defined(_Node, frozen=True, tag=20):
    """What a ``def`` or ``class`` binds: a scope of this file, by index."""

    scope: int


class Opaque(_Node, frozen=True, tag=21):
    """An expression of no interest to types; ``parts`` are its operands."""

    parts: tuple[int, ...]


Node: TypeAlias = (
    Name
    | Attribute
    | Call
    | Subscript
    | Await
    | Text
    | Constant
    | Items
    | Mapping
    | Choice
    | Inner
    | Starred
    | Element
    | Iteration
    | Entered
    | Caught
    | Narrowed
    | Yielded
    | Operation
    | Imported
    | Defined
    | Opaque
)

BlockKind: TypeAlias = Literal["body", "if", "else", "loop", "try", "except", "try-else", "finally", "with", "case"]


class Block(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A run of statements: the nodes ``first`` up to, not including, ``last``.

    Block 0 is the body of the scope, with ``parent`` NONE. The test of an ``if`` and the items of a ``with`` belong
    to the block around. ``group`` numbers the compound statement: the ``try``, ``except``, ``try-else`` and ``finally``
    blocks of one statement share it, as do ``if`` and ``else``. ``test`` is the node of an if's or while's condition, NONE elsewhere.
    ``ends`` tells how the block's last statement leaves: ``return``, ``raise``, ``continue``, ``break``, or empty where it goes on.
    """

    kind: BlockKind
    parent: int
    first: int
    last: int
    group: int
    test: int
    ends: str
    line: int


BindingKind: TypeAlias = Literal[
    "assign", "augmented", "for", "with", "except", "import", "def", "class", "walrus", "del", "narrow", "case"
]


class Binding(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A name is bound: ``name: annotation = value``.

    ``at`` is the time: the number of nodes of the scope that stood before it took effect (the binding is seen by nodes with index >= at).
    ``block`` is the block that it stands in. A ``narrow`` binding stands at the head of the block in which an
    ``isinstance`` test holds. ``value`` is NONE for a bare annotation and for ``del``.
    """

    name: str
    kind: BindingKind
    value: int
    annotation: int
    at: int
    block: int
    line: int


class Store(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An attribute or item is set: ``base.name: annotation = value``, or ``base[...] = value`` with ``name`` ``[]``.

    For an item, ``index`` is its node. ``kind`` as for bindings.
    """

    base: int
    name: str
    index: int
    kind: BindingKind
    value: int
    annotation: int
    at: int
    block: int
    span: Span


class With(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One item of a ``with`` statement; ``block`` is its body, ``span`` that of the item's expression."""

    item: int
    is_async: bool
    block: int
    at: int
    span: Span


class Return(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A ``return``; ``value`` is NONE for a bare one. A lambda has one, and a comprehension has its element."""

    value: int
    at: int
    block: int
    line: int


ParameterKind: TypeAlias = Literal["positional-only", "positional", "keyword", "args", "kwargs"]


class Parameter(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A parameter; ``annotation`` and ``default`` are nodes of the scope *around* the function (``FileFacts.scopes[scope.parent]``)."""

    name: str
    kind: ParameterKind
    annotation: int
    default: int

    @property
    def takes_position(self) -> bool:
        """Whether an argument may come to it by position."""
        return self.kind in ("positional-only", "positional")

    @property
    def takes_keyword(self) -> bool:
        """Whether an argument may come to it by its name."""
        return self.kind in ("positional", "keyword")

    @property
    def takes_one(self) -> bool:
        """Whether it is one argument and no collection of them."""
        return self.kind not in ("args", "kwargs")


ScopeKind: TypeAlias = Literal["module", "class", "function", "lambda", "comprehension"]


class Scope(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A module, class, function, lambda or comprehension.

    Attributes:
        kind: what it is.
        name: its own name; ``<module>``, ``<lambda>``, ``<list>``, ``<set>``, ``<dict>``, ``<generator>``.
        qualname: dotted, without ``<locals>``: ``Class.method``, ``outer.inner``; ``<module>`` for the module. Lambdas and
            comprehensions have that of the function around, a property's setter and deleter end by these words.
        parent: index of the scope around, NONE for the module.
        line, end_line: first line (of ``def`` or ``class``, behind decorators) and last.
        is_async: ``async def``, or an asynchronous comprehension.
        decorators, bases: nodes of the scope around; a class's keywords likewise.
        parameters: in order.
        returns: node of the return annotation in the scope around, or NONE.
        nodes, blocks, bindings, stores, withs, exits: as their types say. ``exits`` are the returns.
        yields: indices of ``Yielded`` nodes.
        shared: names declared ``global`` or ``nonlocal``.
        docstring: whether the body starts with one (its node is not in ``nodes``).
        decorator_spans: of the decorators' expressions, in the same order.
    """

    kind: ScopeKind
    name: str
    qualname: str
    parent: int
    line: int
    end_line: int
    is_async: bool
    decorators: tuple[int, ...]
    bases: tuple[int, ...]
    keywords: tuple[tuple[str, int], ...]
    parameters: tuple[Parameter, ...]
    returns: int
    nodes: tuple[Node, ...]
    blocks: tuple[Block, ...]
    bindings: tuple[Binding, ...]
    stores: tuple[Store, ...]
    withs: tuple[With, ...]
    exits: tuple[Return, ...]
    yields: tuple[int, ...]
    shared: tuple[str, ...]
    docstring: bool
    decorator_spans: tuple[Span, ...] = ()


class Import(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An import statement's one name, for the import graph and for star imports.

    ``name`` is empty for ``import module``, ``*`` for a star import. ``scope`` is the index of the scope it stands in.
    """

    module: str
    name: str
    alias: str
    level: int
    line: int
    column: int
    type_checking: bool
    scope: int


class Comment(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A comment; ``alone`` where nothing else stands on its line. Kept: those of the first 200 lines, and those that hold ``archcheck:``."""

    line: int
    column: int
    text: str
    alone: bool


class FileFacts(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All that one file says.

    Attributes:
        scopes: scope 0 is the module; a scope stands behind the one around it.
        imports: every import, wherever it stands.
        comments: see ``Comment``.
        exports: the names of a literal ``__all__``, or None.
        errors: spans that the grammar could not read.
        lines: number of lines.
        digest: of the content that they were made of.
    """

    scopes: tuple[Scope, ...]
    imports: tuple[Import, ...]
    comments: tuple[Comment, ...]
    exports: tuple[str, ...] | None
    errors: tuple[Span, ...]
    lines: int
    digest: bytes = b""
