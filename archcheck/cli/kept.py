"""What runs may use: the cache, unless ``--no-cache`` leaves it out."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from archcheck.cache.place import directory, made, refused
from archcheck.config.place import config_file, nearest
from archcheck.store.codeowners import repository

if TYPE_CHECKING:
    from archcheck.cache.database import Database
    from archcheck.facts.scan import Means


@contextmanager
def means(
    no_cache: bool, cache_dir: Path | None, config: Path | None, paths: Sequence[Path] | None = None
) -> Iterator["Means"]:
    """The means of a run, with the cache open as long as it lasts.

    Args:
        no_cache: whether nothing that was kept is to be used, and nothing to be kept.
        cache_dir: the directory that ``--cache-dir`` names.
        config: what ``--config`` names.
        paths: what the command line names besides.

    Raises:
        UserError: the user names a directory that cannot be used, or that the checked repository may have brought.
    """
    from archcheck.facts.scan import Means

    database = None if no_cache else opened(cache_dir, config, paths or ())
    if database is None:
        yield Means()
        return
    try:
        yield Means(database)
    finally:
        database.close()


def opened(
    cache_dir: Path | None, config: Path | None, paths: Sequence[Path], *, existing: bool = False
) -> "Database | None":
    """The cache; None where there is none that may be used.

    Args:
        cache_dir: the directory that ``--cache-dir`` names.
        config: what ``--config`` names.
        paths: what the command line names besides.
        existing: whether a cache that is not there stays so.

    Raises:
        UserError: as ``means``.
    """
    from archcheck.cache.database import FILE, Database

    top = _top(config)
    if refused(cache_dir, [top, *(path.absolute() for path in paths)], repository(top)):
        return None
    folder = directory(cache_dir) if existing else made(cache_dir)
    if folder is None or (existing and not (folder / FILE).is_file()):
        return None
    return Database(folder)


def _top(config: Path | None) -> Path:
    """The directory that is checked: the configuration's, or the working directory."""
    cwd = Path.cwd()
    found = config_file(config, cwd) if config is not None else nearest(cwd)
    return found.parent.resolve() if found is not None else cwd.resolve()
