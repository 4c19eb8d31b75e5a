"""Handlers of import statements."""

from archcheck.facts.grammar import Syntax, field, kind, named
from archcheck.facts.lowering import Handler, Leaf, Lowering
from archcheck.facts.schema import NONE, Import, Imported

_ALIASED = kind("aliased_import")
_DOTTED = kind("dotted_name")
_RELATIVE = kind("relative_import")
_PREFIX = kind("import_prefix")
_WILDCARD = kind("wildcard_import")
_NAME = field("name")
_ALIAS = field("alias")
_MODULE = field("module_name")


def imported(low: Lowering, node: Syntax) -> int:
    """``import a.b, c as d``."""
    for child in named(node):
        module, alias = _named(low, child)
        if not module:
            continue
        _record(low, node, module, "", alias, 0)
        first = module.partition(".")[0]
        value = low.scope.emit(Imported(module if alias else first, "", 0))
        low.scope.bind(alias or first, "import", value, node.start_point[0] + 1)
    return NONE


def imported_from(low: Lowering, node: Syntax) -> int:
    """``from ..a import b as c, d``, ``from a import *``."""
    origin = node.child_by_field_id(_MODULE)
    module, level = ("__future__", 0) if origin is None else _origin(low, origin)
    for child in named(node):
        if child == origin:
            continue
        if child.kind_id == _WILDCARD:
            _record(low, node, module, "*", "", level)
            continue
        name, alias = _named(low, child)
        if name:
            _record(low, node, module, name, alias, level)
            value = low.scope.emit(Imported(module, name, level))
            low.scope.bind(alias or name, "import", value, node.start_point[0] + 1)
    return NONE


def _origin(low: Lowering, node: Syntax) -> tuple[str, int]:
    if node.kind_id != _RELATIVE:
        return _dotted(low, node), 0
    module, level = "", 0
    for child in named(node):
        if child.kind_id == _PREFIX:
            level += low.text.of(child).count(".")
        else:
            module = _dotted(low, child)
    return module, level


def _named(low: Lowering, node: Syntax) -> tuple[str, str]:
    if node.kind_id == _ALIASED:
        name, alias = node.child_by_field_id(_NAME), node.child_by_field_id(_ALIAS)
        return ("" if name is None else _dotted(low, name), "" if alias is None else low.text.of(alias))
    return (_dotted(low, node) if node.kind_id == _DOTTED else "", "")


def _dotted(low: Lowering, node: Syntax) -> str:
    return ".".join(low.text.of(child) for child in named(node))


def _record(low: Lowering, node: Syntax, module: str, name: str, alias: str, level: int) -> None:
    line, column = node.start_point[0] + 1, low.text.column(node)
    scope = low.scope
    low.imports.append(Import(module, name, alias, level, line, column, scope.type_checking, scope.index))


LEAVES: dict[str, Leaf] = {
    "future_import_statement": imported_from,
    "import_from_statement": imported_from,
    "import_statement": imported,
}

HANDLERS: dict[str, Handler] = {}
