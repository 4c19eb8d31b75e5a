"""Every call site of an effect's API, owners' and tests' included; with and without a layers.toml."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from archcheck.config.load import NAME, load_config
from archcheck.config.references import BUILT_IN_EFFECTS
from archcheck.config.schema import TESTS, Config
from archcheck.model.errors import user_error
from archcheck.model.placement import Placement
from archcheck.model.progress import Progress
from archcheck.model.site import TRANSACTION_EFFECTS, CallSite
from archcheck.report.entry import SiteEntry
from archcheck.run.effects import catalog, inventory, sites_of
from archcheck.run.layering import layer_map
from archcheck.run.paths import existing, project_directory
from archcheck.run.reading import found, read
from archcheck.run.results import below
from archcheck.run.texts import Texts
from archcheck.sources.discover import Sources, discover


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked for.

    Attributes:
        config: the layers.toml to use, or None for the nearest one, if there is any.
        paths: show the sites of these files and directories alone.
        effect: the effect; dotted names narrow it.
        progress: told how far the run is.
    """

    config: Path | None
    paths: tuple[Path, ...]
    effect: str
    progress: Progress


def sites(cwd: Path, options: Options) -> tuple[SiteEntry, ...]:
    """The inventory, sorted by place.

    Raises:
        UserError: a path or effect that is not there, a faulty layers.toml, nothing to read.
    """
    existing(options.paths, cwd)
    config = _config(cwd, options.config)
    _known(options.effect, config)
    reading = read(_sources(config, options.paths, cwd), options.progress)
    places: Mapping[str, Placement] = {}
    if config is not None:
        places = layer_map(config, reading, cwd).by_module
    family = options.effect.split(".")[0]
    tests = config.project.tests if config else TESTS
    options.progress("call sites", 0, 1)
    inside = inventory(reading.files, reading.facts, Texts(reading.files), [family], tests, catalog(config, cwd))
    options.progress("call sites", 1, 1)
    wanted = [(cwd / path).resolve() for path in options.paths]
    chosen = [site for site in sites_of(options.effect, inside) if not wanted or below(site.location.path, wanted, cwd)]
    return tuple(_entry(site, places) for site in chosen)


def _entry(site: CallSite, places: Mapping[str, Placement]) -> SiteEntry:
    place = places.get(site.module)
    return SiteEntry(site, place.layer, place.domain) if place else SiteEntry(site)


def _config(cwd: Path, named: Path | None) -> Config | None:
    """No contract class is run here, so those that layers.toml names are no fault."""
    if named is None and not any((folder / NAME).is_file() for folder in (cwd, *cwd.parents)):
        return None
    return load_config(named, cwd, allow_contract_types=True)


def _sources(config: Config | None, paths: tuple[Path, ...], cwd: Path) -> Sources:
    if config is not None:
        return found(config, cwd)
    return discover(project_directory(paths, cwd), cwd)


def _known(effect: str, config: Config | None) -> None:
    own = [entry.id for entry in config.effects] if config else []
    known = [*BUILT_IN_EFFECTS, *TRANSACTION_EFFECTS, *own]
    if effect not in known and not any(name.startswith(effect + ".") for name in known):
        close = difflib.get_close_matches(effect, known, n=1)
        hint = f"did you mean {close[0]}? " if close else ""
        raise user_error("--effect", f"there is no effect {effect}", f"{hint}there are {', '.join(known)}")
