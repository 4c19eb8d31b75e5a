"""What runs may use: the cache, unless ``--no-cache`` leaves it out, and what reads the files."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from archcheck.cache.place import directory, made, refused
from archcheck.config.place import config_file, nearest
from archcheck.store.codeowners import repository

if TYPE_CHECKING:
    from archcheck.cache.database import Database
    from archcheck.facts.executors import Chosen
    from archcheck.facts.scan import Means


@contextmanager
def means(
    no_cache: bool,
    cache_dir: Path | None,
    config: Path | None,
    paths: Sequence[Path] | None = None,
    executor: str | None = None,
) -> Iterator["Means"]:
    """The means of a run, with cache and executor open as long as it lasts.

    Args:
        no_cache: whether nothing that was kept is to be used, and nothing to be kept.
        cache_dir: the directory that ``--cache-dir`` names.
        config: what ``--config`` names.
        paths: what the command line names besides.
        executor: what ``--executor`` names.

    Raises:
        UserError: the user names a directory that cannot be used, or that the checked repository may have brought, or an executor that is
            not there.
    """
    with _executing(executor, lambda: None if no_cache else opened(cache_dir, config, paths or ())) as allowed:
        yield allowed


@contextmanager
def fleet_means(
    no_cache: bool, cache_dir: Path | None, directories: Sequence[Path], executor: str | None
) -> Iterator["Means"]:
    """The means of runs on several repositories; none of them may have brought the cache.

    Args:
        no_cache: as for ``means``.
        cache_dir: as for ``means``.
        directories: where the repositories are.
        executor: as for ``means``.

    Raises:
        UserError: as ``means``.
    """
    tops = [(directory.resolve(), repository(directory.resolve())) for directory in directories]
    with _executing(executor, lambda: None if no_cache else _outside(cache_dir, tops)) as allowed:
        yield allowed


@contextmanager
def _executing(executor: str | None, cache: Callable[[], "Database | None"]) -> Iterator["Means"]:
    from archcheck.facts.executors import chosen, executing

    choice = chosen(executor)
    with ExitStack() as stack:
        database = cache()
        if database is not None:
            stack.callback(database.close)
        allowed = stack.enter_context(executing(choice))
        stack.callback(_tell_lost, allowed, choice)
        yield allowed if database is None else replace(allowed, kept=database)


def _tell_lost(allowed: "Means", choice: "Chosen") -> None:
    """Say what a cluster has failed at: the result is the same, but somebody will want to know why it took so long."""
    from collections import Counter

    lost: Sequence[str] = getattr(allowed.executor, "lost", ())
    if lost:
        reasons = ", ".join(f"{name} {number} times" for name, number in sorted(Counter(lost).items()))
        print(f"{choice.place}: what the cluster did not read was read here ({reasons})", file=sys.stderr)


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
    top = _top(config)
    if refused(cache_dir, [top, *(path.absolute() for path in paths)], repository(top)):
        return None
    return _database(cache_dir, existing=existing)


def _outside(cache_dir: Path | None, tops: Sequence[tuple[Path, Path]]) -> "Database | None":
    """The cache that lies in none of some directories nor in the repositories around them."""
    if any(refused(cache_dir, [top], around) for top, around in tops):
        return None
    return _database(cache_dir)


def _database(cache_dir: Path | None, *, existing: bool = False) -> "Database | None":
    from archcheck.cache.database import FILE, Database

    folder = directory(cache_dir) if existing else made(cache_dir)
    if folder is None or (existing and not (folder / FILE).is_file()):
        return None
    return Database(folder)


def _top(config: Path | None) -> Path:
    """The directory that is checked: the configuration's, or the working directory."""
    cwd = Path.cwd()
    found = config_file(config, cwd) if config is not None else nearest(cwd)
    return found.parent.resolve() if found is not None else cwd.resolve()
