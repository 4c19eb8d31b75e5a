"""A scratch copy of the project in memory, with lines that are on no disk."""

from collections.abc import Mapping
from dataclasses import replace

from archcheck.facts.extract import extract
from archcheck.facts.schema import Import
from archcheck.imports.build import ImportGraph
from archcheck.imports.planted import with_imports
from archcheck.model.progress import silent
from archcheck.run.subject import Subject
from archcheck.run.texts import Texts


def scratch(subject: Subject, added: Mapping[str, str]) -> Subject:
    """The project with text behind the last line of some files: read, resolved and judged like what is on disk.

    The import graph is taken over, with the imports that our own parser reads in the added lines.

    Args:
        subject: the project, which stays as it is.
        added: text by path.
    """
    texts = {path: planted(subject, path, text) for path, text in added.items()}
    facts = {path: extract(text.encode("utf-8", "replace")) for path, text in texts.items()}
    copy = Subject(subject.config, subject.cwd, silent, subject.families)
    copy.reading = replace(subject.reading, facts={**subject.reading.facts, **facts})
    copy.texts = Texts(subject.reading.files, texts)
    copy.layers = subject.layers
    copy.catalog = subject.catalog
    imports = added_imports(subject, copy)
    for type_checking, built in subject.graphs.items():
        graph = with_imports(built.graph, subject.reading.files, imports, type_checking=type_checking)
        copy.graphs[type_checking] = ImportGraph(graph, built.unread)
    return copy


def planted(subject: Subject, path: str, text: str) -> str:
    """The whole text of a file with some text behind it."""
    return f"{subject.texts.text(path).rstrip()}\n\n{text}"


def added_imports(subject: Subject, copy: Subject) -> dict[str, tuple[Import, ...]]:
    """The imports of a scratch copy that the project does not have, by path."""
    found: dict[str, tuple[Import, ...]] = {}
    for path, facts in copy.reading.facts.items():
        there = subject.reading.facts[path]
        if facts is not there:
            found[path] = tuple(each for each in facts.imports if each not in there.imports)
    return found
