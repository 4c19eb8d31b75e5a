"""Imports as our own parser read them: of files that grimp cannot parse, and to see what grimp takes for something else."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import grimp

from archcheck.facts.schema import Import
from archcheck.imports.packages import top_of
from archcheck.model.source import SourceFile


class OwnImports:
    """What our own facts say of the imports between modules."""

    def __init__(
        self,
        modules: Iterable[SourceFile],
        imports_of: Mapping[str, Sequence[Import]],
        roots: Collection[str],
        *,
        type_checking: bool,
    ) -> None:
        """Keep what is asked of every file.

        Args:
            modules: all modules of the project.
            imports_of: imports by path.
            roots: the root packages.
            type_checking: whether imports below ``if TYPE_CHECKING:`` count.
        """
        self._files = {file.module: file for file in modules}
        self._roots = roots
        self._imports_of = imports_of
        self._type_checking = type_checking

    def add(self, graph: grimp.ImportGraph, file: SourceFile) -> None:
        """Add a module with its imports to a graph."""
        known = graph.modules
        for imported in self._imports(file):
            target = self._target(file, imported)
            if target is None or target == file.module:
                continue
            if target not in known:
                graph.add_module(target, is_squashed=not self._is_inside(target))
            graph.add_import(
                importer=file.module, imported=target, line_number=imported.line, line_contents=_spelled(imported)
            )

    def is_absent(self, importer: str, imported: str) -> bool:
        """Whether an import of a top-level package is really one of something below it that is not among the files."""
        file = self._files.get(importer)
        found = self._imports_of.get(file.path, ()) if file is not None and imported in self._roots else ()
        return file is not None and bool(found) and all(self._target(file, each) != imported for each in found)

    def _imports(self, file: SourceFile) -> Iterable[Import]:
        found = self._imports_of.get(file.path, ())
        return (imported for imported in found if self._type_checking or not imported.type_checking)

    def _target(self, file: SourceFile, imported: Import) -> str | None:
        """The module of the project, or the package from elsewhere, that an import means; None where it is neither."""
        base = imported.module
        if imported.level:
            parts = file.module.split(".")
            drop = imported.level - 1 if file.is_package else imported.level
            base = ".".join([*parts[: len(parts) - drop], *filter(None, [base])])
        for candidate in (f"{base}.{imported.name}" if imported.name else base, base):
            if candidate in self._files:
                return candidate
        top = base.partition(".")[0]
        return top if top and not self._is_inside(base) and top not in self._roots else None

    def _is_inside(self, module: str) -> bool:
        return top_of(module, self._roots) in self._roots


def _spelled(imported: Import) -> str:
    if not imported.name:
        return f"import {imported.module}"
    return f"from {'.' * imported.level}{imported.module} import {imported.name}"
