"""On packages that grimp can read by itself, our graph is grimp's graph: modules, imports, lines, what is squashed."""

import importlib.util
import shutil
import sys
from pathlib import Path

import grimp
import pytest

from .conftest import Project, edges

SHOP = {
    "shop/__init__.py": "VERSION = 1\n",
    "shop/orders/__init__.py": "from .models import Order\nfrom ..base import Base\n",
    "shop/orders/models.py": """
        from __future__ import annotations
        from typing import TYPE_CHECKING
        import json, os.path
        from shop.base import Base
        if TYPE_CHECKING:
            from shop.billing.service import charge

        class Order(Base): ...
    """,
    "shop/base.py": "class Base: ...\n",
    "shop/billing/__init__.py": "",
    "shop/billing/service.py": """
        import shop.orders.models as models
        from shop.orders import (
            Order,
            models as again,
        )
        from . import late

        def charge():
            from shop import VERSION, orders
            try:
                import sqlalchemy.orm
            except ImportError:
                from tomllib import loads
    """,
    "shop/billing/late.py": "from ..orders.models import *\nfrom shop.billing import service\n",
    "shop/cli.py": "import shop\nimport shop.billing.late\n\nif __name__ == '__main__':\n    import argparse\n",
}
TWO = {
    "first/__init__.py": "from second.a import f\nimport requests\n",
    "first/b.py": "import second\n",
    "second/__init__.py": "",
    "second/a.py": "from first import b\n",
}
MODULE = {"single.py": "import json\nimport other\n", "other.py": "import single\n"}
INSTALLED = ("grimp", "importlinter", "typer", "msgspec", "pydantic")


def plain(root: Path, packages: list[str], monkeypatch: pytest.MonkeyPatch, **options: bool) -> grimp.ImportGraph:
    """What grimp itself makes of packages, found on ``sys.path``."""
    monkeypatch.syspath_prepend(str(root))
    importlib.invalidate_caches()
    first, *others = packages
    return grimp.build_graph(first, *others, cache_dir=None, **options)


def same(ours: grimp.ImportGraph, theirs: grimp.ImportGraph) -> None:
    assert ours.modules == theirs.modules
    assert edges(ours) == edges(theirs)
    assert {m for m in ours.modules if ours.is_module_squashed(m)} == {
        m for m in theirs.modules if theirs.is_module_squashed(m)
    }


@pytest.mark.parametrize("external", [True, False])
@pytest.mark.parametrize("type_checking", [True, False])
@pytest.mark.parametrize(("files", "packages"), [(SHOP, ["shop"]), (TWO, ["first", "second"])])
def test_packages_on_disk(
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    files: dict[str, str],
    packages: list[str],
    external: bool,
    type_checking: bool,
) -> None:
    ours = project.write(files).build(external=external, type_checking=type_checking).graph
    options = {"include_external_packages": external, "exclude_type_checking_imports": not type_checking}
    same(ours, plain(project.root, packages, monkeypatch, **options))


@pytest.mark.parametrize("name", INSTALLED)
def test_installed_packages(project: Project, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    found = importlib.util.find_spec(name)
    assert found is not None and found.submodule_search_locations
    shutil.copytree(
        found.submodule_search_locations[0], project.root / name, ignore=shutil.ignore_patterns("__pycache__")
    )
    ours = project.build(absent=True).graph
    same(ours, plain(project.root, [name], monkeypatch, include_external_packages=True))
    assert edges(ours)


def test_nothing_is_imported_and_the_path_stays(project: Project) -> None:
    project.write(SHOP)
    modules, path = dict(sys.modules), list(sys.path)
    project.build()
    assert sys.path == path
    assert not {name.partition(".")[0] for name in sys.modules.keys() - modules.keys()} & {"shop", "sqlalchemy"}


def test_single_modules(project: Project) -> None:
    """grimp itself takes packages alone."""
    assert project.write(MODULE).imports() == {("single", "json"), ("single", "other"), ("other", "single")}
