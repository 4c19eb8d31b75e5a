"""Contract classes of the user's own: where they would be imported from, found out without importing anything."""

import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

from archcheck.config.paths import below
from archcheck.config.select import EACH, texts
from archcheck.config.toml import TomlFile
from archcheck.model.errors import Mistake


def contract_type_mistakes(file: TomlFile, forbidden: Sequence[Path], *, allowed: bool) -> Iterator[Mistake]:
    """Every contract class that may not run.

    Args:
        file: layers.toml.
        forbidden: directories that no class may come from: the working directory, the configuration's and the checked roots.
        allowed: whether the command line allows such classes at all.
    """
    for path, entry in texts(file.data, "import_linter", "contract_types", EACH):
        _, _, dotted = entry.partition(":")
        module, _, _ = dotted.strip().rpartition(".")
        if not allowed:
            yield file.mistake(
                path,
                f"{entry!r} is not run",
                "contract classes run only with --allow-contract-types on the command line",
            )
        elif module and (problem := _problem(module, forbidden)):
            yield file.mistake(path, problem, "install the class elsewhere, beside archcheck")


def _problem(module: str, forbidden: Sequence[Path]) -> str:
    places = _places(module)
    if places is None:
        return f"the module {module} is not installed"
    if any(below(place, directory) for place in places for directory in forbidden):
        return f"the module {module} lies in the checked project, whose code is never run"
    return ""


def _places(module: str) -> list[Path] | None:
    """All files and directories that importing a module would touch, or None where it is not found."""
    found: list[Path] = []
    search: Sequence[str] = [entry or "." for entry in sys.path]
    parts = module.split(".")
    for end in range(1, len(parts) + 1):
        spec = PathFinder.find_spec(".".join(parts[:end]), search)
        if spec is None:
            return None
        found.extend(_origins(spec))
        search = list(spec.submodule_search_locations or ())
    return found


def _origins(spec: ModuleSpec) -> Iterator[Path]:
    if spec.has_location and spec.origin:
        yield Path(spec.origin)
    for location in spec.submodule_search_locations or ():
        yield Path(location)
