"""What parameters may be: by annotation, default, injection, the instance itself, or the calls of the function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve import binding, called_back, entries
from archcheck.resolve.lineage import subclasses
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import (
    Function,
    Known,
    KnownClass,
    KnownMethod,
    Own,
    OwnClass,
    Partial,
    Place,
    Plain,
    Super,
    Value,
    Values,
    doubtful,
    is_interface,
    merged,
)

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

_MOST_CALLS = 40


def parameter(resolver: Resolver, unit: Unit, name: str) -> Values:
    """What a parameter may be, by the best source that says something."""
    facts = unit.parameters[name]
    where = f"parameter `{name}` of `{unit.scope.qualname}`"
    if name == unit.self_name and unit.class_around is not None:
        return (Value(_receiver(unit, unit.class_around)),)
    if facts.annotation != f.NONE:
        declared = resolver.annotation(unit.around, facts.annotation)
        if declared and facts.takes_one:
            said = [v.then(f"{where} is annotated") for v in declared]
            open_ = any(is_interface(v.shape) for v in declared)
            return merged([*said, *_given(resolver, unit, name, where)]) if open_ else tuple(said)
    if not facts.takes_one:
        return ()
    return _given(resolver, unit, name, where)


def _given(resolver: Resolver, unit: Unit, name: str, where: str) -> Values:
    """What a parameter is seen to be given."""
    facts = unit.parameters[name]
    injected = resolver.injected(unit, name)
    if injected:
        return tuple(v.then(f"{where} is injected by a decorator") for v in injected)
    by_library = _by_library(resolver, unit, name)
    if by_library:
        return tuple(v.then(f"{where} is what the library calls it with") for v in by_library)
    passed_on = _of_decorated(resolver, unit, name)
    if passed_on:
        return tuple(v.then(f"{where} is that of the decorated functions") for v in passed_on)
    default = resolver.value(unit.around, facts.default) if facts.default != f.NONE else ()
    default = tuple(v for v in default if not isinstance(v.shape, Plain))
    handed = _handed(resolver, unit, name) or called_back.parameter(resolver, unit, name) or _sent(resolver, unit, name)
    return merged(
        [*(v.then(f"default of {where}") for v in default), *(v.then(f"{where}, by its callers") for v in handed)]
    )


def _by_library(resolver: Resolver, unit: Unit, name: str) -> Values:
    """What a library calls a method with that a class below one of its own defines (``form_valid(self, form)``)."""
    owner = unit.class_around
    if owner is None or unit.scope.name not in resolver.catalog.overridden_names:
        return ()
    position = [p.name for p in unit.scope.parameters].index(name) - 1
    for shape in resolver.lineage(owner):
        if isinstance(shape, KnownClass):
            given = resolver.catalog.overridden(shape.name, unit.scope.name)
            if 0 <= position < len(given):
                return entries.shapes(resolver, given[position], Known(shape.name), None, Own(owner))
    return ()


def _of_decorated(resolver: Resolver, unit: Unit, name: str) -> Values:
    """A decorator's inner function is called like the functions that it decorates: same position, same value."""
    decorator = unit.parent
    while decorator is not None and decorator.parent is not None and decorator.parent.kind == "function":
        decorator = decorator.parent
    if (
        decorator is None
        or decorator.kind != "function"
        or unit.kind != "function"
        or "wraps" not in unit.decorator_names
    ):
        return ()
    position = [p.name for p in unit.scope.parameters].index(name)
    found: list[Value] = []
    for function, node in resolver.lookups.decorated(decorator.scope.name)[:_MOST_CALLS]:
        parameters = function.scope.parameters
        around = function.around
        target = around.node(node)
        callee = target.func if isinstance(target, f.Call) else node
        if position >= len(parameters) or not parameters[position].takes_position:
            continue
        if any(isinstance(v.shape, Function) and v.shape.unit is decorator for v in resolver.value(around, callee)):
            found += resolver.parameter(function, parameters[position].name)
    return doubtful(merged(found))


def _receiver(unit: Unit, owner: Unit) -> Own | OwnClass:
    return OwnClass(owner) if unit.takes_class else Own(owner)


def _handed(resolver: Resolver, unit: Unit, name: str) -> Values:
    """What the calls of a function in the project hand to a parameter: certain never, since callers may be unseen."""
    if unit.kind == "lambda":
        return ()
    found: list[Value] = []
    for at, function in calls_of(resolver, unit):
        node = binding.handed_argument(function, at, name)
        if node != f.NONE:
            found += [v for v in resolver.value(at.unit, node) if not isinstance(v.shape, Plain)]
    return doubtful(merged(found))


def _sent(resolver: Resolver, unit: Unit, name: str) -> Values:
    """What calls hand to a method that they name by a text, as those of remote procedures do: keywords that are all its parameters."""
    found: list[Value] = []
    for sender, index in resolver.lookups.sent(unit.scope.name)[:_MOST_CALLS] if unit.class_around is not None else ():
        call = sender.node(index)
        keywords = dict(call.keywords) if isinstance(call, f.Call) else {}
        if name in keywords and keywords.keys() <= unit.parameters.keys():
            found += [v for v in resolver.value(sender, keywords[name]) if not isinstance(v.shape, Plain)]
    return doubtful(merged(found))


def calls_of(resolver: Resolver, unit: Unit) -> list[tuple[Place, Function]]:
    """Calls in the project, tests left out where others are there, that reach a function; at most forty are looked at."""
    owner = unit.class_around
    names = [unit.scope.name]
    if owner is not None and unit.scope.name == "__init__":
        names = [owner.scope.name, "cls", "__init__", *(c.scope.name for c in _subclasses_without(resolver, owner))]
    candidates = resolver.lookups.calls_outside_tests(names)
    near = sorted(candidates, key=lambda c: c[0].module is not unit.module)
    found = []
    for caller, node in near[:_MOST_CALLS]:
        function = _reaches(resolver, caller, node, unit)
        if function is not None:
            found.append((Place(caller, node), function))
    return found


def _subclasses_without(resolver: Resolver, owner: Unit) -> list[Unit]:
    return [c for c in subclasses(resolver, owner) if "__init__" not in c.bindings]


def _reaches(resolver: Resolver, caller: Unit, node: int, unit: Unit) -> Function | None:
    """The function as the call sees it (bound or not), where the call reaches it."""
    call = caller.node(node)
    assert isinstance(call, f.Call)
    owner = unit.class_around
    for value in resolver.value(caller, call.func):
        match value.shape:
            case Function(unit=target) as function if target is unit:
                return function
            case Function(unit=target) as function if not _by_super(resolver, caller, call):
                if _overrides(resolver, unit, target):
                    return Function(unit, function.receiver)
            case Partial(target=Function(unit=target) as function) if target is unit:
                return function
            case OwnClass(unit=made) if owner is not None and unit.scope.name == "__init__":
                if made is owner or OwnClass(owner) in resolver.lineage(made):
                    return Function(unit, Own(owner))
    return None


def _by_super(resolver: Resolver, caller: Unit, call: f.Call) -> bool:
    """Whether a call names the class whose method it wants, so that no override below is meant."""
    func = caller.node(call.func)
    if not isinstance(func, f.Attribute):
        return False
    return any(isinstance(v.shape, Super | OwnClass) for v in resolver.value(caller, func.value))


def _overrides(resolver: Resolver, unit: Unit, target: Unit) -> bool:
    """Whether a method overrides the one that is called through a base class."""
    owner, base = unit.class_around, target.class_around
    if owner is None or base is None or unit.scope.name != target.scope.name:
        return False
    return owner is not base and OwnClass(base) in resolver.lineage(owner)


def injected(resolver: Resolver, unit: Unit, name: str) -> Values:
    """What the decorators of a function hand in as the parameter ``name``."""
    found: list[Value] = []
    for node in unit.scope.decorators:
        for value in resolver.value(unit.around, node):
            match value.shape:
                case Function(unit=wrapper):
                    found += _handed_by_wrapper(resolver, wrapper, unit, name)
                case KnownMethod() | Own():
                    continue
        found += _by_catalog(resolver, unit, node, name)
    return doubtful(merged(found))


def handed_in(resolver: Resolver, unit: Unit) -> tuple[str, ...]:
    """Parameters of a function that its decorators hand in; the instance is there anyway."""
    if not unit.scope.decorators:
        return ()
    return tuple(name for name in unit.parameters if name != unit.self_name and _is_brought(resolver, unit, name))


def _is_brought(resolver: Resolver, unit: Unit, name: str) -> bool:
    """Whether a decorator of a function brings a parameter itself, and does not only hand on what it was called with."""
    if not resolver.injected(unit, name):
        return False
    for node in unit.scope.decorators:
        wrappers = [v.shape.unit for v in resolver.value(unit.around, node) if isinstance(v.shape, Function)]
        if any(_handed_by_wrapper(resolver, wrapper, unit, name, own=True) for wrapper in wrappers):
            return True
        if _by_catalog(resolver, unit, node, name):
            return True
    return False


def _by_catalog(resolver: Resolver, unit: Unit, node: int, name: str) -> Values:
    from archcheck.resolve import entries
    from archcheck.resolve.values import KnownFunction

    target = unit.around.node(node)
    func = target.func if isinstance(target, f.Call) else node
    for value in resolver.value(unit.around, func):
        if isinstance(value.shape, KnownFunction):
            entry = resolver.catalog.function(value.shape.name)
            if entry is not None and name in entry.injects:
                return entries.shapes(resolver, entry.injects[name], None, None)
    return ()


def _handed_by_wrapper(
    resolver: Resolver, wrapper: Unit, decorated: Unit, name: str, *, own: bool = False
) -> list[Value]:
    """What a decorator's inner function hands to the function it wraps, by keyword or position; ``own``: no parameter of its own."""
    outer = wrapper
    while outer.parent is not None and outer.parent.kind == "function":
        outer = outer.parent
    found: list[Value] = []
    for unit in outer.with_inner():
        for index, node in unit.calls:
            if calls_wrapped(unit, node):
                handed = binding.handed_argument(Function(decorated), Place(unit, index), name)
                if handed != f.NONE and not (own and unit.parameter_at(handed) is not None):
                    found += [v for v in resolver.value(unit, handed) if not isinstance(v.shape, Plain)]
                found += _from_mapping(resolver, unit, node, name)
    return found


def _from_mapping(resolver: Resolver, unit: Unit, call: f.Call, name: str) -> Values:
    """``kwargs["session"] = x`` before ``func(**kwargs)``."""
    found: list[Value] = []
    for keyword, mapping in call.keywords:
        target = unit.dotted(mapping) if keyword == "**" else None
        for store in unit.scope.stores:
            if target is not None and store.name == "[]" and unit.dotted(store.base) == target:
                key = unit.node(store.index)
                if isinstance(key, f.Text) and key.value == name:
                    found += resolver.value(unit, store.value)
    return merged(found)


def is_put_around(unit: Unit) -> bool:
    """Whether a library makes a decorator of the function, which is then called with what is decorated as its first argument."""
    return unit.kind == "function" and "decorator" in unit.decorator_names and bool(unit.scope.parameters)


def calls_wrapped(unit: Unit, call: f.Call) -> bool:
    """Whether a call calls a parameter of a function around: the decorated function, in a decorator.

    Below ``@wrapt.decorator`` or ``@decorator.decorator`` the function itself is what is put around its first parameter.
    """
    callee = unit.node(call.func)
    if not isinstance(callee, f.Name):
        return False
    if is_put_around(unit) and callee.id == unit.scope.parameters[0].name:
        return True
    outer = unit.parent
    while outer is not None and outer.kind == "function":
        if callee.id in outer.parameters and callee.id not in unit.bindings:
            return True
        outer = outer.parent
    return False
