"""Contracts that would be held against nothing: a green run is evidence, so each is a mistake of the configuration."""

from collections.abc import Collection, Iterable, Iterator

from archcheck.config.schema import AnyContract, Config, EffectContract, LayersContract
from archcheck.config.toml import dotted
from archcheck.model.errors import Mistake
from archcheck.model.patterns import matches
from archcheck.model.placement import Placement

REMEDY = "archcheck layers lists the modules that were found"


def empty_mistakes(
    config: Config,
    place: str,
    placements: Iterable[Placement],
    contracts: Collection[AnyContract],
    *,
    outside: Collection[str] = (),
) -> Iterator[Mistake]:
    """Layers and patterns that no module belongs to, as far as the given contracts ask for them.

    Args:
        config: the configuration.
        place: its path, as the user knows it.
        placements: every module and its layer; those that could not be read are modules, too.
        contracts: the contracts that are run.
        outside: names of files that no import can spell: no imports there, but call sites.
    """
    found = list(placements)
    modules = [*(placement.module for placement in found), *outside]
    filled = {placement.layer for placement in found}
    for at, pattern in enumerate(config.project.check):
        if pattern != "**" and not _any(pattern, modules):
            yield _pattern(config, place, pattern, "project", "check", at)
    for contract in contracts:
        at = config.contracts.index(contract)
        match contract:
            case LayersContract(order=order):
                yield from _layers(config, place, order or [layer.id for layer in config.layers], filled)
            case EffectContract(owners=owners, homes=homes):
                ids = [layer.id for layer in config.layers]
                yield from _layers(config, place, [owner for owner in owners if owner in ids], filled)
                for key, patterns in (("owners", owners), ("homes", homes)):
                    for number, pattern in enumerate(patterns):
                        if not (key == "owners" and pattern in ids) and not _any(pattern, modules):
                            yield _pattern(config, place, pattern, "contracts", at, key, number)


def _layers(config: Config, place: str, ids: Collection[str], filled: Collection[str | None]) -> Iterator[Mistake]:
    for at, layer in enumerate(config.layers):
        if layer.id in ids and layer.id not in filled:
            yield Mistake(
                place, config.line("layers", at), f"layers[{at}]", f"no module is in layer {layer.id}", REMEDY
            )


def _any(pattern: str, modules: Iterable[str]) -> bool:
    return any(matches(pattern, module) for module in modules)


def _pattern(config: Config, place: str, pattern: str, *key: str | int) -> Mistake:
    return Mistake(place, config.line(*key), dotted(key), f"{pattern!r} matches no module", REMEDY)
