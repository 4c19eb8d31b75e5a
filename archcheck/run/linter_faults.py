"""Imports that break a contract of import-linter's types, so that the contract can show that it finds them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise, permutations

from archcheck.config.schema import LinterContract
from archcheck.imports.build import Graph
from archcheck.model.source import SourceFile
from archcheck.run.faults import Fault, import_fault, is_ignored

TYPES = ("acyclic_siblings", "forbidden", "independence", "layers", "private_modules", "protected")
"""Types that faults are known for."""


def linter_fault(contract: LinterContract, graph: Graph, files: Mapping[str, SourceFile]) -> Fault | None:
    """An import that breaks a contract and is not there yet; None where there is none to plant.

    Args:
        contract: the contract.
        graph: what it is held against.
        files: the modules that a fault can be planted in, by name.
    """
    ignored = _texts(contract, "ignore_imports")
    for importer, imported in _pairs(contract, graph):
        file = files.get(importer)
        if (
            file is not None
            and not _is_one(importer, imported)
            and not is_ignored(ignored, importer, imported)
            and not _is_there(graph, importer, imported)
        ):
            fault = import_fault(contract.id, file, imported)
            return replace(fault, subject="", object=None) if contract.type == "acyclic_siblings" else fault
    return None


def _is_there(graph: Graph, importer: str, imported: str) -> bool:
    known = graph.modules
    return {importer, imported} <= known and graph.direct_import_exists(importer=importer, imported=imported)


def _pairs(contract: LinterContract, graph: Graph) -> Iterator[tuple[str, str]]:
    match contract.type:
        case "forbidden":
            sources, forbidden = (_modules(contract, key, graph) for key in ("source_modules", "forbidden_modules"))
            yield from ((one, other) for source in sources for one in _below(graph, source) for other in forbidden)
        case "independence":
            for source, other in permutations(_modules(contract, "modules", graph), 2):
                yield from ((one, other) for one in _below(graph, source))
        case "protected":
            yield from _protected(contract, graph)
        case "layers":
            yield from _layers(contract, graph)
        case "private_modules":
            yield from _private(contract, graph)
        case "acyclic_siblings":
            yield from _siblings(contract, graph)


def _protected(contract: LinterContract, graph: Graph) -> Iterator[tuple[str, str]]:
    """Imports of what is protected, by whom it is not allowed."""
    protected, allowed = (_modules(contract, key, graph) for key in ("protected_modules", "allowed_importers"))
    inside = {*protected, *allowed}
    for imported in protected:
        for importer in sorted(graph.modules):
            if not any(importer == module or importer.startswith(f"{module}.") for module in inside):
                yield importer, imported


def _private(contract: LinterContract, graph: Graph) -> Iterator[tuple[str, str]]:
    """Imports of a private module from outside its package."""
    packages = _modules(contract, "packages_with_private_modules", graph)
    inside = (
        [module for package in packages for module in _below(graph, package)] if packages else sorted(graph.modules)
    )
    for imported in inside:
        package, _, name = imported.rpartition(".")
        if package and name.startswith("_") and not name.startswith("__"):
            yield from ((importer, imported) for importer in sorted(graph.modules) if not _is_one(importer, package))


def _layers(contract: LinterContract, graph: Graph) -> Iterator[tuple[str, str]]:
    """Imports from a lower layer into the one above."""
    containers = _modules(contract, "containers", graph) or [""]
    levels = [[name.strip("() ") for name in text.replace("|", ":").split(":")] for text in _texts(contract, "layers")]
    for container in containers:
        named = [[f"{container}.{name}".removeprefix(".") for name in level] for level in levels]
        there = [[name for name in level if name in graph.modules] for level in named]
        filled = [level for level in there if level]
        for higher, lower in pairwise(filled):
            yield from ((one, other) for layer in lower for one in _below(graph, layer) for other in higher)


def _siblings(contract: LinterContract, graph: Graph) -> Iterator[tuple[str, str]]:
    """The way back of an import between two siblings, which closes a circle."""
    for ancestor in _modules(contract, "ancestors", graph):
        for one, other in permutations(sorted(graph.find_children(ancestor)), 2):
            if graph.find_shortest_chain(importer=one, imported=other, as_packages=True):
                yield from ((below, one) for below in _below(graph, other))


def _below(graph: Graph, module: str) -> list[str]:
    """A module and all below it; a package from elsewhere is none of ours."""
    if module not in graph.modules or graph.is_module_squashed(module):
        return []
    return sorted({module, *graph.find_descendants(module)})


def _modules(contract: LinterContract, key: str, graph: Graph) -> list[str]:
    found: list[str] = []
    for expression in _texts(contract, key):
        found += sorted(graph.find_matching_modules(expression)) if "*" in expression else [expression]
    return list(dict.fromkeys(found))


def _texts(contract: LinterContract, key: str) -> list[str]:
    """An option as a list of texts, also where import-linter's own file has it on lines."""
    value = contract.options.get(key, ())
    lines: Iterable[object] = (
        value.splitlines()
        if isinstance(value, str)
        else value
        if isinstance(value, list | tuple | set | frozenset)
        else ()
    )
    return [text for line in lines if (text := str(line).strip())]


def _is_one(importer: str, imported: str) -> bool:
    """Whether one of two modules is the other or stands below it: no contract speaks of these."""
    return f"{importer}.".startswith(f"{imported}.") or f"{imported}.".startswith(f"{importer}.")
