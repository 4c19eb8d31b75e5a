"""What a value is, as far as it can be told without running anything.

A *shape* says what a value is; a *value* is a shape with the certainty and the trail of hops that led to it. An
expression has a tuple of values, one for each alternative; the empty tuple is an unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from archcheck.resolve.project import Unit


@dataclass(frozen=True, slots=True)
class Place:
    """An expression of the project: a node of a unit."""

    unit: Unit
    node: int


@dataclass(frozen=True, slots=True)
class Known:
    """An instance of a catalog type; ``product`` is what a factory of that type makes."""

    name: str
    product: Shape | None = None


@dataclass(frozen=True, slots=True)
class KnownClass:
    """A catalog type itself."""

    name: str
    product: Shape | None = None


@dataclass(frozen=True, slots=True)
class KnownFunction:
    """A function of the catalog."""

    name: str


@dataclass(frozen=True, slots=True)
class KnownMethod:
    """A method of a catalog type, bound to ``receiver``; ``owner`` is the catalog type that the entry stands on."""

    receiver: Known
    owner: str
    name: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something of a library that the catalog does not describe: a module, class or function by its dotted path."""

    path: str


@dataclass(frozen=True, slots=True)
class ForeignInstance:
    """What a foreign callable returned, or an attribute of that."""

    path: str


@dataclass(frozen=True, slots=True)
class Package:
    """A module of the project."""

    module: str


@dataclass(frozen=True, slots=True)
class Own:
    """An instance of a project class."""

    unit: Unit


@dataclass(frozen=True, slots=True)
class OwnClass:
    """A project class itself."""

    unit: Unit


@dataclass(frozen=True, slots=True)
class Super:
    """``super()`` inside a method of the class."""

    unit: Unit


@dataclass(frozen=True, slots=True)
class Function:
    """A project function or lambda, bound to ``receiver`` where it is a method."""

    unit: Unit
    receiver: Shape | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a project function decorated with ``contextmanager`` returns; ``call`` is where it was called."""

    function: Function
    call: Place | None


@dataclass(frozen=True, slots=True)
class Generated:
    """What a project generator function returns."""

    function: Function
    call: Place | None


@dataclass(frozen=True, slots=True)
class Partial:
    """``functools.partial(target, …)``, or another value that calls ``target`` when it is called."""

    target: Shape


@dataclass(frozen=True, slots=True)
class Returning:
    """Something that gives ``result`` when it is called: an annotated callable, a container's method."""

    result: Shape | None


@dataclass(frozen=True, slots=True)
class Many:
    """A container, iterator or mapping of ``element``."""

    element: Shape


@dataclass(frozen=True, slots=True)
class Row:
    """A tuple with known items."""

    items: tuple[Shape | None, ...]


@dataclass(frozen=True, slots=True)
class Alias:
    """A type alias: an expression that stands for an annotation."""

    place: Place


@dataclass(frozen=True, slots=True)
class Plain:
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
    | Row
    | Alias
    | Plain
)


@dataclass(frozen=True, slots=True)
class Trail:
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


@dataclass(frozen=True, slots=True)
class Value:
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
    """The values without repetition, the first of each shape kept, certain ones winning; at most twelve."""
    best: dict[Shape, Value] = {}
    for value in values:
        known = best.get(value.shape)
        if known is None or (value.certain and not known.certain):
            best[value.shape] = value
    return tuple(best.values())[:MOST_ALTERNATIVES]


def doubtful(values: Values) -> Values:
    """The values, none of them certain any more."""
    return tuple(Value(value.shape, False, value.trail) for value in values)
