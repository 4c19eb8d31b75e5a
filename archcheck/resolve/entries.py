"""What catalog entries say, applied to a call: type expressions, products, conditions, literal arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.catalog.schema import Condition, Product
from archcheck.facts import schema as f
from archcheck.resolve.binding import argument_node
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import (
    Foreign,
    Known,
    KnownClass,
    Many,
    Own,
    OwnClass,
    Place,
    Row,
    Shape,
    Value,
    Values,
)

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

Literal = bool | int | str | None
UNKNOWN = object()


def shapes(
    resolver: Resolver, expression: str, receiver: Known | None, at: Place | None, inheritor: Own | None = None
) -> Values:
    """What a type expression of the catalog means for a receiver, the instance of the project's that is one, and a call."""
    if expression == "self":
        itself = inheritor or receiver
        return (Value(itself),) if itself is not None else ()
    if expression == "product":
        made = receiver.product if receiver is not None else None
        return (Value(made),) if made is not None else ()
    kind, _, rest = expression.partition(":")
    match kind:
        case "argument":
            return argument_values(resolver, at, rest)
        case "class":
            position, _, keyword = rest.partition("|")
            return _named_class(resolver, at, keyword, int(position))
        case "product":
            position, _, keyword = rest.partition("|")
            node = argument_node(at, keyword, int(position))
            handed = resolver.value(at.unit, node) if at is not None and node != f.NONE else ()
            return _composed(resolver, "product", handed)
        case "module":
            return (Value(Foreign(rest)),)
        case "member":
            name, _, inner = rest.partition("[")
            return _members(resolver, shapes(resolver, inner.removesuffix("]"), receiver, at, inheritor), name)
        case "below":
            return _only_class_below(resolver, rest)
    head, bracket, inner = expression.partition("[")
    if bracket:
        return _composed(resolver, head, shapes(resolver, inner.removesuffix("]"), receiver, at, inheritor))
    return (Value(_instance(resolver, expression, receiver)),)


def _members(resolver: Resolver, owners: Values, dotted: str) -> Values:
    """What instances of project classes, or the classes, have under a dotted name."""
    found = owners
    for name in dotted.split("."):
        units = [v.shape.unit for v in found if isinstance(v.shape, Own | OwnClass)]
        found = tuple(member for unit in units for member in resolver.instance_member(unit, name))
    return found


def _only_class_below(resolver: Resolver, name: str) -> Values:
    """An instance of the project's only class right below a catalog type, tests left out."""
    entry = resolver.catalog.type(name)
    below = {
        child: None
        for each in dict.fromkeys(n.rpartition(".")[2] for n in (name, *(entry.aliases if entry is not None else ())))
        for child in resolver.lookups.subclasses(each)
        if not child.module.is_test
        if any(isinstance(base.shape, KnownClass) and base.shape.name == name for base in resolver.bases(child))
    }
    return tuple(Value(Own(child)) for child in below) if len(below) == 1 else ()


def _composed(resolver: Resolver, head: str, inner: Values) -> Values:
    """``head[inner]``; a catalog type that makes something may make what is not known."""
    match head:
        case "instance":
            return tuple(v.becomes(made) for v in inner if (made := _instance_of(v.shape)) is not None)
        case "product":
            return tuple(v.becomes(made) for v in inner if (made := getattr(v.shape, "product", None)) is not None)
        case "type":
            return tuple(v.becomes(_class_of(v.shape)) for v in inner if isinstance(v.shape, Known | Own))
        case "list" | "iterator":
            return tuple(v.becomes(Many(v.shape)) for v in inner)
        case "pair":
            return tuple(v.becomes(Row((v.shape, None))) for v in inner)
    return tuple(v.becomes(Known(head, v.shape)) for v in inner) or (Value(_instance(resolver, head, None)),)


def _instance(resolver: Resolver, name: str, receiver: Known | None) -> Known:
    """An instance of a catalog type; one that makes something makes what its maker does, where that is known."""
    entry = resolver.catalog.type(name)
    if entry is None or entry.product is None:
        return Known(entry.name if entry is not None else name)
    if entry.product.default is None:
        return Known(entry.name)
    if receiver is not None and isinstance(receiver.product, Known):
        return Known(entry.name, receiver.product)
    return Known(entry.name, Known(entry.product.default))


def _named_class(resolver: Resolver, at: Place | None, keyword: str, position: int) -> Values:
    """The project class that an argument names: itself, or by a string (``relationship("Order")``, ``ForeignKey("shop.Order")``)."""
    node = argument_node(at, keyword, position)
    if at is None or node == f.NONE:
        return ()
    text = literal(at.unit, node)
    if text == "self" and at.unit.kind == "class":
        return (Value(Own(at.unit)),)
    if not isinstance(text, str):
        return tuple(v.becomes(made) for v in resolver.value(at.unit, node) if (made := _made_of(v.shape)) is not None)
    classes = resolver.lookups.classes(text.rpartition(".")[2])
    return (Value(Own(classes[0])),) if len(classes) == 1 else ()


def _made_of(shape: Shape) -> Own | None:
    """An instance of what names a class: the class itself, or a factory of its instances (``Order.objects.all()``)."""
    if isinstance(shape, Known):
        return shape.product if isinstance(shape.product, Own) else None
    return Own(shape.unit) if isinstance(shape, OwnClass) else None


def _instance_of(shape: Shape) -> Shape | None:
    if isinstance(shape, KnownClass):
        return Known(shape.name, shape.product)
    return Own(shape.unit) if isinstance(shape, OwnClass) else None


def _class_of(shape: Known | Own) -> KnownClass | OwnClass:
    return OwnClass(shape.unit) if isinstance(shape, Own) else KnownClass(shape.name, shape.product)


def argument_values(resolver: Resolver, at: Place | None, which: str) -> Values:
    """What argument ``0`` or ``name`` of a call may be."""
    position = int(which) if which.isdigit() else None
    node = argument_node(at, "" if position is not None else which, position)
    return resolver.value(at.unit, node) if at is not None and node != f.NONE else ()


def product_of(resolver: Resolver, product: Product, at: Place | None) -> Shape | None:
    """What a factory makes, by the arguments it was itself made with."""
    if at is not None:
        node = argument_node(at, product.class_argument or "", product.class_position)
        if node != f.NONE:
            for value in resolver.value(at.unit, node):
                match value.shape:
                    case KnownClass(name=name, product=inner):
                        return Known(name, inner)
                    case OwnClass(unit=unit):
                        return Own(unit)
        node = argument_node(at, product.factory_argument or "", product.factory_position)
        if node != f.NONE:
            for value in resolver.value(at.unit, node):
                made = [v.shape for v in resolver.call(value, None)]
                if made:
                    return made[0]
    return Known(product.default) if product.default is not None else None


def holds(resolver: Resolver, condition: Condition | None, at: Place | None) -> bool | None:
    """Whether a condition on a call's argument holds; None where the argument is not a literal."""
    if condition is None:
        return True
    node = argument_node(at, condition.argument, condition.position)
    found = condition.default if node == f.NONE or at is None else literal(at.unit, node)
    return None if found is UNKNOWN else found == condition.equals


def literal(unit: Unit, index: int, depth: int = 0) -> object:
    """The Python value of a literal, followed through names bound once; UNKNOWN otherwise."""
    node = unit.node(index)
    match node:
        case f.Text(value=text, dynamic=False):
            return text
        case f.Constant(value=text):
            return {"None": None, "True": True, "False": False}.get(text, int(text) if text.isdigit() else UNKNOWN)
        case f.Operation(operator="not", operands=(inner,)):
            found = literal(unit, inner, depth)
            return UNKNOWN if found is UNKNOWN else not found
        case f.Name(id=name) if depth < 4:
            return _literal_name(unit, name, depth)
    return UNKNOWN


def _literal_name(unit: Unit, name: str, depth: int) -> object:
    scope: Unit | None = unit
    while scope is not None:
        bindings = scope.bindings.get(name, ())
        # What a function sets by ``global`` may be anything by then.
        if name in scope.parameters or (bindings and name in scope.module.sharing):
            return UNKNOWN
        if bindings:
            if len(bindings) == 1 and bindings[0].kind == "assign" and bindings[0].value != f.NONE:
                return literal(scope, bindings[0].value, depth + 1)
            return UNKNOWN
        scope = scope.parent
    return UNKNOWN


def bound_once(unit: Unit, index: int) -> int:
    """The node that a name is bound to in a unit, where that is its only binding and no parameter; any other node itself."""
    node = unit.node(index)
    if not isinstance(node, f.Name) or node.id in unit.parameters or node.id in unit.module.sharing:
        return index
    bindings = unit.bindings.get(node.id, ())
    is_plain = len(bindings) == 1 and bindings[0].kind == "assign" and bindings[0].value != f.NONE
    return bindings[0].value if is_plain else index


def text_of(unit: Unit, index: int, depth: int = 0) -> str | None:
    """The literal beginning of a text: a string, an f-string, ``text("…")``, ``"…" % x``, ``"…".format()``, or a name bound to one."""
    if depth > 6 or index == f.NONE:
        return None
    match unit.node(index):
        case f.Text(value=text):
            return text
        case f.Call(func=func, args=args):
            callee = unit.node(func)
            if isinstance(callee, f.Attribute) and callee.name in ("format", "strip", "join", "encode", "bindparams"):
                return text_of(unit, callee.value, depth + 1)
            if (
                unit.last_name(func) in ("text", "SQL", "sql", "dedent", "RawSQL", "literal_column", "DDL", "Composed")
                and args
            ):
                return text_of(unit, args[0], depth + 1)
        case f.Operation(operands=operands, operator="+" | "%") if operands:
            return text_of(unit, operands[0], depth + 1)
        case f.Choice(options=options) if options:
            return text_of(unit, options[0], depth + 1)
        case f.Name(id=name):
            return _named_text(unit, name, depth)
    return None


def _named_text(unit: Unit, name: str, depth: int) -> str | None:
    scope: Unit | None = unit
    while scope is not None:
        for binding in scope.bindings.get(name, ())[:1]:
            if binding.kind == "assign" and binding.value != f.NONE:
                return text_of(scope, binding.value, depth + 1)
            return None
        if name in scope.parameters:
            return None
        scope = scope.parent
    return None
