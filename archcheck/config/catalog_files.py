"""Catalog files of the user's own: the same format as the built-in ones, validated as strictly as layers.toml."""

from collections.abc import Iterator
from pathlib import Path

from archcheck.catalog.schema import Library
from archcheck.config.locate import KeyPath
from archcheck.config.mistakes import choice, validated
from archcheck.config.paths import below
from archcheck.config.references import BUILT_IN_EFFECTS
from archcheck.config.schema import Config
from archcheck.config.toml import TomlFile, dotted, read_toml, shown
from archcheck.model.errors import Mistake, UserError
from archcheck.model.site import TRANSACTION_EFFECTS

_LISTS = ("effects", "exit", "decorates")
_SINGLE = ("sets", "effect")


def load_user_catalog(config: Config, cwd: Path | None = None) -> tuple[Library, ...]:
    """The libraries of ``[catalog] files``, in order of file name.

    Args:
        config: the configuration that names the files.
        cwd: the directory that mistakes name files from; default: the configuration's.

    Raises:
        UserError: a glob matches nothing, a file leaves the directory, or files have mistakes: all of them.
    """
    here = cwd or config.directory
    mistakes: list[Mistake] = []
    libraries: list[Library] = []
    for path in _files(config, here, mistakes):
        try:
            file = read_toml(path, shown(path, here))
        except UserError as error:
            mistakes.extend(error.mistakes)
            continue
        library, wrong = validated(Library, file)
        mistakes.extend([*wrong, *_effects(file, config)])
        if library is not None:
            libraries.append(library)
    if mistakes:
        raise UserError(mistakes)
    return tuple(libraries)


def _files(config: Config, here: Path, mistakes: list[Mistake]) -> list[Path]:
    found: set[Path] = set()
    place = shown(config.path, here)
    for number, glob in enumerate(config.catalog.files):
        key = ("catalog", "files", number)
        try:
            matched = {path for path in config.directory.glob(glob) if path.is_file()}
        except (ValueError, NotImplementedError) as error:
            mistakes.append(Mistake(place, config.line(*key), dotted(key), f"{glob!r} is no glob: {error}"))
            continue
        if not matched:
            problem = f"{glob!r} matches no file"
            mistakes.append(Mistake(place, config.line(*key), dotted(key), problem, "globs are relative to this file"))
        for path in sorted(matched):
            if not below(path, config.directory):
                problem = f"{shown(path, config.directory)} is a link that leaves the directory"
                mistakes.append(Mistake(place, config.line(*key), dotted(key), problem))
        found |= {path for path in matched if below(path, config.directory)}
    return sorted(found)


def _effects(file: TomlFile, config: Config) -> Iterator[Mistake]:
    """Effects are built in or declared, so that a misspelled one is not a new one."""
    known = [*BUILT_IN_EFFECTS, *TRANSACTION_EFFECTS, *(effect.id for effect in config.effects)]
    for path, name in _effect_names(file.data):
        if name not in known:
            yield file.mistake(path, f"there is no effect {name!r}", f"{choice(name, known)}; others: [[effects]]")


def _effect_names(data: object, at: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Every effect that a catalog file names, wherever it stands."""
    children = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in children:
        path: KeyPath = (*at, step)
        named = step in _SINGLE or at[-1:] == ("settings",) or (bool(at) and at[-1] in _LISTS)
        if named and isinstance(value, str):
            yield path, value
        yield from _effect_names(value, path)
