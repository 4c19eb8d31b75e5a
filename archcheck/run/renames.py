"""Modules that were renamed since the baseline was written, as git knows it."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from archcheck.git.history import commits_on, renamed_since
from archcheck.git.repository import find_repository
from archcheck.model.errors import UserError
from archcheck.model.source import SourceFile

MOST = 20
"""States of the baseline that are looked back to: an entry may wait for its new name while others are taken out."""


def renamed_modules(baseline: Path, files: Iterable[SourceFile], roots: Sequence[Path]) -> dict[str, str]:
    """Present names of modules by their former ones; nothing where there is no git, no repository or no history.

    Args:
        baseline: the baseline's file; renames since each of its last commits up to what is staged count, the latest first.
        files: the files of the project.
        roots: its import roots, absolute.
    """
    try:
        repository = find_repository(baseline.parent, "baseline")
        inside = os.path.relpath(baseline.resolve(), repository.root)
        renamed: dict[str, str] = {}
        for commit in reversed(commits_on(repository, inside, MOST)):
            renamed |= renamed_since(repository, commit)
    except UserError:
        return {}
    modules = {os.path.realpath(file.absolute): file.module for file in files if file.fate != "shadowed"}
    found: dict[str, str] = {}
    for former, present in renamed.items():
        module = modules.get(str(repository.root / present))
        name = _module(repository.root / former, roots)
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
