"""Where the cache lies: in the user's cache directory, or where the user says. Nothing that is checked has a say in it."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from archcheck.model.errors import user_error

VARIABLE = "ARCHCHECK_CACHE_DIR"
OPTION = "--cache-dir"
TAG = "CACHEDIR.TAG"

# https://bford.info/cachedir/: backup tools leave out what bears it.
_SIGNATURE = (
    "Signature: 8a477f597d28d172789f06886806bc55\n# This is a cache of archcheck; it can be removed at any time.\n"
)


def directory(named: Path | None, environment: Mapping[str, str] = os.environ) -> Path:
    """The cache's directory, whether or not it is there.

    Args:
        named: what ``--cache-dir`` says; it wins over the environment.
        environment: of the process.
    """
    if named is not None:
        return named.absolute()
    if environment.get(VARIABLE):
        return Path(environment[VARIABLE]).absolute()
    return _users(environment) / "archcheck"


def refused(
    named: Path | None, checked: Sequence[Path], repository: Path, environment: Mapping[str, str] = os.environ
) -> bool:
    """Whether the cache lies where the checked project does, which may have brought it, and so is not to be believed.

    Args:
        named: what ``--cache-dir`` says.
        checked: the directories that are checked.
        repository: the repository around them. The user's own cache directory may lie in one, where the home directory is one.
        environment: of the process.

    Raises:
        UserError: the user names such a directory.
    """
    folder = directory(named, environment).resolve()
    option = OPTION if named is not None else VARIABLE if environment.get(VARIABLE) else ""
    around = [*checked, repository] if option else checked
    if not any(folder.is_relative_to(top.resolve()) for top in around):
        return False
    if option:
        problem = f"{folder} lies in the checked repository, which could bring results of its own making"
        raise user_error(option, problem, "name a directory outside it, or leave the cache out by --no-cache")
    return True


def made(named: Path | None) -> Path | None:
    """The directory, made and tagged; None where there can be none.

    Raises:
        UserError: the user names one that cannot be made.
    """
    folder = directory(named)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _tag(folder)
    except OSError as error:
        if named is None and not os.environ.get(VARIABLE):
            return None
        option = OPTION if named is not None else VARIABLE
        problem = f"{folder} cannot be written to: {error.strerror or error}"
        raise user_error(
            option, problem, "name a directory that can be, or leave the cache out by --no-cache"
        ) from error
    return folder


def _tag(folder: Path) -> None:
    """Only what archcheck made empty gets a tag, so that no directory of the user's own is kept from a backup."""
    if not any(folder.iterdir()):
        (folder / TAG).write_text(_SIGNATURE, encoding="ascii")


def _users(environment: Mapping[str, str]) -> Path:
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Caches"
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local")
    given = environment.get("XDG_CACHE_HOME", "")
    # The base directory specification: a relative path is to be ignored.
    return Path(given) if given.startswith("/") else home / ".cache"
