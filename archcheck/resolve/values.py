"""What a value is, as far as it can be told without running anything.

A *shape* says what a value is; a *value* is a shape with the certainty and the trail of hops that led to it. An
expression has a tuple of values, one for each alternative; the empty tuple is an unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import msgspec

if TYPE_CHECKING:
    from archcheck.resolve.unit import Unit


class Place(msgspec.Struct, frozen=True):
    """An expression of the project: a node of a unit."""

    unit: Unit
    node: int


class Known(msgspec.Struct, frozen=True):
    """An instance of a catalog type; ``product`` is what a factory of that type makes."""

    name: str
    product: Shape | None = None


class KnownClass(msgspec.Struct, frozen=True):
    """A catalog type itself."""

    name: str
    product: Shape | None = None


class KnownFunction(msgspec.Struct, frozen=True):
    """A function of the catalog."""

    name: str


class KnownMethod(msgspec.Struct, frozen=True):
    """A method of a catalog type, bound to ``receiver``; ``owner`` is the catalog type that the entry stands on.

    ``inheritor`` is the instance of a project class that has inherited it: what the catalog calls ``self``.
    """

    receiver: Known
    owner: str
    name: str
    inheritor: Own | None = None


class Foreign(msgspec.Struct, frozen=True):
    """Something of a library that the catalog does not describe: a module, class or function by its dotted path."""

    path: str


class ForeignInstance(msgspec.Struct, frozen=True):
    """What a foreign callable returned, or an attribute of that."""

    path: str


class Package(msgspec.Struct, frozen=True):
    """A module of the project."""

    module: str


class Own(msgspec.Struct, frozen=True):
    """An instance of a project class; ``product`` is what it makes, where a factory of the catalog is among its bases."""

    unit: Unit
    product: Shape | None = None


class OwnClass(msgspec.Struct, frozen=True):
    """A project class itself."""

    unit: Unit


class Super(msgspec.Struct, frozen=True):
    """``super()`` inside a method of the class."""

    unit: Unit


class Function(msgspec.Struct, frozen=True):
    """A project function or lambda, bound to ``receiver`` where it is a method."""

    unit: Unit
    receiver: Shape | None = None


class Context(msgspec.Struct, frozen=True):
    """What a project function decorated with ``contextmanager`` returns; ``call`` is where it was called."""

    function: Function
    call: Place | None


class Generated(msgspec.Struct, frozen=True):
    """What a project generator function returns."""

    function: Function
    call: Place | None


class Partial(msgspec.Struct, frozen=True):
    """``functools.partial(target, …)``, or another value that calls ``target`` when it is called."""

    target: Shape


class Returning(msgspec.Struct, frozen=True):
    """Something that gives ``result`` when it is called: an annotated callable, a container's method."""

    result: Shape | None


class Many(msgspec.Struct, frozen=True):
    """A container, iterator or mapping of ``element``."""

    element: Shape


class Manager(msgspec.Struct, frozen=True):
    """What an annotation calls a context manager; it says what entering it gives, and not what leaving it does.

    ``ends`` is False for one of which it is known that leaving it ends no transaction.
    """

    entered: Shape
    ends: bool = True


class Row(msgspec.Struct, frozen=True):
    """A tuple with known items."""

    items: tuple[Shape | None, ...]


class Alias(msgspec.Struct, frozen=True):
    """A type alias: an expression that stands for an annotation."""

    place: Place


class Plain(msgspec.Struct, frozen=True):
    """A literal or a built-in value that no catalog API hangs on."""

    name: str


Shape: TypeAlias = (
    Known
    | KnownClass
    | KnownFunction
    | KnownMethod
    | Foreign
    | ForeignInstance
    | Package
    | Own
    | OwnClass
    | Super
    | Function
    | Context
    | Generated
    | Partial
    | Returning
    | Many
    | Manager
    | Row
    | Alias
    | Plain
)


class Trail(msgspec.Struct, frozen=True):
    """Hops of evidence, the last first."""

    hop: str
    before: Trail | None = None

    def hops(self) -> tuple[str, ...]:
        """The hops in the order in which they were followed."""
        found: list[str] = []
        trail: Trail | None = self
        while trail is not None:
            if not found or found[-1] != trail.hop:
                found.append(trail.hop)
            trail = trail.before
        return tuple(reversed(found))


class Value(msgspec.Struct, frozen=True):
    """A shape, whether it is certain, and what led to it."""

    shape: Shape
    certain: bool = True
    trail: Trail | None = None

    def then(self, hop: str, shape: Shape | None = None, *, certain: bool = True) -> Value:
        """The value one hop further, as certain as the weaker of the two."""
        return Value(shape or self.shape, self.certain and certain, Trail(hop, self.trail))

    def becomes(self, shape: Shape) -> Value:
        """The same evidence for another shape."""
        return Value(shape, self.certain, self.trail)


Values: TypeAlias = tuple[Value, ...]

MOST_ALTERNATIVES = 12


def merged(values: list[Value]) -> Values:
    """The values without repetition, at most twelve of them."""
    return unique(values)[:MOST_ALTERNATIVES]


def unique(values: list[Value]) -> Values:
    """The values without repetition, the first of each shape kept, certain ones winning."""
    best: dict[Shape, Value] = {}
    for value in values:
        known = best.get(value.shape)
        if known is None or (value.certain and not known.certain):
            best[value.shape] = value
    return tuple(best.values())


def is_none(value: Value) -> bool:
    """Whether a value is ``None``."""
    return isinstance(value.shape, Plain) and value.shape.name == "None"


def is_interface(shape: Shape | None) -> bool:
    """Whether a shape says how a value is used and not what it does: a context manager by annotation, what gives one, or a protocol
    that says how a function is called.
    """
    while isinstance(shape, Returning):
        shape = shape.result
    return (isinstance(shape, Manager) and shape.ends) or (isinstance(shape, Own) and shape.unit.is_callback)


def without_none(values: Sequence[Value]) -> list[Value]:
    """The values without ``None``, where there is another one."""
    return [value for value in values if not is_none(value)] or list(values)


def doubtful(values: Values) -> Values:
    """The values, none of them certain any more."""
    return tuple(Value(value.shape, False, value.trail) for value in values)
