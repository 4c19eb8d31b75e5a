"""Call sites of the effects that contracts speak of."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from archcheck.catalog.load import Catalog, load_catalog
from archcheck.config.catalog_files import load_user_catalog
from archcheck.config.lock_files import versions_in_use
from archcheck.config.schema import Config
from archcheck.facts.scan import Means
from archcheck.facts.schema import FileFacts
from archcheck.model.site import CallSite, UntypedCall
from archcheck.model.source import SourceFile
from archcheck.resolve.project import Project
from archcheck.resolve.resolver import Resolver
from archcheck.resolve.sites import SiteInventory, resolve_sites
from archcheck.rules import effect_site
from archcheck.run.modules import is_test
from archcheck.run.resolving import Resolution
from archcheck.run.texts import Texts


def catalog(config: Config | None, cwd: Path) -> Catalog:
    """The built-in catalog with the entries, effects and versions of a configuration, if there is one.

    Args:
        config: the configuration.
        cwd: the working directory, for messages.

    Raises:
        UserError: catalog files with mistakes.
    """
    if config is None:
        return load_catalog(versions=versions_in_use(cwd, {}))
    versions = versions_in_use(config.directory, config.catalog.versions)
    return load_catalog(load_user_catalog(config, cwd), versions, config.effects)


def has_apis(known: Catalog, effect: str) -> bool:
    """Whether anything in the catalog has an effect: a call, a pattern, or leaving a ``with`` block."""
    if known.names_of(effect) or known.is_wide(effect):
        return True
    return any(effect_site.has_effect(effect, entry.exit) for library in known.libraries for entry in library.types)


def inventory(
    files: Iterable[SourceFile],
    facts: Mapping[str, FileFacts],
    texts: Texts,
    families: Collection[str],
    tests: Collection[str],
    known: Catalog,
    *,
    means: Means | None = None,
    calls: bool = False,
    within_tests: bool = True,
    homes: Collection[str] = (),
) -> SiteInventory:
    """Every call site of some effects in the project.

    Args:
        files: all files that were found.
        facts: of those that were read, by path.
        texts: source text.
        families: effects by their first name (``transaction``).
        tests: patterns of test modules.
        known: the catalog.
        means: where what is known of an earlier state may be, and what will be known is left for a later one.
        calls: whether every call of the project is followed, too.
        within_tests: whether the sites in tests are wanted, too.
        homes: patterns of the modules of whose wrappers it has to be known whether tests use them.
    """
    sought = tuple(sorted(families))
    kept = Resolution(means or Means(), (sought, tuple(tests), known.identity))
    project = Project(
        tuple(files), facts, lambda module: is_test(module, tests), texts.lines, kept.numbers(), kept.former()
    )
    ledger = kept.ledger(Resolver(project, known, sought, noting=kept.noting))
    found = resolve_sites(ledger, calls=calls, within_tests=within_tests, homes=homes, workers=kept.workers)
    kept.keep(ledger)
    return found


def sites_of(effect: str, found: SiteInventory) -> tuple[CallSite, ...]:
    """All sites of an effect, tests' included, and the calls that may be one as sites of certainty ``possible``."""
    candidates: list[CallSite] = [*found.sites, *(call.as_site() for call in found.untyped)]
    chosen = (site for site in candidates if effect_site.has_effect(effect, site.effects))
    return tuple(sorted(chosen, key=lambda site: (site.location, site.form, site.api)))


def open_calls(calls: Iterable[UntypedCall], effects: Collection[str]) -> int:
    """How many calls outside tests may have one of the effects."""
    return sum(
        not call.is_test and any(effect_site.has_effect(effect, call.effects) for effect in effects) for call in calls
    )
