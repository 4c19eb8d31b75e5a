"""The packages of a scan as grimp takes them: by path, what the scan found, and nothing that Python would import."""

from collections.abc import Collection, Iterable

from grimp.application.ports.modulefinder import FoundPackage, ModuleFile
from grimp.domain.valueobjects import Module

from archcheck.model.source import SourceFile


def top_of(module: str, roots: Collection[str] = ()) -> str:
    """The root package that a module belongs to: its first name, or the one of ``roots`` that it is or stands below."""
    return next((root for root in roots if module == root or module.startswith(root + ".")), module.partition(".")[0])


def found_packages(files: Iterable[SourceFile], roots: Collection[str] = ()) -> set[FoundPackage]:
    """One package for each root package and directory that holds modules of it; a single module is a package, too.

    Args:
        files: the modules.
        roots: root packages that are no first names (``company.shop`` in a namespace ``company``).
    """
    modules: dict[tuple[str, str], set[str]] = {}
    for file in files:
        top = top_of(file.module, roots)
        rest = file.module.removeprefix(top).removeprefix(".")
        directory = file.absolute.removesuffix("/__init__.py").removesuffix(".py")
        if rest:
            directory = directory[: -len(rest) - 1]
        modules.setdefault((top, directory), set()).add(file.module)
    return {_package(top, directory, names) for (top, directory), names in modules.items()}


def _package(top: str, directory: str, modules: set[str]) -> FoundPackage:
    return FoundPackage(
        name=top,
        directory=directory,
        module_files=frozenset(ModuleFile(module=Module(name), mtime=0.0) for name in modules),
        namespace_packages=frozenset(_around(top, modules) - modules),
    )


def _around(top: str, modules: set[str]) -> set[str]:
    """The packages around some modules up to the topmost, with or without a file of their own."""
    parts = (name.split(".") for name in modules)
    least = top.count(".") + 1
    return {".".join(names[:count]) for names in parts for count in range(least, len(names))}
