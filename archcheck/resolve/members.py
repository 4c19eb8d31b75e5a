"""What hangs on a value under a name: attributes, methods, properties, symbols of modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve import constructed, entries, filled, forwarding, inherited, protocols, related
from archcheck.resolve.annotated import default_product
from archcheck.resolve.lineage import subclasses
from archcheck.resolve.returns import returned_on
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import (
    Context,
    Foreign,
    ForeignInstance,
    Function,
    Known,
    KnownClass,
    KnownMethod,
    Manager,
    Many,
    Own,
    OwnClass,
    Package,
    Partial,
    Place,
    Returning,
    Row,
    Shape,
    Super,
    Value,
    Values,
    doubtful,
    is_interface,
    is_none,
    merged,
    without_none,
)

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_ELEMENT_METHODS = frozenset(["pop", "get", "popleft", "setdefault", "__getitem__", "__next__", "popitem"])
_SAME_METHODS = frozenset(["values", "copy", "keys", "__iter__", "__aiter__"])


def member(resolver: Resolver, value: Value, name: str, at: Place | None) -> Values:
    """What ``value.name`` may be."""
    match value.shape:
        case Package(module=module):
            return resolver.symbol(module, name) or resolver.set_on(value.shape, name) or ()
        case Foreign(path=path):
            described = resolver.path(f"{path}.{name}")
            given = resolver.set_on(value.shape, name) if _is_foreign(described) else None
            return tuple(value.then(f"`{path}.{name}`", v.shape) for v in described) if given is None else given
        case ForeignInstance(path=path):
            given = resolver.set_on(value.shape, name)
            return (value.becomes(ForeignInstance(f"{path}.{name}")),) if given is None else given
        case Known() as shape:
            return _known(resolver, value, shape, name)
        case KnownClass(name=known, product=product):
            return _known_class(resolver, value, known, product, name, at)
        case Own(unit=unit) if name == "__class__":
            return (value.becomes(OwnClass(unit)),)
        case Own(unit=unit):
            return _bound_to(resolver, value, resolver.instance_member(unit, name), name)
        case OwnClass(unit=unit):
            found = resolver.instance_member(unit, name) or _of_metaclass(resolver, unit, name)
            return _bound_to(resolver, value, found, name)
        case Super(unit=unit):
            return _of_super(resolver, value, unit, name)
        case Many(element=element):
            return _of_container(value, element, name)
        case Function() | Partial() if name in ("delay", "apply_async", "__wrapped__", "fn", "func", "sync", "asyncio"):
            return (value,)
        case Context() | Manager() if name == "__enter__" or name == "__aenter__":
            return tuple(v.becomes(Returning(v.shape)) for v in resolver.entered(value))
    return ()


def _of_metaclass(resolver: Resolver, unit: Unit, name: str) -> Values:
    """What a class has of its metaclass, or of that of a base."""
    for owner in (shape.unit for shape in resolver.lineage(unit) if isinstance(shape, OwnClass)):
        for node in (node for keyword, node in owner.scope.keywords if keyword == "metaclass"):
            for value in resolver.value(owner.around, node):
                if isinstance(value.shape, OwnClass):
                    return resolver.instance_member(value.shape.unit, name)
    return ()


def _is_foreign(values: Values) -> bool:
    return all(isinstance(value.shape, Foreign) for value in values)


def _known(resolver: Resolver, value: Value, known: Known, name: str) -> Values:
    catalog = resolver.catalog
    found = catalog.member(known.name, name)
    if found is not None:
        return (value.becomes(KnownMethod(known, found[0].name, name)),)
    attribute = catalog.attribute(known.name, name)
    if attribute is not None and attribute[1].type is not None:
        shapes = entries.shapes(resolver, attribute[1].type, known, None)
        return tuple(value.then(f"`{known.name}.{name}`", v.shape, certain=v.certain) for v in shapes)
    entry = catalog.type(known.name)
    if entry is not None and entry.proxy is not None:
        values: list[Value] = []
        for behind in _behind(resolver, known, entry.proxy, name):
            values += resolver.member(value.then(f"`{known.name}` hands on", behind.shape), name)
        return merged(values)
    if name == "__enter__" or name == "__aenter__":
        return tuple(v.becomes(Returning(v.shape)) for v in resolver.entered(value))
    return ()


def _behind(resolver: Resolver, known: Known, proxy: str, name: str) -> Values:
    """What a catalog type hands on the members of, where a name is none of its own."""
    maker = inherited.handed_on_by(resolver, known, name)
    if maker is None:
        return entries.shapes(resolver, proxy, known, None)
    return tuple(v for method in resolver.member(Value(known), maker) for v in resolver.call(method, None))


def _known_class(
    resolver: Resolver, value: Value, known: str, product: Shape | None, name: str, at: Place | None
) -> Values:
    if name == "__class_getitem__":
        node = at.unit.node(at.node) if at is not None else None
        if at is not None and isinstance(node, f.Subscript):
            products = resolver.annotation(at.unit, node.index)
            return tuple(value.becomes(KnownClass(known, p.shape)) for p in products) or (value,)
    return _known(resolver, value, Known(known, product or default_product(resolver, known)), name)


def _bound_to(resolver: Resolver, value: Value, members: Values, name: str) -> Values:
    """The members with the receiver bound to functions that take one."""
    receiver = value.shape
    bound: list[Value] = []
    for found in members:
        shape = found.shape
        if isinstance(shape, Function) and shape.receiver is None and shape.unit.self_name is not None:
            shape = Function(shape.unit, receiver)
        elif isinstance(receiver, Own | OwnClass):
            shape = inherited.of_instance(shape, receiver if isinstance(receiver, Own) else Own(receiver.unit))
        trail = value.trail if found.trail is None else found.trail
        bound.append(Value(shape, found.certain and value.certain, trail))
    return tuple(bound)


def own_member(resolver: Resolver, unit: Unit, name: str) -> Values:
    """What instances of a project class have under a name: own, inherited, set by a subclass or from outside, or handed on."""
    empty: Values = ()
    for shape in resolver.lineage(unit):
        match shape:
            case OwnClass(unit=owner):
                found = _described(resolver, owner, name) or protocols.described(resolver, owner, name)
                if owner is not unit:
                    found = found or constructed.handed_down(resolver, unit, owner, name)
                found = found or inherited.serving(resolver, unit, declared(resolver, owner, name, unit))
            case KnownClass(name=known, product=product):
                base = Known(known, product or default_product(resolver, known))
                found = inherited.member(resolver, unit, base, name)
            case Known():
                found = resolver.member(Value(shape), name)
            case _:
                found = ()
        if not all(map(is_none, found)):
            return found
        empty = empty or found
    elsewhere = _below(resolver, unit, name) or resolver.set_on(Own(unit), name)
    elsewhere = elsewhere or related.reverse(resolver, unit, name)
    return elsewhere or forwarding.forwarded(resolver, unit, name) or empty


def _described(resolver: Resolver, owner: Unit, name: str) -> Values:
    """A method that the catalog describes, of a library that is itself the project at hand."""
    known = resolver.catalog.type(f"{owner.module.name}.{owner.scope.qualname}")
    if known is None or name not in known.methods:
        return ()
    return (Value(KnownMethod(Known(known.name), known.name, name)).then(f"`{known.name}` is in the catalog"),)


def _below(resolver: Resolver, unit: Unit, name: str) -> Values:
    """What subclasses declare, for a base class that uses what it does not have."""
    found: list[Value] = []
    for child in subclasses(resolver, unit):
        found += doubtful(declared(resolver, child, name))
    return tuple(v.then(f"subclasses of `{unit.scope.name}` have `{name}`") for v in merged(found))


def declared(resolver: Resolver, owner: Unit, name: str, below: Unit | None = None) -> Values:
    """What a class itself says of a member: methods, properties, annotations, values, and what its methods store.

    An annotation that only says how the member is used (``Callable[[], AbstractContextManager[Session]]``) leaves open
    what it is: what is seen comes beside it.

    Args:
        resolver: types what is stored.
        owner: the class.
        name: the member.
        below: the class of the instance, where that is one below.
    """
    annotated = _annotated(resolver, owner, name)
    if annotated and not any(is_interface(v.shape) for v in annotated):
        return annotated
    seen = _seen(resolver, owner, name, below or owner)
    return merged([*annotated, *seen, *constructed.field(resolver, owner, name)]) if annotated else seen


def _seen(resolver: Resolver, owner: Unit, name: str, below: Unit) -> Values:
    values: list[Value] = []
    for binding in _getter(owner, owner.bindings.get(name, ())):
        if binding.kind == "def" and binding.value != f.NONE:
            return _method(resolver, owner, binding, below)
        if filled.is_empty(owner, binding.value):
            values += resolver.filled_attribute(owner, name)
        if binding.kind == "class" or binding.value != f.NONE:
            values += _gotten(resolver, resolver.value(owner, binding.value))
    for unit, store in owner.self_stores.get(name, ()):
        if filled.is_empty(unit, store.value):
            values += resolver.filled_attribute(owner, name)
        stored = resolver.value(unit, store.value) if store.value != f.NONE else ()
        values += [v.then(f"`self.{name}` is set on line {store.span[0]} of {owner.module.name}") for v in stored]
    return merged(without_none(values))


def _gotten(resolver: Resolver, values: Values) -> Values:
    """What reading class attributes gives: of a descriptor of the project, what its ``__get__`` returns."""
    if not resolver.lookups.has_method("__get__"):
        return values
    found: list[Value] = []
    for value in values:
        getters = resolver.instance_member(value.shape.unit, "__get__") if isinstance(value.shape, Own) else ()
        bound = _bound_to(resolver, value, getters, "__get__")
        found += [v for getter in bound for v in resolver.call(getter, None)] or [value]
    return tuple(found)


def _getter(owner: Unit, bindings: tuple[f.Binding, ...]) -> tuple[f.Binding, ...]:
    """The binding that holds in the end; of a property, its getter."""
    last = bindings[-1:]
    if len(bindings) > 1 and last[0].kind == "def" and last[0].value != f.NONE:
        defined = owner.node(last[0].value)
        if isinstance(defined, f.Defined):
            return bindings[:1] if owner.module.units[defined.scope].accessor else last
    return last


def _annotated(resolver: Resolver, owner: Unit, name: str) -> Values:
    for binding in owner.bindings.get(name, ()):
        if binding.annotation != f.NONE:
            found = resolver.annotation(owner, binding.annotation)
            if found:
                return tuple(v.then(f"`{owner.scope.name}.{name}` is annotated on line {binding.line}") for v in found)
    for unit, store in owner.self_stores.get(name, ()):
        if store.annotation != f.NONE:
            found = resolver.annotation(unit, store.annotation)
            if found:
                return tuple(v.then(f"`self.{name}` is annotated on line {store.span[0]}") for v in found)
    return ()


def _method(resolver: Resolver, owner: Unit, binding: f.Binding, below: Unit) -> Values:
    defined = owner.node(binding.value)
    if isinstance(defined, f.Defined):
        unit = owner.module.units[defined.scope]
        if unit.is_property:
            found = returned_on(resolver, unit, below)
            if all(isinstance(v.shape, ForeignInstance) for v in found):
                found = _asked_on(resolver, unit) or found
            return tuple(v.then(f"property `{unit.scope.qualname}` of {owner.module.name}") for v in found)
    return resolver.value(owner, binding.value)


def _asked_on(resolver: Resolver, unit: Unit) -> Values:
    """What a property gives that asks somebody outside the project for the same (``return self.parent.master``): what others of that
    name say.
    """
    name = unit.scope.name
    given = [unit.node(leave.value) for leave in unit.scope.exits if leave.value != f.NONE]
    asked = [node for node in given if node != f.Constant("None")]
    if not asked or not all(isinstance(node, f.Attribute) and node.name == name for node in asked):
        return ()
    others = (other for other in resolver.lookups.methods(name) if other is not unit and other.is_property)
    said = [v for other in others for v in resolver.returned(other) if _is_meant(unit, v.shape)]
    found = merged([v for v in said if v.certain] or said)
    most = [v for v in found if all(w is v or _is_below(resolver, v.shape, w.shape) for w in found)]
    return doubtful(tuple(most))


def _is_meant(asking: Unit, shape: Shape) -> bool:
    """Whether a value is one that code may be about, and no double that tests bring."""
    return isinstance(shape, Known) or (isinstance(shape, Own) and shape.unit.module.is_test <= asking.module.is_test)


def _is_below(resolver: Resolver, shape: Shape, other: Shape) -> bool:
    """Whether instances are of a class below that of others."""
    if not isinstance(shape, Own) or not isinstance(other, Own):
        return False
    return OwnClass(other.unit) in resolver.lineage(shape.unit)


def _of_super(resolver: Resolver, value: Value, unit: Unit, name: str) -> Values:
    """What ``super().name`` is: of the first base that has it. A base of an unknown library may have it, or leave it to the next."""
    foreign: Values = ()
    for shape in resolver.lineage(unit)[1:]:
        match shape:
            case OwnClass(unit=parent):
                found = _bound_to(resolver, value.becomes(Own(unit)), declared(resolver, parent, name, unit), name)
            case KnownClass(name=known, product=product):
                base = Known(known, product or default_product(resolver, known))
                found = resolver.member(value.becomes(base), name)
                found = tuple(v.becomes(inherited.inheriting(v.shape, base, unit)) for v in found)
            case Known():
                found = resolver.member(value.becomes(shape), name)
            case Foreign(path=path):
                foreign = foreign or (value.becomes(ForeignInstance(f"{path}.{name}")),)
                found = ()
            case _:
                found = ()
        if found:
            return merged([*doubtful(found), *foreign]) if foreign else found
    return foreign


def _of_container(value: Value, element: Shape, name: str) -> Values:
    if name in _ELEMENT_METHODS:
        return (value.becomes(Returning(element)),)
    if name == "items":
        return (value.becomes(Returning(Many(Row((None, element))))),)
    if name in _SAME_METHODS:
        return (value.becomes(Returning(value.shape)),)
    return ()
