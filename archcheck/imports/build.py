"""The import graph: grimp reads every file that the scan found; what it cannot parse is added from our own facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import grimp
from grimp.application.scanning import scan_imports
from grimp.exceptions import SourceSyntaxError

from archcheck.facts.schema import Import
from archcheck.imports.finders import ScannedPackages, finding
from archcheck.model.source import SourceFile

Graph: TypeAlias = grimp.ImportGraph
_MOST_SURPRISES = 20


@dataclass(frozen=True, slots=True)
class ImportGraph:
    """An import graph and what grimp could not read for it.

    Attributes:
        graph: grimp's graph; external packages are in it as squashed modules.
        unread: reason and line (0 where unknown) of each file that does not parse, by path.
    """

    graph: grimp.ImportGraph
    unread: Mapping[str, tuple[str, int]]


def build_import_graph(
    files: Sequence[SourceFile],
    imports_of: Mapping[str, Sequence[Import]],
    *,
    suspects: Sequence[str] = (),
    type_checking: bool = True,
    external: bool = True,
) -> ImportGraph:
    """Build the import graph of every module among ``files``.

    Args:
        files: all files; those with the fate ``module`` are in the graph.
        imports_of: our own parser's imports by path, for files that grimp cannot parse.
        suspects: paths that our own parser had trouble with; they are tried one by one, so that one broken file costs one read.
        type_checking: whether imports below ``if TYPE_CHECKING:`` count.
        external: whether packages from elsewhere are in the graph.
    """
    modules = [file for file in files if file.fate == "module"]
    shadowing = _read_otherwise(files)
    packages = ScannedPackages(modules)
    unread = _unparsable([file for file in modules if file.path in set(suspects)], packages)
    for _ in range(_MOST_SURPRISES):
        left_out = {*unread, *shadowing}
        readable = ScannedPackages([file for file in modules if file.path not in left_out])
        try:
            graph = _grimp_graph(readable, packages, type_checking=type_checking, external=external)
        except SourceSyntaxError as error:
            path = next((f.path for f in modules if f.absolute == error.filename), None)
            if path is None:
                raise
            unread[path] = ("it does not parse", error.lineno or 0)
            continue
        for file in modules:
            if file.path in left_out:
                _add_own(
                    graph, file, imports_of.get(file.path, ()), {m.module for m in modules}, type_checking=type_checking
                )
        return ImportGraph(graph, unread)
    unread |= _unparsable(modules, packages)
    return build_import_graph(
        [f for f in files if f.path not in unread],
        imports_of,
        suspects=(),
        type_checking=type_checking,
        external=external,
    )


def _read_otherwise(files: Sequence[SourceFile]) -> frozenset[str]:
    """Packages beside a module of the same name: grimp would read the module, Python imports the package."""
    shadowed = {file.module for file in files if file.fate == "shadowed"}
    return frozenset(
        file.path for file in files if file.fate == "module" and file.is_package and file.module in shadowed
    )


def _unparsable(suspects: Sequence[SourceFile], packages: ScannedPackages) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    if not suspects:
        return found
    everything = packages.found()
    by_module = {file.module: file for file in suspects}
    for package in everything:
        for module_file in package.module_files:
            file = by_module.get(module_file.module.name)
            if file is None:
                continue
            try:
                scan_imports(
                    [module_file],
                    found_packages={package},
                    include_external_packages=False,
                    exclude_type_checking_imports=False,
                )
            except SourceSyntaxError as error:
                found[file.path] = ("it does not parse", error.lineno or 0)
    return found


def _grimp_graph(
    readable: ScannedPackages, packages: ScannedPackages, *, type_checking: bool, external: bool
) -> grimp.ImportGraph:
    with finding(readable):
        first, *others = readable.names or packages.names
        return grimp.build_graph(
            first,
            *others,
            include_external_packages=external,
            exclude_type_checking_imports=not type_checking,
            cache_dir=None,
        )


def _add_own(
    graph: grimp.ImportGraph, file: SourceFile, imports: Sequence[Import], modules: set[str], *, type_checking: bool
) -> None:
    """Add a module with what our own parser could read of its imports."""
    graph.add_module(file.module)
    tops = {name.partition(".")[0] for name in modules}
    for imported in imports:
        if imported.type_checking and not type_checking:
            continue
        target = _target(file, imported, modules, tops)
        if target is None or target == file.module:
            continue
        if target not in graph.modules:
            graph.add_module(target, is_squashed=target.partition(".")[0] not in tops)
        graph.add_import(
            importer=file.module,
            imported=target,
            line_number=imported.line,
            line_contents=_spelled(imported),
        )


def _target(file: SourceFile, imported: Import, modules: set[str], tops: set[str]) -> str | None:
    base = imported.module
    if imported.level:
        parts = file.module.split(".")
        drop = imported.level - 1 if file.is_package else imported.level
        base = ".".join([*parts[: len(parts) - drop], *filter(None, [base])])
    for candidate in (f"{base}.{imported.name}" if imported.name else base, base):
        if candidate in modules:
            return candidate
    top = base.partition(".")[0]
    return top if top and top not in tops else None


def _spelled(imported: Import) -> str:
    if not imported.name:
        return f"import {imported.module}"
    return f"from {'.' * imported.level}{imported.module} import {imported.name}"
