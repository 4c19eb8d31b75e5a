"""Files that are not on disk give the same graph as those that are; what was scanned before is not read again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from archcheck.facts.scan import scan
from archcheck.facts.text import decoded
from archcheck.imports.build import ImportGraph, build_import_graph
from archcheck.imports.packages import found_packages
from archcheck.imports.scanner import Contents, OnDisk, Remembered, Scanner
from archcheck.model.source import SourceFile
from grimp.domain.valueobjects import DirectImport

from .conftest import Project, edges

FILES = {
    "shop/__init__.py": b"",
    "shop/blank.py": b"\n\n\nimport json\nfrom shop import base\n",
    "shop/base.py": b"\xef\xbb\xbf# a mark before the first line\r\nimport os\r\nimport shop.blank\r\n",
    "shop/page.py": b"\x0c\nfrom shop import base\n\n\n",
    "shop/old.py": "# -*- coding: latin-1 -*-\n# \xe9\nimport shop.base\n".encode("latin-1"),
    "shop/late.py": b"if True:\n    from typing import TYPE_CHECKING\n    if TYPE_CHECKING:\n        import shop.page\n",
    "shop/indented.py": b"    import shop.page\n    import shop.base\n",
    "shop/broken.py": b"\nimport shop.page\ndef (:\n",
}


@pytest.fixture
def shop(project: Project) -> Project:
    for name, content in FILES.items():
        path = project.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return project


def built(project: Project, text: Callable[[str], str], remembered: Remembered, **options: bool) -> ImportGraph:
    files = project.files
    facts = scan([file for file in files if file.fate == "module"]).facts
    return build_import_graph(
        files,
        {path: found.imports for path, found in facts.items()},
        suspects=[path for path, found in facts.items() if found.errors],
        contents=Contents(lambda path: str(hash(Path(path).read_bytes())), text, remembered),
        **options,  # type: ignore[arg-type]
    )


def of_disk(path: str) -> str:
    return decoded(Path(path).read_bytes()).decode()


@pytest.mark.parametrize("options", [{}, {"type_checking": False}, {"external": False}, {"absent": True}])
def test_the_graph_is_that_of_the_disk(shop: Project, options: dict[str, bool]) -> None:
    there, here = shop.build(**options), built(shop, of_disk, Remembered(), **options)
    assert edges(here.graph) == edges(there.graph)
    assert here.graph.modules == there.graph.modules
    assert here.unread == there.unread
    assert len(here.unread) == 2


def test_only_what_has_changed_is_read_again(shop: Project) -> None:
    (shop.root / "shop/broken.py").unlink()
    (shop.root / "shop/indented.py").unlink()
    read: list[str] = []

    def text(path: str) -> str:
        read.append(Path(path).name)
        return of_disk(path)

    remembered = Remembered()
    built(shop, text, remembered)
    read.clear()
    (shop.root / "shop/late.py").write_bytes(b"import shop.old\n")
    assert edges(built(shop, text, remembered).graph) == edges(shop.build().graph)
    assert read == ["late.py"]
    (shop.root / "shop/json.py").write_bytes(b"")
    (shop.root / "shop/page.py").write_bytes(b"from shop import json\n")
    assert edges(built(shop, text, remembered).graph) == edges(shop.build().graph)


def test_what_is_on_disk_is_remembered_by_its_content(shop: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("broken", "indented", "old"):
        (shop.root / f"shop/{name}.py").unlink()
    read: list[str] = []
    on_disk = Scanner._on_disk

    def noted(scanner: Scanner, files: list[SourceFile]) -> list[tuple[DirectImport, ...]]:
        read.extend(Path(file.absolute).name for file in files)
        return on_disk(scanner, files)

    monkeypatch.setattr(Scanner, "_on_disk", noted)
    known = OnDisk(lambda path: Path(path).read_bytes(), Remembered())

    def again() -> ImportGraph:
        files = shop.files
        imports = {path: found.imports for path, found in scan(files).facts.items()}
        return build_import_graph(files, imports, contents=known)

    first = again()
    read.clear()
    assert again().graph is first.graph
    assert read == []
    (shop.root / "shop/late.py").write_bytes(b"import shop.page\n")
    changed = again()
    assert read == ["late.py"]
    assert changed.graph is not first.graph
    (shop.root / "shop/more.py").write_bytes(b"import shop.late\n")
    grown = again()
    monkeypatch.undo()
    assert edges(grown.graph) == edges(shop.build().graph)
    assert len(edges(changed.graph)) < len(edges(grown.graph))


def test_many_contents_of_a_file_are_forgotten(shop: Project) -> None:
    known = OnDisk(lambda path: Path(path).read_bytes(), Remembered())
    files = [file for file in shop.files if file.module in ("shop.blank", "shop.base")]
    scanner = Scanner(found_packages(files), external=True, type_checking=True, contents=known)
    for number in range(20):
        (shop.root / "shop/base.py").write_bytes(f"import os\n# {number}\n".encode())
        assert {found.imported.name for found in scanner.scanned(files)} == {"json", "shop.base", "os"}
    remembered = known.remembered.within((frozenset(scanner.packages), True, True))
    assert len(remembered) < 10
