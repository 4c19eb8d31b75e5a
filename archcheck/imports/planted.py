"""An import graph with imports that are not on disk."""

from collections.abc import Mapping, Sequence
from copy import deepcopy

from archcheck.facts.schema import Import
from archcheck.imports.build import Graph
from archcheck.imports.own import OwnImports
from archcheck.imports.packages import found_packages
from archcheck.model.source import SourceFile


def with_imports(
    graph: Graph,
    files: Sequence[SourceFile],
    added: Mapping[str, Sequence[Import]],
    *,
    roots: Sequence[str] = (),
    type_checking: bool = True,
) -> Graph:
    """A copy of a graph with further imports of some files.

    Args:
        graph: the graph, which stays as it is.
        files: all files of the project.
        added: the imports by path.
        roots: root packages that are no first names.
        type_checking: whether imports below ``if TYPE_CHECKING:`` count.
    """
    copy = deepcopy(graph)
    modules = [file for file in files if file.fate == "module" and file.module in graph.modules]
    tops = frozenset(package.name for package in found_packages(modules, roots))
    own = OwnImports(modules, added, tops, type_checking=type_checking)
    for file in modules:
        if file.path in added:
            own.add(copy, file)
    return copy
