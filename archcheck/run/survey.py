"""A project with or without a layers.toml: its files, where its modules stand, and its call sites."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from archcheck.config.load import load_config
from archcheck.config.place import nearest
from archcheck.config.references import BUILT_IN_EFFECTS
from archcheck.config.schema import TESTS, Config
from archcheck.facts.scan import Means
from archcheck.model.errors import user_error
from archcheck.model.placement import Placement
from archcheck.model.progress import Progress
from archcheck.model.site import TRANSACTION_EFFECTS
from archcheck.resolve.sites import SiteInventory
from archcheck.run.effects import catalog, inventory
from archcheck.run.layering import layer_map
from archcheck.run.paths import project_directory
from archcheck.run.reading import Reading, found, read
from archcheck.run.texts import Texts
from archcheck.sources.discover import Sources, discover


@dataclass(frozen=True, slots=True)
class Survey:
    """What is there.

    Attributes:
        reading: what was read.
        inventory: call sites, and the calls between functions where they were asked for.
        places: the layer map, by module; empty without a layers.toml.
        texts: source text.
    """

    reading: Reading
    inventory: SiteInventory
    places: Mapping[str, Placement]
    texts: Texts


def survey(
    config: Config | None,
    cwd: Path,
    paths: tuple[Path, ...],
    effect: str,
    progress: Progress,
    means: Means,
    *,
    calls: bool = False,
) -> Survey:
    """Read a project and find the call sites of an effect.

    Args:
        config: the configuration, if there is any.
        cwd: the working directory.
        paths: where no layers.toml is: what the project is guessed from.
        effect: the effect; its family is looked for.
        progress: told how far the run is.
        means: what reading may use.
        calls: whether to follow every call, too.

    Raises:
        UserError: an effect that is not there, nothing to read.
    """
    known_effect(effect, config)
    reading = read(_sources(config, paths, cwd), progress, means)
    places = layer_map(config, reading, cwd).by_module if config is not None else {}
    texts = Texts(reading.files)
    tests = config.project.tests if config else TESTS
    family = effect.split(".")[0]
    progress("call sites", 0, 1)
    known = catalog(config, cwd)
    inside = inventory(reading.files, reading.facts, texts, [family], tests, known, means=means, calls=calls)
    progress("call sites", 1, 1)
    return Survey(reading, inside, places, texts)


def optional_config(cwd: Path, named: Path | None) -> Config | None:
    """The layers.toml that is named, or the nearest one, if there is any.

    No contract class is run here, so those that it names are no fault.

    Raises:
        UserError: it has mistakes.
    """
    if named is None and nearest(cwd) is None:
        return None
    return load_config(named, cwd, allow_contract_types=True)


def _sources(config: Config | None, paths: tuple[Path, ...], cwd: Path) -> Sources:
    if config is not None:
        return found(config, cwd)
    return discover(project_directory(paths, cwd), cwd)


def known_effect(effect: str, config: Config | None, option: str = "--effect") -> None:
    """See that an effect is a built-in one, one of the configuration, or holds one of these.

    Raises:
        UserError: there is no such effect; names the option that asked for it.
    """
    own = [entry.id for entry in config.effects] if config else []
    known = [*BUILT_IN_EFFECTS, *TRANSACTION_EFFECTS, *own]
    if effect not in known and not any(name.startswith(effect + ".") for name in known):
        close = difflib.get_close_matches(effect, known, n=1)
        hint = f"did you mean {close[0]}? " if close else ""
        raise user_error(option, f"there is no effect {effect}", f"{hint}there are {', '.join(known)}")
