"""What runs may use: the cache, unless ``--no-cache`` leaves it out."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archcheck.facts.scan import Means


@contextmanager
def means(no_cache: bool, cache_dir: Path | None) -> Iterator["Means"]:
    """The means of a run, with the cache open as long as it lasts.

    Args:
        no_cache: whether nothing that was kept is to be used, and nothing to be kept.
        cache_dir: the directory that ``--cache-dir`` names.

    Raises:
        UserError: the user names a directory that cannot be used.
    """
    from archcheck.facts.scan import Means

    if no_cache:
        yield Means()
        return
    from archcheck.cache.database import Database
    from archcheck.cache.place import made

    folder = made(cache_dir)
    if folder is None:
        yield Means()
        return
    database = Database(folder)
    try:
        yield Means(database)
    finally:
        database.close()
