"""Modules that were renamed since a commit, as git knows it."""

import os
from collections.abc import Sequence
from pathlib import Path

from archcheck.git.history import commits_on, renamed_since
from archcheck.git.repository import Repository, find_repository
from archcheck.model.errors import UserError
from archcheck.run.reading import Reading

MOST = 20
"""States of the baseline that are looked back to: an entry may wait for its new name while others are taken out."""


def renamed_since_listed(baseline: Path, reading: Reading) -> dict[str, str]:
    """Renames since a baseline's file was written; nothing where there is no git, no repository or no history.

    Renames since each of its last commits up to what is staged count, the latest first.
    """
    try:
        repository = find_repository(baseline.parent, "baseline")
        inside = os.path.relpath(baseline.resolve(), repository.root)
        return renamed_modules(repository, commits_on(repository, inside, MOST), reading)
    except UserError:
        return {}


def renamed_modules(repository: Repository, commits: Sequence[str], reading: Reading) -> dict[str, str]:
    """Present names of modules by their former ones.

    Args:
        repository: where the project lies.
        commits: renames since these count, up to what is staged; those since an earlier one of the sequence first.
        reading: the project as it is.
    """
    renamed: dict[str, str] = {}
    for commit in reversed(commits):
        renamed |= renamed_since(repository, commit)
    modules = {os.path.realpath(file.absolute): file.module for file in reading.files if file.fate != "shadowed"}
    found: dict[str, str] = {}
    for former, present in renamed.items():
        module = modules.get(str(repository.root / present))
        name = _module(repository.root / former, reading.sources.roots)
        if module is not None and name is not None:
            found[name] = module
    return found


def _module(path: Path, roots: Sequence[Path]) -> str | None:
    """The name that a file had, by the innermost import root around it."""
    around = [root.resolve() for root in roots if path.is_relative_to(root.resolve())]
    if not around:
        return None
    parts = path.relative_to(max(around, key=lambda root: len(root.parts))).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)
