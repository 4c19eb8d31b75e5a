"""Circles of imports between the children of a package, and the imports that grimp would take out to open them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import deepcopy

import grimp

from archcheck.model.review import Cycle, DirectImport


def cycles(graph: grimp.ImportGraph, modules: Collection[str]) -> tuple[Cycle, ...]:
    """Every circle between siblings, by package and members.

    Args:
        graph: the import graph; it is not changed.
        modules: the modules that are looked at; imports of others do not count.
    """
    own = _restricted(graph, modules)
    found: list[Cycle] = []
    for package in sorted(own.modules):
        if own.find_children(package):
            nominated = own.nominate_cycle_breakers(package)
            if nominated:
                found += _of_package(own, package, nominated)
    return tuple(sorted(found, key=lambda cycle: (cycle.package, cycle.members)))


def _restricted(graph: grimp.ImportGraph, modules: Collection[str]) -> grimp.ImportGraph:
    own = deepcopy(graph)
    around = {name[:end] for name in modules for end in _ends(name)}
    for module in own.modules - around:
        own.remove_module(module)
    return own


def _ends(name: str) -> list[int]:
    return [*(place for place, letter in enumerate(name) if letter == "."), len(name)]


def _of_package(own: grimp.ImportGraph, package: str, nominated: Iterable[tuple[str, str]]) -> Iterator[Cycle]:
    between = _between_children(own, package)
    cuts = sorted(nominated)
    for members in _circles(between):
        inside = [pair for pair in cuts if {_child(package, name) for name in pair} <= members]
        yield Cycle(
            package=package,
            members=tuple(sorted(members)),
            imports=sum(count for (a, b), count in between.items() if a in members and b in members),
            cuts=tuple(_import(own, *pair) for pair in inside),
        )


def _between_children(own: grimp.ImportGraph, package: str) -> Mapping[tuple[str, str], int]:
    """How many imports lead from child to child; those of the package's own file do not count, as for grimp."""
    found: dict[tuple[str, str], int] = {}
    for importer in own.find_descendants(package):
        source = _child(package, importer)
        for imported in own.find_modules_directly_imported_by(importer):
            target = _child(package, imported)
            if target is not None and source is not None and target != source:
                found[source, target] = found.get((source, target), 0) + 1
    return found


def _child(package: str, module: str) -> str | None:
    if not module.startswith(package + "."):
        return None
    return f"{package}.{module[len(package) + 1 :].partition('.')[0]}"


def _circles(between: Iterable[tuple[str, str]]) -> list[frozenset[str]]:
    import networkx

    children: networkx.DiGraph[str] = networkx.DiGraph()
    children.add_edges_from(sorted(between))
    return [frozenset(circle) for circle in networkx.strongly_connected_components(children) if len(circle) > 1]


def _import(own: grimp.ImportGraph, importer: str, imported: str) -> DirectImport:
    details = own.get_import_details(importer=importer, imported=imported)
    return DirectImport(importer, imported, min((detail["line_number"] for detail in details), default=0))
