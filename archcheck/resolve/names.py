"""Names, symbols of modules, and dotted paths."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.facts.schema import NONE, Binding
from archcheck.resolve import filled
from archcheck.resolve.scoping import END, is_unset, reaching
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import (
    Foreign,
    Known,
    KnownClass,
    KnownFunction,
    Package,
    Value,
    Values,
    merged,
    without_none,
)

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_BUILTINS = frozenset(dir(builtins))


def name(resolver: Resolver, unit: Unit, wanted: str, at: int) -> Values:
    """What ``wanted`` may be at time ``at``, by Python's scoping rules."""
    scope: Unit | None = unit
    first = True
    while scope is not None:
        skip = scope.kind == "class" and (not first or (scope is unit and not _is_bound_by(scope, wanted, at)))
        if not skip and (wanted in scope.bindings or wanted in scope.parameters) and wanted not in scope.scope.shared:
            if scope is unit:
                return in_scope(resolver, scope, wanted, at)
            if wanted not in scope.module.sharing or scope.kind != "module":
                return resolver.at_end(scope, wanted)
        if scope.kind == "module":
            break
        first = first and scope.kind in ("comprehension",)
        scope = scope.parent
    return _at_module_level(resolver, unit, wanted)


def _is_bound_by(unit: Unit, wanted: str, at: int) -> bool:
    """Whether a class has bound a name at a time: until then it is the name around that counts (``save = save``)."""
    return bool(reaching(unit, unit.bindings.get(wanted, ()), at)[0])


def in_scope(resolver: Resolver, unit: Unit, wanted: str, at: int) -> Values:
    """What a name that is bound in a unit may be at a time."""
    bindings = unit.bindings.get(wanted, ())
    parameter = unit.parameters.get(wanted)
    seen, surely = reaching(unit, bindings, at)
    values: list[Value] = []
    for binding in seen:
        values += bound(resolver, unit, binding)
    if not surely and parameter is not None:
        values += resolver.parameter(unit, wanted)
    if not values and not seen and parameter is None:
        # Bound only later in the text: in a function called later, or by a loop around.
        for binding in bindings:
            values += bound(resolver, unit, binding)
    return merged(without_none(values))


def at_end(resolver: Resolver, unit: Unit, wanted: str) -> Values:
    """What a name that is bound in a unit may be when the unit has run."""
    return in_scope(resolver, unit, wanted, END)


def rebound(resolver: Resolver, unit: Unit, index: int) -> Values:
    """What a name that is a parameter may have been bound to since; nothing of what was handed in."""
    node = unit.node(index)
    if not isinstance(node, f.Name):
        return ()
    seen, _ = reaching(unit, unit.bindings.get(node.id, ()), index)
    return merged([value for binding in seen for value in bound(resolver, unit, binding)])


def bound(resolver: Resolver, unit: Unit, binding: Binding) -> Values:
    """What one binding gives its name: by its annotation where that says something, else by its value."""
    if is_unset(binding) or binding.kind == "augmented":
        return ()
    if binding.annotation != NONE:
        declared = resolver.annotation(unit, binding.annotation)
        if declared:
            return tuple(value.then(f"`{binding.name}` is annotated on line {binding.line}") for value in declared)
    if binding.value == NONE:
        return ()
    values = resolver.value(unit, binding.value)
    if filled.is_empty(unit, binding.value):
        values = (*resolver.filled(unit, binding.name), *values)
    if binding.kind in ("import", "def", "class", "narrow"):
        return values
    return tuple(
        value.then(f"`{binding.name}` is bound on line {binding.line} of {unit.module.name}") for value in values
    )


def _at_module_level(resolver: Resolver, unit: Unit, wanted: str) -> Values:
    by_that_name = resolver.lookups.module(unit.module.name)
    found = resolver.symbol(unit.module.name, wanted) if by_that_name is not None else ()
    if not found and by_that_name is not unit.module:
        found = _starred(resolver, unit, wanted)
    if found:
        return found
    if wanted in _BUILTINS:
        return (Value(Foreign(f"builtins.{wanted}")),)
    return ()


def symbol(resolver: Resolver, module: str, wanted: str) -> Values:
    """What a module of the project has under a name: bound, star-imported, declared ``global``, or a submodule."""
    known = resolver.lookups.module(module)
    if known is not None:
        bound_here = wanted in known.body.bindings
        values = list(resolver.at_end(known.body, wanted)) if bound_here else []
        # What a module says first is often None, and what it is comes with the first call of a function that says ``global``.
        values += _assigned_globally(resolver, known.body, wanted)
        values = values or list(_starred(resolver, known.body, wanted))
        if values or bound_here:
            return merged(without_none(values))
    submodule = f"{module}.{wanted}"
    if resolver.lookups.is_package(submodule):
        return (Value(Package(submodule)),)
    return ()


def _assigned_globally(resolver: Resolver, body: Unit, wanted: str) -> Values:
    units = body.module.sharing.get(wanted, ())
    values = [value for unit in units for b in unit.bindings.get(wanted, ()) for value in bound(resolver, unit, b)]
    return merged(without_none(values))


def _starred(resolver: Resolver, body: Unit, wanted: str) -> Values:
    if wanted.startswith("_"):
        return ()
    values: list[Value] = []
    for source in body.module.stars:
        if not resolver.lookups.is_package(source):
            values += [v for v in resolver.path(f"{source}.{wanted}") if not isinstance(v.shape, Foreign)]
        elif _may_have(resolver, source, wanted):
            values += resolver.symbol(source, wanted)
    return merged(values)


def _may_have(resolver: Resolver, source: str, wanted: str) -> bool:
    """Whether a module may have a name, by a look that is cheaper than to ask what it is: there may be many stars."""
    module = resolver.lookups.module(source)
    own = module is not None and (wanted in module.body.bindings or wanted in module.sharing or bool(module.stars))
    return own or resolver.lookups.is_package(f"{source}.{wanted}")


def path(resolver: Resolver, dotted: str) -> Values:
    """What a dotted path means: a module or symbol of the project, an entry of the catalog, or something foreign."""
    if resolver.lookups.is_package(dotted):
        return (Value(Package(dotted)),)
    catalog = resolver.catalog
    head, _, last = dotted.rpartition(".")
    top = dotted.partition(".")[0]
    if head and resolver.lookups.is_package(top):
        found: list[Value] = []
        for value in resolver.path(head):
            if not isinstance(value.shape, Foreign):
                found += resolver.member(value, last)
        if found:
            return merged(found)
    known = catalog.type(dotted)
    if known is not None:
        return (Value(KnownClass(known.name)).then(f"`{known.name}` is in the catalog"),)
    function = catalog.function(dotted)
    if function is not None:
        return (Value(KnownFunction(function.name)).then(f"`{function.name}` is in the catalog"),)
    thing = catalog.object(dotted)
    if thing is not None:
        return (Value(Known(thing.type)).then(f"`{thing.name}` is a `{thing.type}`"),)
    if head:
        outer = catalog.type(head)
        if outer is not None:
            return resolver.member(Value(KnownClass(outer.name)), last)
    # A directory without an __init__.py (``alembic/versions``) gives way to an installed package of that name.
    is_own = resolver.lookups.module(top) is not None
    return () if is_own else (Value(Foreign(dotted)),)
