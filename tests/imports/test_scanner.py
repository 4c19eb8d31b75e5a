"""Files that are not on disk give the same graph as those that are; what was scanned before is not read again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from archcheck.facts.scan import scan
from archcheck.facts.text import decoded
from archcheck.imports.build import ImportGraph, build_import_graph
from archcheck.imports.scanner import Contents, Remembered

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
