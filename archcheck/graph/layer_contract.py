"""Layer contracts on the layer map: grimp's own search, on a copy of the graph whose modules stand below their layers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import grimp

from archcheck.graph.layer_map import LayerMap
from archcheck.model.patterns import matches

_NO_LAYER = "0"


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """One import of a chain.

    Attributes:
        importer, imported: module names.
        line: line of the import, 0 where unknown.
        text: source line of the import.
    """

    importer: str
    imported: str
    line: int
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Chain:
    """A chain of imports that breaks the order of layers.

    Attributes:
        importer, imported: layers of the first and the last module.
        links: at least one import.
        skips: whether it goes the allowed way but passes a closed layer.
    """

    importer: str
    imported: str
    links: tuple[Link, ...]
    skips: bool


@dataclass(frozen=True, slots=True)
class LayerCheck:
    """What a layer contract found.

    Attributes:
        chains: the shortest illegal chain of each first and last module, sorted.
        unused: ignored imports (``a -> b``) that match nothing.
        checked: how many imports between modules with layers it was held against.
    """

    chains: tuple[Chain, ...]
    unused: tuple[str, ...]
    checked: int


def illegal_chains(
    graph: grimp.ImportGraph,
    layer_map: LayerMap,
    order: Sequence[str],
    closed: Sequence[str] = (),
    ignore_imports: Sequence[str] = (),
) -> LayerCheck:
    """Find the imports that break the order of layers.

    Args:
        graph: the import graph.
        layer_map: where each module stands. Modules without a layer, or in one that ``order`` leaves out, are walked through.
        order: ids of the layers, highest first.
        closed: layers that a chain from above to below may not skip.
        ignore_imports: ``importer -> imported``, each a module pattern; such imports are taken out of the chains.
    """
    edges, unused = _kept(_edges(graph, layer_map), ignore_imports)
    numbers = {layer: str(position + 1) for position, layer in enumerate(order)}
    names = {m.module: _renamed(m.module, numbers.get(m.layer or "", _NO_LAYER)) for m in layer_map.placements}
    renamed = grimp.ImportGraph()
    for layer in numbers.values():
        renamed.add_module(layer)
    for name in names.values():
        renamed.add_module(name)
    for importer, imported in edges:
        renamed.add_import(importer=names[importer], imported=names[imported])
    found = renamed.find_illegal_dependencies_for_layers(
        [grimp.Layer(numbers[layer], independent=False, closed=layer in closed) for layer in order]
    )
    layers = {number: layer for layer, number in numbers.items()}
    chains = {
        chain
        for dependency in found
        for route in dependency.routes
        for chain in _chains(graph, layers[dependency.importer], layers[dependency.imported], route, order)
    }
    checked = sum(layer_map.layer(a) in numbers and layer_map.layer(b) in numbers for a, b in edges)
    return LayerCheck(_shortest(chains), unused, checked)


def _edges(graph: grimp.ImportGraph, layer_map: LayerMap) -> Iterator[tuple[str, str]]:
    """Imports between modules of the project; external packages import nothing that we know of."""
    known = layer_map.by_module
    for module in sorted(graph.modules & known.keys()):
        for imported in sorted(graph.find_modules_directly_imported_by(module)):
            if imported in known:
                yield module, imported


def _kept(edges: Iterable[tuple[str, str]], ignored: Sequence[str]) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    patterns = [tuple(side.strip() for side in expression.split("->")) for expression in ignored]
    used: set[int] = set()
    kept: list[tuple[str, str]] = []
    for importer, imported in edges:
        hits = [i for i, (a, b) in enumerate(patterns) if matches(a, importer) and matches(b, imported)]
        used.update(hits)
        if not hits:
            kept.append((importer, imported))
    return kept, tuple(text for number, text in enumerate(ignored) if number not in used)


def _renamed(module: str, layer: str) -> str:
    return f"{layer}.{module.replace('.', '/')}"


def _original(name: str) -> str:
    return name.partition(".")[2].replace("/", ".")


def _chains(
    graph: grimp.ImportGraph, importer: str, imported: str, route: grimp.Route, order: Sequence[str]
) -> Iterator[Chain]:
    """Every chain of a route: it may have several first and several last modules."""
    skips = order.index(importer) < order.index(imported)
    middle = [_original(name) for name in route.middle]
    for head in route.heads:
        for tail in route.tails:
            modules = [_original(head), *middle, _original(tail)]
            pairs = list(pairwise(modules))
            if all(graph.direct_import_exists(importer=a, imported=b) for a, b in pairs):
                yield Chain(importer, imported, tuple(_link(graph, a, b) for a, b in pairs), skips)


def _link(graph: grimp.ImportGraph, importer: str, imported: str) -> Link:
    details = graph.get_import_details(importer=importer, imported=imported)
    first = min(details, key=lambda d: d["line_number"], default=None)
    if first is None:
        return Link(importer, imported, 0, "")
    return Link(importer, imported, first["line_number"], first["line_contents"].strip())


def _shortest(chains: Iterable[Chain]) -> tuple[Chain, ...]:
    """The shortest chain for each first and last module, by name where several are as short."""
    best: dict[tuple[str, str], Chain] = {}
    for chain in sorted(chains, key=lambda c: (len(c.links), c)):
        best.setdefault((chain.links[0].importer, chain.links[-1].imported), chain)
    return tuple(sorted(best.values(), key=lambda c: (c.links[0].importer, c.links[-1].imported)))
