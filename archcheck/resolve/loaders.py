"""What is loaded by its dotted name, where the code spells that name: as text, or as the default of a setting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcheck.facts import schema as f
from archcheck.resolve import binding, entries
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Foreign, OwnClass, Place, Row, Value, Values, merged

if TYPE_CHECKING:
    from archcheck.resolve.resolver import Resolver

# What these give is named by text or by an installation: it may be anything, the project's own classes above all.
_MAKE = frozenset(["oslo_utils.importutils.import_object"])
_LOAD = frozenset(
    [
        "importlib.import_module",
        "django.utils.module_loading.import_string",
        "werkzeug.utils.import_string",
        "oslo_utils.importutils.import_class",
        "oslo_utils.importutils.import_module",
    ]
)
_FIND = frozenset(
    [
        "importlib.metadata.entry_points",
        "pkg_resources.iter_entry_points",
        "pkg_resources.load_entry_point",
        "stevedore.DriverManager",
        "stevedore.driver.DriverManager",
        "stevedore.ExtensionManager",
        "stevedore.extension.ExtensionManager",
        "stevedore.NamedExtensionManager",
        "stevedore.named.NamedExtensionManager",
    ]
)
# An object that stands for one of the modules in a mapping.
_CHOOSE = {"oslo_db.api.DBAPI": "backend_mapping", "oslo_db.api.DBAPI.from_config": "backend_mapping"}
LOADERS = _MAKE | _LOAD | _FIND | _CHOOSE.keys()
_OPTIONS = ("StrOpt", "Opt")
# Behind so many arguments comes what they give where nothing is set: `getattr(settings, "STORE", "shop.stores.Store")`.
_WITH_DEFAULT = {"getattr": 2, "get": 1, "getenv": 1}
_DEEPEST = 4


def loaded(resolver: Resolver, path: str, at: Place | None) -> Values:
    """What a loader gives; nothing where the name is not written down.

    Args:
        resolver: the project's types.
        path: the loader's dotted path, one of ``LOADERS``.
        at: the call.
    """
    if at is None or path in _FIND:
        return ()
    if path in _CHOOSE:
        named = _mapped(resolver, Place(at.unit, binding.argument_node(at, _CHOOSE[path], 1)))
    else:
        node = binding.argument_node(at, "", 0)
        named = _named(resolver, Place(at.unit, node)) if node != f.NONE else ()
    found = [v for dotted, certain in named for v in _meant(resolver, dotted, certain)]
    if path in _MAKE:
        found = [made for v in found if isinstance(v.shape, OwnClass) for made in resolver.call(v, None)]
    return merged(found)


def _mapped(resolver: Resolver, place: Place) -> tuple[tuple[str, bool], ...]:
    """The dotted names that are the values of a mapping, each with whether it is the only one."""
    if place.node == f.NONE:
        return ()
    places = [place, *resolver.alias_places(place.unit, place.node)]
    for unit, node in ((each.unit, each.unit.node(each.node)) for each in places):
        if isinstance(node, f.Mapping):
            texts = [entries.literal(unit, value) for value in node.values]
            return tuple((text, len(texts) == 1) for text in texts if isinstance(text, str))
    return ()


def by_place(resolver: Resolver, at: Place) -> Values:
    """What a loader of the project's own may give that is handed a place and a class there, or a list of such classes:
    ``get_class("basket.forms", "LineForm")``, ``get_model("basket", "line")``.
    """
    call = at.unit.node(at.node)
    if not isinstance(call, f.Call) or len(call.args) < 2:
        return ()
    place, names = at.unit.node(call.args[0]), at.unit.node(call.args[1])
    if not isinstance(place, f.Text) or place.dynamic:
        return ()
    if isinstance(names, f.Items):
        shapes = [_class_at(resolver, place.value, at.unit.node(item)) for item in names.items]
        return (Value(Row(tuple(shapes)), False),) if any(shapes) else ()
    shape = _class_at(resolver, place.value, names)
    return (Value(shape).then("the call names it and where it stands", certain=False),) if shape else ()


def _class_at(resolver: Resolver, place: str, name: f.Node) -> OwnClass | None:
    """The project's only class of a name in a place: a module by the end of its name, or a package that it stands in."""
    if not isinstance(name, f.Text) or not name.value.isidentifier():
        return None
    classes = resolver.lookups.classes(name.value) or resolver.lookups.classes(name.value.capitalize())
    found = [each for each in classes if _stands_at(each.module.name, place)]
    return OwnClass(found[0]) if len(found) == 1 else None


def _stands_at(module: str, place: str) -> bool:
    return f".{module}".endswith(f".{place}") or ("." not in place and place in module.split("."))


def _named(resolver: Resolver, place: Place, depth: int = 0) -> tuple[tuple[str, bool], ...]:
    """The dotted names that an expression may be, each with whether it is certain."""
    unit = place.unit
    text = entries.literal(unit, place.node)
    if isinstance(text, str):
        return ((text, True),)
    if depth > _DEEPEST:
        return ()
    match unit.node(place.node):
        case f.Attribute(value=base, name=name) if unit.is_self(base) and unit.class_around is not None:
            stores = unit.class_around.self_stores.get(name, ())
            placed = [Place(method, store.value) for method, store in stores if store.value != f.NONE]
            return tuple((name, False) for p in placed for name, _ in _named(resolver, p, depth + 1))
        case f.Attribute(name=name):
            return tuple((default, False) for default in _defaults(resolver, name))
        case f.Call(func=func, args=(*before, last)) if len(before) == _WITH_DEFAULT.get(unit.last_name(func) or ""):
            default = entries.literal(unit, last)
            return ((default, False),) if isinstance(default, str) else ()
        case f.Name(id=name):
            places = [p for p in resolver.alias_places(unit, place.node) if p != place]
            if name in unit.parameters and unit.parameters[name].default != f.NONE:
                places.append(Place(unit.around, unit.parameters[name].default))
            return tuple(
                (dotted, certain and name not in unit.parameters)
                for p in places
                if not isinstance(p.unit.node(p.node), f.Name)
                for dotted, certain in _named(resolver, p, depth + 1)
            )
    return ()


def _defaults(resolver: Resolver, option: str) -> list[str]:
    """The defaults of a setting that the project declares (``cfg.StrOpt("driver", default="shop.driver.Driver")``)."""
    found: list[str] = []
    for unit, index in (call for name in _OPTIONS for call in resolver.lookups.calls(name)):
        if _declares(resolver, unit, index) and _text(resolver, Place(unit, index), "name", 0) == option:
            text = _text(resolver, Place(unit, index), "default", None)
            found += [text] if isinstance(text, str) else []
    return found


def _declares(resolver: Resolver, unit: Unit, index: int) -> bool:
    call = unit.node(index)
    assert isinstance(call, f.Call)
    callees = (value.shape for value in resolver.value(unit, call.func))
    return any(isinstance(shape, Foreign) and shape.path.startswith("oslo_config.") for shape in callees)


def _text(resolver: Resolver, at: Place, keyword: str, position: int | None) -> object:
    node = binding.argument_node(at, keyword, position)
    if node == f.NONE:
        return entries.UNKNOWN
    # Calls come without a note: one who looks into them asks for something that stands there.
    resolver.value(at.unit, node)
    return entries.literal(at.unit, node)


def _meant(resolver: Resolver, dotted: str, certain: bool) -> list[Value]:
    if "." not in dotted or dotted.startswith("."):
        return []
    found = resolver.path(dotted.replace(":", "."))
    return [
        v.then(f"`{dotted}` is loaded by its name", certain=certain) for v in found if not isinstance(v.shape, Foreign)
    ]
