"""The PATHs of the command line."""

import os
from collections.abc import Sequence
from pathlib import Path

from archcheck.model.errors import Mistake, UserError


def existing(paths: Sequence[Path], cwd: Path) -> None:
    """See that there is something at every path.

    Raises:
        UserError: some are not there.
    """
    missing = [path for path in paths if not (cwd / path).exists()]
    if missing:
        raise UserError([Mistake("PATH", 0, str(path), "there is no such file or directory") for path in missing])


def project_directory(paths: Sequence[Path], cwd: Path) -> Path:
    """Where the project is that no layers.toml speaks of: the working directory, or what holds all paths outside it."""
    full = [(cwd / path).resolve() for path in paths]
    here = cwd.resolve()
    if all(path.is_relative_to(here) for path in full):
        return here
    common = Path(os.path.commonpath(full))
    return common if common.is_dir() else common.parent
