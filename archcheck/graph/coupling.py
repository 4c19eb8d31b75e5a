"""Coupling of packages: how many modules outside depend on a package, and on how many it depends."""

from collections.abc import Collection, Iterable

from archcheck.model.review import Coupling


def couplings(modules: Collection[str], imports: Iterable[tuple[str, str]]) -> tuple[Coupling, ...]:
    """The coupling of every package, by name.

    Args:
        modules: names of all modules.
        imports: (importer, imported), both among the modules.
    """
    sizes: dict[str, int] = {}
    for module in modules:
        for package in around(module):
            sizes[package] = sizes.get(package, 0) + 1
    packages = {name for name in sizes if sizes[name] > 1}
    users: dict[str, set[str]] = {package: set() for package in packages}
    used: dict[str, set[str]] = {package: set() for package in packages}
    for importer, imported in imports:
        sources, targets = packages.intersection(around(importer)), packages.intersection(around(imported))
        for package in sources - targets:
            used[package].add(imported)
        for package in targets - sources:
            users[package].add(importer)
    return tuple(
        Coupling(package, sizes[package], len(users[package]), len(used[package])) for package in sorted(packages)
    )


def around(module: str) -> list[str]:
    """A module and the packages around it, the outermost first."""
    parts = module.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts) + 1)]
