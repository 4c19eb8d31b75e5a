"""What an argument or a literal is, as far as the code says so: None, true, false, something, a text, a function, a member of an enumeration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.model.asked import Passed, that_function, that_member, that_text
from archcheck.resolve import closures, declared, entries
from archcheck.resolve.scoping import binder_of
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Foreign, Function, OwnClass, Package, Shape

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_LONGEST = 40
_ENUMERATIONS = frozenset(f"enum.{name}" for name in ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum"))
_MIXED_IN = frozenset(["builtins.str", "builtins.int"])


def told(resolver: Resolver, unit: Unit, index: int, *, closely: bool) -> Passed | None:
    """What an argument is, if that is known.

    Args:
        resolver: types what has to be typed.
        unit: where it stands.
        index: its node.
        closely: whether to look for what is more than a literal, a name or a parameter.
    """
    parameter = closures.handed_name(unit, index)
    if parameter is not None:
        owner = unit if parameter in unit.parameters else closures.owner_of(unit, parameter)
        return "some" if owner is not None and declared.is_something(resolver, owner, parameter) else f"={parameter}"
    node = unit.node(index)
    function = _function(resolver, unit, index)
    if function is not None:
        return that_function(function.label)
    if isinstance(node, f.Inner) and unit.module.units[node.scope].kind == "lambda":
        # It is none of the functions that have a name.
        return that_function("<lambda>")
    found = constant(resolver, unit, index)
    if found is not None or not closely:
        return found
    return "true" if _is_something(resolver, unit, node) else None


def constant(resolver: Resolver, unit: Unit, index: int) -> Passed | None:
    """What a literal is, or a name that is bound to one for good; of another module or a class a text or a member of an enumeration."""
    known = _known(entries.literal(unit, index))
    if known is not None:
        return known
    match unit.node(index):
        case f.Name(id=name) if is_always(unit, name, "import"):
            return _imported(resolver, unit, index)
        case f.Attribute(value=base, name=name):
            owner = exact_class(resolver, unit, base)
            return _imported(resolver, unit, index) if owner is None else _of_class(resolver, owner, name)
    return None


def is_always(unit: Unit, name: str, *kinds: str) -> bool:
    """Whether a name is bound once and for all, in one of some ways."""
    binder = binder_of(unit, name)
    if binder is None or name in binder.parameters or name in binder.module.sharing:
        return False
    bindings = binder.bindings.get(name, ())
    return len(bindings) == 1 and bindings[0].kind in kinds


def _imported(resolver: Resolver, unit: Unit, index: int) -> Passed | None:
    """The text that a name of another module is bound to for good."""
    places = resolver.alias_places(unit, index)
    if len(places) != 1 or places[0].unit.kind != "module":
        return None
    (place,) = places
    if place.unit.module.stars:
        return None
    named = [each for bindings in place.unit.bindings.values() for each in bindings if each.value == place.node]
    is_constant = all(each.kind == "assign" and each.name not in place.unit.module.sharing for each in named)
    is_set = any(resolver.lookups.stores(each.name) for each in named)
    return _known_text(entries.literal(place.unit, place.node)) if is_constant and not is_set else None


def exact_class(resolver: Resolver, unit: Unit, index: int) -> Unit | None:
    """The class of the project that an expression surely is, and none below it."""
    match unit.node(index):
        case f.Name(id=name) if is_always(unit, name, "class", "import"):
            pass
        case f.Attribute(value=base) if all(isinstance(v.shape, Package) for v in resolver.value(unit, base)):
            pass
        case _:
            return None
    values = resolver.value(unit, index)
    shape = values[0].shape if len(values) == 1 and values[0].certain else None
    return shape.unit if isinstance(shape, OwnClass) else None


def _of_class(resolver: Resolver, owner: Unit, name: str) -> Passed | None:
    """A member of an enumeration whose members all differ; of any other class a text, where nobody sets another."""
    bindings = owner.bindings.get(name, ())
    if len(bindings) != 1 or bindings[0].kind != "assign" or bindings[0].value == f.NONE:
        return None
    above = resolver.lineage(owner)[1:]
    paths = {shape.path for shape in above if isinstance(shape, Foreign)}
    if not paths & _ENUMERATIONS:
        is_set = bool(resolver.lookups.stores(name)) or name in owner.self_stores
        return None if is_set else _known_text(entries.literal(owner, bindings[0].value))
    is_plain = all(isinstance(shape, OwnClass | Foreign) for shape in above) and paths <= _ENUMERATIONS | _MIXED_IN
    return that_member(f"{owner.label}.{name}") if is_plain and _all_differ(owner) else None


def _all_differ(owner: Unit) -> bool:
    """Whether no two names of an enumeration may be one member: each is bound to another literal, or all to values that are made."""
    seen: set[object] = set()
    made = 0
    for name, bindings in owner.bindings.items():
        if name == "_generate_next_value_":
            return False
        if name.startswith("_") or bindings[-1].kind != "assign" or bindings[-1].value == f.NONE:
            continue
        value = entries.literal(owner, bindings[-1].value)
        if value is entries.UNKNOWN and owner.last_name(bindings[-1].value) == "auto":
            made += 1
        elif value is entries.UNKNOWN or value in seen:
            return False
        else:
            seen.add(value)
    # What is made may be what is written beside it.
    return not (made and seen)


def _function(resolver: Resolver, unit: Unit, index: int) -> Unit | None:
    """The function that an argument surely is: one whose name means nothing else, neither here nor where it stands."""
    node = unit.node(index)
    is_named = isinstance(node, f.Name) and is_always(unit, node.id, "def", "import")
    if not is_named and not (isinstance(node, f.Attribute) and node.name in resolver.project.function_names):
        return None
    values = resolver.value(unit, index)
    shape = values[0].shape if len(values) == 1 and values[0].certain else None
    function = shape.unit if isinstance(shape, Function) and shape.unit.kind == "function" else None
    if function is None or not is_always(function.around, function.scope.name, "def"):
        return None
    if isinstance(node, f.Attribute) and node.name != function.scope.name:
        # Where it is kept there may be nothing.
        return None
    owner = function.class_around
    return function if owner is None or function.scope.name not in owner.self_stores else None


def _is_something(resolver: Resolver, unit: Unit, node: f.Node) -> bool:
    """Whether an argument is surely neither None nor false: a function by its name, one that a function has made, a new object."""
    match node:
        case f.Name(id=name):
            return is_always(unit, name, "def")
        case f.Call(func=func):
            values = resolver.value(unit, func)
            return bool(values) and all(v.certain and _gives_something(resolver, v.shape) for v in values)
    return False


def _gives_something(resolver: Resolver, shape: Shape) -> bool:
    match shape:
        case OwnClass(unit=owner):
            return declared.is_true(resolver, owner)
        case Function(unit=made) if made.scope.exits and made.block(0).ends == "return" and not made.scope.yields:
            given = [made.node(leave.value) if leave.value != f.NONE else None for leave in made.scope.exits]
            return all(isinstance(node, f.Name) and is_always(made, node.id, "def") for node in given)
    return False


def _known(value: object) -> Passed | None:
    """A literal as what is asked or handed over."""
    if value is entries.UNKNOWN:
        return None
    if isinstance(value, str):
        return that_text(value) if len(value) <= _LONGEST else "true"
    return "none" if value is None else "true" if value else "false"


def _known_text(value: object) -> Passed | None:
    """A text; a flag that somebody else keeps is a setting, and may be another one where the code runs."""
    return _known(value) if isinstance(value, str) and value else None
