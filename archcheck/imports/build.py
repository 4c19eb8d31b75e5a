"""The import graph: grimp reads every file that the scan found; what it cannot parse is added from our own facts.

grimp's use case finds packages through ``sys.path`` and stops at the first file that does not parse. Its scanner does neither: it is
given the packages by path and the files to read, so that an import of a file that does not parse is still an import of that file.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import grimp
from grimp.application.ports.modulefinder import FoundPackage
from grimp.domain.valueobjects import DirectImport

from archcheck.facts.schema import Import
from archcheck.imports.own import OwnImports
from archcheck.imports.packages import found_packages, top_of
from archcheck.imports.scanner import REFUSALS, Contents, OnDisk, Scanner
from archcheck.model.source import SourceFile

Graph: TypeAlias = grimp.ImportGraph
UNPARSED = "it does not parse"


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
    absent: bool = False,
    roots: Sequence[str] = (),
    contents: Contents | OnDisk | None = None,
) -> ImportGraph:
    """Build the import graph of every module among ``files``.

    Args:
        files: all files; those with the fate ``module`` are in the graph.
        imports_of: our own parser's imports by path, for files that grimp cannot parse.
        suspects: paths that our own parser had trouble with; they are tried one by one, so that one broken file costs one read.
        type_checking: whether imports below ``if TYPE_CHECKING:`` count.
        external: whether packages from elsewhere are in the graph.
        absent: whether an import of ``shop.plugin.x`` that is not among the files counts as one of ``shop``, as grimp has it
            where external packages are in the graph.
        roots: root packages that are no first names; see ``found_packages``.
        contents: where the files are, if not on disk, or what is known of those on disk. The graph may be one that was made before.
    """
    modules = [file for file in files if file.fate == "module"]
    source = contents or OnDisk()
    scanner = Scanner(found_packages(modules, roots), external=external, type_checking=type_checking, contents=source)
    failed = scanner.failing(file for file in modules if file.path in set(suspects))
    left_out = {*failed, *read_otherwise(files)}
    try:
        imports = scanner.scanned(file for file in modules if file.path not in left_out)
    except REFUSALS:
        failed |= scanner.failing(file for file in modules if file.path not in left_out)
        left_out |= failed.keys()
        imports = scanner.scanned(file for file in modules if file.path not in left_out)
    own = OwnImports(modules, imports_of, scanner.roots, type_checking=type_checking)
    kept = (
        imports
        if absent
        else [found for found in imports if not own.is_absent(found.importer.name, found.imported.name)]
    )
    if left_out:
        graph = _assembled(scanner.packages, kept)
        for file in modules:
            if file.path in left_out:
                own.add(graph, file)
    else:
        way = (type_checking, external, absent, *sorted(roots))
        made_of = (scanner.packages, kept)
        graph = source.remembered.graph(way, made_of, lambda: _assembled(*made_of))
    unread = {path: (UNPARSED, line) for path, line in failed.items() if line is not None}
    return ImportGraph(graph, unread)


def read_otherwise(files: Sequence[SourceFile]) -> frozenset[str]:
    """Paths of packages beside a module of the same name: grimp would read the module, Python imports the package."""
    shadowed = {file.module for file in files if file.fate == "shadowed"}
    return frozenset(
        file.path for file in files if file.fate == "module" and file.is_package and file.module in shadowed
    )


def _assembled(packages: Collection[FoundPackage], imports: Iterable[DirectImport]) -> grimp.ImportGraph:
    """The graph of the packages' modules and of imports; what belongs to no package is squashed.

    Modules and imports go in sorted: of chains that are as short as one another, grimp's search takes what came first.
    """
    graph = grimp.ImportGraph()
    tops = {package.name for package in packages}
    known: set[str] = set()
    for package in packages:
        known |= {*package.namespace_packages, *(file.module.name for file in package.module_files)}
    for module in sorted(known):
        graph.add_module(module)
    for found in sorted(imports, key=lambda found: (found.importer.name, found.imported.name, found.line_number)):
        imported = found.imported.name
        if imported not in known:
            known.add(imported)
            graph.add_module(imported, is_squashed=top_of(imported, tops) not in tops)
        graph.add_import(
            importer=found.importer.name,
            imported=imported,
            line_number=found.line_number,
            line_contents=found.line_contents,
            is_lazy=found.is_lazy,
        )
    return graph
