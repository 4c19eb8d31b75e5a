"""Every call site of an effect's API, owners' and tests' included; with and without a layers.toml."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archcheck.config.schema import Config
from archcheck.facts.scan import Means
from archcheck.model.placement import Placement
from archcheck.model.progress import Progress
from archcheck.model.site import CallSite
from archcheck.report.entry import SiteEntry
from archcheck.run.effects import sites_of
from archcheck.run.paths import existing
from archcheck.run.results import below
from archcheck.run.survey import Survey, optional_config, survey


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked for.

    Attributes:
        config: the layers.toml to use, or None for the nearest one, if there is any.
        paths: show the sites of these files and directories alone.
        effect: the effect; dotted names narrow it.
        progress: told how far the run is.
        means: what reading may use.
    """

    config: Path | None
    paths: tuple[Path, ...]
    effect: str
    progress: Progress
    means: Means = field(default_factory=Means)


def sites(cwd: Path, options: Options) -> tuple[SiteEntry, ...]:
    """The inventory, sorted by place.

    Raises:
        UserError: a path or effect that is not there, a faulty layers.toml, nothing to read.
    """
    return entries(surveyed(configuration(cwd, options), cwd, options), cwd, options)


def configuration(cwd: Path, options: Options) -> Config | None:
    """The layers.toml that is asked for, if there is any.

    Raises:
        UserError: a path that is not there; a faulty layers.toml.
    """
    existing(options.paths, cwd)
    return optional_config(cwd, options.config)


def surveyed(config: Config | None, cwd: Path, options: Options) -> Survey:
    """The project with its call sites.

    Raises:
        UserError: an effect that is not there, nothing to read.
    """
    return survey(config, cwd, options.paths, options.effect, options.progress, options.means)


def entries(there: Survey, cwd: Path, options: Options) -> tuple[SiteEntry, ...]:
    """The sites of the effect below the paths that are asked for, sorted by place."""
    wanted = [(cwd / path).resolve() for path in options.paths]
    sites = sites_of(options.effect, there.inventory)
    chosen = [site for site in sites if not wanted or below(site.location.path, wanted, cwd)]
    return tuple(_entry(site, there.places) for site in chosen)


def _entry(site: CallSite, places: Mapping[str, Placement]) -> SiteEntry:
    place = places.get(site.module)
    return SiteEntry(site, place.layer, place.domain) if place else SiteEntry(site)
