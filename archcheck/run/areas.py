"""The columns of the grid: domains, or where none are configured packages."""

from collections.abc import Collection, Mapping, Sequence

from archcheck.model.placement import Placement
from archcheck.model.review import AreaWord

FEWEST_AREAS = 3


def areas(places: Sequence[Placement]) -> tuple[AreaWord, Mapping[str, str | None]]:
    """What each module is put under, and what that is called; a module without a domain stands under none.

    Packages are those of the least depth, from 2, that gives three of them.
    """
    if any(place.domain is not None for place in places):
        return "domain", {place.module: place.domain for place in places}
    names = [place.module for place in places]
    packages = {name.rpartition(".")[0] for name in names}
    deepest = max((package.count(".") + 1 for package in packages), default=1)
    found = {name: name.partition(".")[0] for name in names}
    for depth in range(2, deepest + 1):
        if len(set(found.values())) >= FEWEST_AREAS:
            break
        found = {name: _package(name, depth, packages) for name in names}
    return "package", {**found}


def _package(module: str, depth: int, packages: Collection[str]) -> str:
    """The package around a module that is at most so deep; a module without one stands for itself."""
    name = ".".join(module.split(".")[:depth])
    while name not in packages and "." in name:
        name = name.rpartition(".")[0]
    return name
