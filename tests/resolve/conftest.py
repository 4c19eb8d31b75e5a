from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping

import pytest
from archcheck.catalog.load import load_catalog
from archcheck.facts.extract import extract
from archcheck.model.source import SourceFile
from archcheck.resolve.ledger import Ledger
from archcheck.resolve.project import Project
from archcheck.resolve.resolver import Resolver
from archcheck.resolve.sites import SiteInventory, resolve_sites

CATALOG = load_catalog()

Resolve = Callable[..., SiteInventory]
Marks = Callable[..., list[str]]


def inventory(
    files: Mapping[str, str], families: tuple[str, ...] = ("transaction",), *, calls: bool = False
) -> SiteInventory:
    """The call sites of a project given as module name to source."""
    return resolve_sites(Ledger(resolver(files, families)), calls=calls)


def resolver(
    files: Mapping[str, str],
    families: tuple[str, ...] = ("transaction",),
    *,
    numbers: Mapping[str, int] | None = None,
) -> Resolver:
    """What is asked about a project given as module name to source."""
    sources, texts, facts = [], {}, {}
    for module, text in files.items():
        is_package = any(other.startswith(module + ".") for other in files)
        path = module.replace(".", "/") + ("/__init__.py" if is_package else ".py")
        texts[path] = textwrap.dedent(text).lstrip("\n")
        facts[path] = extract(texts[path].encode())
        sources.append(SourceFile(path, "/" + path, module, is_package))
    numbered = dict(numbers or {})
    project = Project(sources, facts, _is_test, lambda path: texts[path].split("\n"), numbered)
    return Resolver(project, CATALOG, families)


def _is_test(module: str) -> bool:
    return ".tests." in f".{module}."


@pytest.fixture
def resolve() -> Resolve:
    def run(source: str = "", families: tuple[str, ...] = ("transaction",), **others: str) -> SiteInventory:
        files = {name.replace("__", "."): text for name, text in others.items()}
        return inventory({**files, "app": source} if source else files, families)

    return run


@pytest.fixture
def marks(resolve: Resolve) -> Marks:
    """``line form effect via certainty`` of each site of the module ``app``."""

    def run(source: str, families: tuple[str, ...] = ("transaction",), **others: str) -> list[str]:
        found = resolve(source, families, **others)
        return [
            f"{s.location.line} {s.form} {s.effects[0].rpartition('.')[2]} {s.via} {s.certainty}"
            for s in found.sites
            if s.module == "app"
        ]

    return run
