"""Evidence that the catalog speaks of what the project uses, and of what its libraries have where they are installed."""

from collections import Counter
from collections.abc import Iterator, Sequence

from packaging.specifiers import SpecifierSet

from archcheck.catalog.load import builtin_libraries
from archcheck.catalog.schema import Library
from archcheck.facts.extract import extract
from archcheck.facts.schema import FileFacts
from archcheck.facts.text import UnreadableSource
from archcheck.model.diagnosis import Evidence, Health
from archcheck.report.summary import counted
from archcheck.resolve.library import LibrarySource
from archcheck.run.subject import Subject
from archcheck.sources.installed import Environment

SHOWN = 10


def catalog_evidence(subject: Subject) -> Iterator[Evidence]:
    """Which libraries have call sites, and whether the project imports what its own entries speak of."""
    sites = Counter((site.wraps or site.api).partition(".")[0] for site in subject.inventory.sites if not site.is_test)
    for top, number in sorted(sites.items(), key=lambda each: (-each[1], each[0])):
        if ":" not in top:
            yield Evidence("catalog", "ok", top, counted(number, "call site"))
    built_in = {library.source + library.library for library in builtin_libraries()}
    imported = _imported(subject)
    for library in subject.catalog.libraries:
        if library.source + library.library in built_in:
            continue
        names = [name for name, _ in _entries(library)]
        unused = [name for name in names if not _is_imported(name, imported)]
        message = f"{len(names) - len(unused):,} of {len(names):,} entries of your own are imported"
        yield Evidence("catalog", "warning" if unused else "ok", library.library, message, tuple(_few(unused)))


def library_evidence(subject: Subject, installed: Environment) -> Iterator[Evidence]:
    """The entries on every library that the project imports, looked up in its source where it is installed."""
    source = LibrarySource(lambda module: _facts(installed, module))
    tops = {name.partition(".")[0] for name in _imported(subject)}
    built_in = {library.source + library.library for library in builtin_libraries()}
    for library in subject.catalog.libraries:
        names = [each for each in _entries(library) if each[0].partition(".")[0] in tops]
        if names:
            own = library.source + library.library not in built_in
            yield _looked_up(library, names, source, installed, own)


def _looked_up(
    library: Library, names: Sequence[tuple[str, str | None]], source: LibrarySource, installed: Environment, own: bool
) -> Evidence:
    """What a library has no name for has one of the catalog's own, so that a few of those are missing in any version."""
    version = installed.version(library.distribution or library.library)
    asked = [
        name
        for name, versions in names
        if installed.holds(name.partition(".")[0]) and (not (version and versions) or version in SpecifierSet(versions))
    ]
    if not asked:
        return Evidence("libraries", "note", library.library, f"is not installed in {installed.directory}")
    answers = [(name, source.has(name)) for name in asked]
    counts = Counter(answer for _, answer in answers)
    missing = [name for name, answer in answers if answer == "missing"]
    health: Health = "failed" if own and missing else "warning" if len(missing) > counts["found"] else "ok"
    message = f"{counted(counts['found'], 'name')} found, {counts['unknown']:,} made at run time or compiled"
    if missing:
        other = "" if own else ": of other versions, or the catalog's own names for what has none"
        message += f", {len(missing):,} not there{other}"
    return Evidence("libraries", health, f"{library.library} {version or ''}".strip(), message, tuple(_few(missing)))


def _entries(library: Library) -> list[tuple[str, str | None]]:
    """Every name that a library's entries speak of, with the versions that have it."""
    found: list[tuple[str, str | None]] = []
    for known in library.types:
        found.append((known.name, None))
        found += [(f"{known.name}.{method}", entry.versions) for method, entry in known.methods.items()]
    found += [(function.name, function.versions) for function in library.functions]
    found += [(thing.name, None) for thing in library.objects]
    found += [(api.name, None) for api in library.apis if "*" not in api.name and "?" not in api.name]
    return found


def _imported(subject: Subject) -> set[str]:
    """Everything that is imported from elsewhere, by its dotted name."""
    found: set[str] = set()
    for facts in subject.reading.facts.values():
        for each in facts.imports:
            if not each.level:
                found.add(each.module)
                if each.name and each.name != "*":
                    found.add(f"{each.module}.{each.name}")
    return found


def _is_imported(name: str, imported: set[str]) -> bool:
    """Whether the name, or a module that it stands in, is imported."""
    parts = name.split(".")
    return any(".".join(parts[:end]) in imported for end in range(1, len(parts) + 1))


def _facts(installed: Environment, module: str) -> FileFacts | None:
    source = installed.source(module)
    if source is None:
        return None
    try:
        return extract(source)
    except UnreadableSource:
        return None


def _few(items: Sequence[str]) -> list[str]:
    more = len(items) - SHOWN
    return list(items) if more <= 1 else [*items[:SHOWN], f"and {more:,} more"]
