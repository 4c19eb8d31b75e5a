from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping

import pytest
from archcheck.catalog.load import load_catalog
from archcheck.facts.extract import extract
from archcheck.facts.schema import FileFacts
from archcheck.model.inputs import digest
from archcheck.model.source import SourceFile
from archcheck.resolve.answers import Noting
from archcheck.resolve.ledger import Ledger
from archcheck.resolve.project import Project
from archcheck.resolve.resolver import Resolver
from archcheck.resolve.sites import SiteInventory, resolve_sites

CATALOG = load_catalog()
FACTS: dict[bytes, FileFacts] = {}
"""Facts of every content that was read, by its digest."""

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
    former: Resolver | None = None,
    noting: Noting = "leaning",
) -> Resolver:
    """What is asked about a project given as module name to source.

    Args:
        files: module name to source.
        families: what is looked for.
        numbers: of an earlier state.
        former: the resolver of an earlier state; facts and modules of files that are the same are its own.
        noting: what is noted.
    """
    sources, texts, facts = [], {}, {}
    known = former.project.by_path if former is not None else {}
    for module, text in files.items():
        is_package = any(other.startswith(module + ".") for other in files)
        path = module.replace(".", "/") + ("/__init__.py" if is_package else ".py")
        texts[path] = textwrap.dedent(text).lstrip("\n")
        content = texts[path].encode()
        is_known = path in known and known[path].facts.digest == digest(content)
        facts[path] = known[path].facts if is_known else extract(content)
        FACTS[facts[path].digest] = facts[path]
        sources.append(SourceFile(path, "/" + path, module, is_package))
    numbered = dict(numbers or {})
    project = Project(
        sources, facts, _is_test, lambda path: texts[path].split("\n"), numbered, former.project if former else None
    )
    return Resolver(project, CATALOG, families, noting=noting)


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
