"""Projects on disk: files by path in, our import graph out; and grimp's own graph beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import grimp
import pytest
from archcheck.facts.scan import scan
from archcheck.imports.build import ImportGraph, build_import_graph
from archcheck.model.source import SourceFile
from archcheck.sources.discover import discover

Edges = dict[tuple[str, str], list[tuple[int, str]]]


@dataclass(frozen=True)
class Project:
    """A directory with code in it."""

    root: Path
    roots: tuple[str, ...] = ()

    def below(self, *roots: str) -> "Project":
        """The same with import roots."""
        return Project(self.root, roots)

    def write(self, files: Mapping[str, str]) -> "Project":
        for path, text in files.items():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        return self

    @property
    def files(self) -> tuple[SourceFile, ...]:
        return discover(self.root, self.root, roots=self.roots).files

    def build(self, *, type_checking: bool = True, external: bool = True, absent: bool = False) -> ImportGraph:
        files = self.files
        facts = scan([file for file in files if file.fate in ("module", "unimportable")]).facts
        return build_import_graph(
            files,
            {path: found.imports for path, found in facts.items()},
            suspects=[path for path, found in facts.items() if found.errors],
            type_checking=type_checking,
            external=external,
            absent=absent,
        )

    def imports(self) -> set[tuple[str, str]]:
        """Every direct import of our graph."""
        return set(edges(self.build().graph))


def edges(graph: grimp.ImportGraph) -> Edges:
    """Every direct import with its lines."""
    return {
        (importer, imported): sorted(
            (detail["line_number"], detail["line_contents"])
            for detail in graph.get_import_details(importer=importer, imported=imported)
        )
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
    }


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)
