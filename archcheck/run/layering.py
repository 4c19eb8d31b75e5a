"""The layer map and what breaks it: headers, modules without a layer, imports against the order."""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from archcheck.config.schema import Config, LayersContract
from archcheck.config.toml import shown
from archcheck.graph.layer_contract import LayerCheck, illegal_chains
from archcheck.graph.layer_map import LayerMap, assign_layers
from archcheck.imports.build import Graph
from archcheck.model.finding import Finding
from archcheck.model.location import Location
from archcheck.model.placement import Placement
from archcheck.model.source import Fate
from archcheck.rules import layer_header, layer_import, layer_unassigned, unused_allow
from archcheck.rules.importing import Lines
from archcheck.run.located import located
from archcheck.run.reading import Reading
from archcheck.run.stages import stage

MODULES: tuple[Fate, ...] = ("module",)


def layer_map(config: Config, reading: Reading, cwd: Path) -> LayerMap:
    """Where every module stands.

    Raises:
        UserError: two layers claim one module.
    """
    with located(config), stage("the layer map"):
        return assign_layers(
            reading.files,
            {path: facts.comments for path, facts in reading.facts.items()},
            config.layers,
            config.assign,
            config.project.domains,
            place=shown(config.path, cwd),
        )


def modules(reading: Reading, places: LayerMap, fates: Collection[Fate] = MODULES) -> tuple[Placement, ...]:
    """The placements of the modules alone, without files that are none."""
    paths = {file.path for file in reading.files if file.fate in fates}
    return tuple(place for place in places.placements if place.path in paths)


def map_findings(
    config: Config, reading: Reading, places: LayerMap, counted: Callable[[str], bool]
) -> Iterator[Finding]:
    """Headers at fault, and modules that no source places; none where no layers are configured."""
    if not config.layers:
        return
    ids = [layer.id for layer in config.layers]
    yield from layer_header.findings(places.header_problems, places.by_module, ids)
    severity = config.assign.unassigned
    if severity != "ignore":
        yield from layer_unassigned.findings(unassigned(config, reading, places, counted), severity)


def unassigned(
    config: Config, reading: Reading, places: LayerMap, counted: Callable[[str], bool]
) -> tuple[Placement, ...]:
    """Modules that count and stand in no layer; none where no layers are configured."""
    if not config.layers:
        return ()
    return tuple(place for place in modules(reading, places) if place.layer is None and counted(place.module))


def contract_check(config: Config, contract: LayersContract, graph: Graph, places: LayerMap) -> LayerCheck:
    """Hold one contract of type ``layers`` against the imports."""
    with stage(f"contract {contract.id}"):
        order = contract.order or tuple(layer.id for layer in config.layers)
        return illegal_chains(graph, places, order, contract.closed, contract.ignore_imports)


def contract_findings(
    config: Config, place: str, contract: LayersContract, checked: LayerCheck, places: LayerMap, source: Lines
) -> Iterator[Finding]:
    """Imports against the order, and ignored imports that are not there."""
    yield from layer_import.findings(contract, checked.chains, places.by_module, source)
    at = config.contracts.index(contract)
    for expression in checked.unused:
        number = contract.ignore_imports.index(expression)
        where = Location(place, config.line("contracts", at, "ignore_imports", number))
        yield unused_allow.of_ignored_import(where, contract.id, expression)
