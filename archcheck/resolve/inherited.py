"""What a project class has from the catalog types among its bases: their methods, what they make, and what they hand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.catalog.schema import Function
from archcheck.resolve import entries
from archcheck.resolve.annotated import default_product
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import (
    Foreign,
    Known,
    KnownClass,
    KnownFunction,
    KnownMethod,
    Own,
    OwnClass,
    Shape,
    Value,
    Values,
    merged,
)

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_METHOD = "method:"


def member(resolver: Resolver, unit: Unit, base: Known, name: str) -> Values:
    """What instances of a project class have under a name from a catalog type that it inherits from."""
    maker = handed_on_by(resolver, base, name)
    attribute = resolver.catalog.attribute(base.name, name)
    if attribute is not None and attribute[1].type is not None:
        found = entries.shapes(resolver, attribute[1].type, base, None, Own(unit))
    elif maker is None:
        found = resolver.member(Value(base), name)
    else:
        # The class may have a method of its own in the place of the one whose result is handed on.
        bound = [v.becomes(of_instance(v.shape, Own(unit))) for v in resolver.instance_member(unit, maker)]
        made = [each for method in bound for each in resolver.call(method, None)]
        found = merged([v for each in made for v in resolver.member(each, name)])
    hop = f"`{unit.scope.name}` inherits from `{base.name}`"
    return tuple(v.then(hop, inheriting(v.shape, base, unit)) for v in found)


def handed_on_by(resolver: Resolver, known: Known, name: str) -> str | None:
    """The method of a catalog type of whose result a name is a member; None where it is the type's own, or nobody's."""
    catalog = resolver.catalog
    entry = catalog.type(known.name)
    proxy = entry.proxy if entry is not None else None
    if proxy is None or not proxy.startswith(_METHOD):
        return None
    is_own = catalog.member(known.name, name) is not None or catalog.attribute(known.name, name) is not None
    return None if is_own else proxy.removeprefix(_METHOD)


def inheriting(shape: Shape, base: Known, unit: Unit) -> Shape:
    """A member of a catalog type as that of a class below it: what makes instances of the type itself (``Model.objects``) makes
    those of the class, and ``self`` is an instance of the class.
    """
    match shape:
        case Known(name=name, product=Known(name=product)) if product == base.name:
            return Known(name, Own(unit))
        case KnownMethod(receiver=receiver) if receiver.name == base.name:
            return KnownMethod(receiver, shape.owner, shape.name, Own(unit))
    return shape


def of_instance(shape: Shape, receiver: Own) -> Shape:
    """A method of a catalog type as the one of an instance that has it: inherited, or handed on."""
    if not isinstance(shape, KnownMethod):
        return shape
    itself = shape.inheritor
    if itself is not None:
        itself = receiver if itself.unit is receiver.unit else Own(itself.unit, itself.product or receiver.product)
    known = Known(shape.receiver.name, receiver.product or shape.receiver.product)
    return KnownMethod(known, shape.owner, shape.name, itself)


def function_of(resolver: Resolver, shape: Shape) -> Function | None:
    """The catalog's function that a value is, or that a class is below: some classes count for what calling them gives."""
    match shape:
        case KnownFunction(name=name):
            return resolver.catalog.function(name)
        case OwnClass(unit=unit):
            names = (each.name for each in resolver.lineage(unit) if isinstance(each, KnownFunction))
            return next((resolver.catalog.function(name) for name in names), None)
    return None


def bases(resolver: Resolver, value: Value, owner: Own) -> Values:
    """An instance of a project class as one of each catalog type that it inherits from."""
    found: list[Value] = []
    for shape in resolver.lineage(owner.unit):
        if isinstance(shape, KnownClass):
            product = owner.product or shape.product or default_product(resolver, shape.name)
            found.append(value.becomes(Known(shape.name, product)))
    return tuple(found)


def serving(resolver: Resolver, unit: Unit, values: Values) -> Values:
    """What a class keeps as an attribute: a factory of its own instances makes these (``objects = OrderManager()``)."""
    return tuple(v.becomes(_serving(resolver, unit, v.shape)) for v in values)


def _serving(resolver: Resolver, unit: Unit, shape: Shape) -> Shape:
    match shape:
        case Known(name=name, product=None) if _serves(resolver, unit, name):
            return Known(name, Own(unit))
        case Own(unit=factory, product=None):
            known = (each.name for each in resolver.lineage(factory) if isinstance(each, KnownClass))
            if any(_serves(resolver, unit, name) for name in known):
                return Own(factory, Own(unit))
    return shape


def _serves(resolver: Resolver, unit: Unit, name: str) -> bool:
    entry = resolver.catalog.type(name)
    served = entry.serves if entry is not None else None
    return served is not None and any(_is_below(each, served) for each in resolver.lineage(unit))


def _is_below(shape: Shape, served: str) -> bool:
    """Whether a class in a lineage is the served type, or one of which nobody knows that it is not below it."""
    is_any = served == "builtins.object" or isinstance(shape, Foreign)
    return is_any or (isinstance(shape, KnownClass) and shape.name == served)
