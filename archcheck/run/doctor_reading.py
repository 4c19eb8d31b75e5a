"""Evidence that the project was read: which files, what was left out and by which word, and who owns them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from archcheck.config.schema import TESTS, Config
from archcheck.model.diagnosis import Evidence, Health
from archcheck.model.patterns import matches
from archcheck.model.source import SourceFile
from archcheck.report.summary import counted
from archcheck.run.modules import is_test
from archcheck.run.owners import Owners
from archcheck.run.subject import Subject
from archcheck.sources.discover import discover
from archcheck.sources.walk import glob_matches, never_entered, python_files

SHOWN = 10


def reading_evidence(subject: Subject) -> Iterator[Evidence]:
    """What was read, what counts, and what was left out on purpose or by default."""
    files = subject.reading.files
    fates = Counter(file.fate for file in files)
    yield Evidence("reading", "ok", "files", f"{fates['module']:,} of {counted(len(files), 'file')} read as modules")
    for fate, why in (
        ("unread", "were not read"),
        ("shadowed", "are shadowed"),
        ("unimportable", "have no import name"),
    ):
        there = [f"{file.path}: {file.reason}" for file in files if file.fate == fate]
        if there:
            health: Health = "warning" if fate == "unread" else "note"
            yield Evidence("reading", health, fate, f"{len(there):,} {why}", tuple(_few(sorted(there))))
    gaps = [
        file.path for file in files if file.path in subject.reading.facts and subject.reading.facts[file.path].errors
    ]
    if gaps:
        yield Evidence(
            "reading", "warning", "grammar", f"{len(gaps):,} have spans that were not understood", tuple(_few(gaps))
        )
    yield from _counted(subject)
    yield from _left_out(subject)


def owner_evidence(owners: Owners | None, subject: Subject) -> Iterator[Evidence]:
    """How much of the project somebody owns."""
    if owners is None:
        yield Evidence("owners", "note", "CODEOWNERS", "there is none")
        return
    modules = [file.path for file in subject.reading.files if subject.counted(file.module)]
    unowned = [path for path in modules if not owners.of(path)]
    message = f"{owners.file.path} ({owners.rules.dialect}): {len(modules) - len(unowned):,} of {len(modules):,} modules have owners"
    yield Evidence("owners", "ok" if len(unowned) < len(modules) else "warning", "CODEOWNERS", message)
    wrong = [f"line {line}: {problem}" for line, problem in owners.rules.mistakes]
    if wrong:
        yield Evidence(
            "owners", "warning", "CODEOWNERS", f"{counted(len(wrong), 'line')} without a meaning", tuple(_few(wrong))
        )


def _counted(subject: Subject) -> Iterator[Evidence]:
    """Modules whose findings count, and tests by the pattern that makes them some."""
    config, modules = subject.config, [file.module for file in subject.reading.files if file.fate == "module"]
    counting = sum(map(subject.counted, modules))
    yield Evidence(
        "reading", "ok" if counting else "failed", "check", f"findings count in {counted(counting, 'module')}"
    )
    tests = sum(is_test(module, config.project.tests) for module in modules)
    yield Evidence("reading", "note", "tests", f"{counted(tests, 'module')} of tests, which give no findings")
    if config.project.tests != TESTS:
        yield from _patterns(subject, config.project.tests, modules, "tests")
    domains = config.project.domains
    named = Counter(placement.domain for placement in subject.layers.placements if placement.domain)
    if domains:
        without = len(subject.layers.placements) - sum(named.values())
        message = f"{counted(len(named), 'domain')} with {counted(sum(named.values()), 'module')}; {without:,} in none"
        yield Evidence(
            "reading", "ok" if named else "failed", "domains", message, line=config.line("project", "domains")
        )
        yield from _patterns(subject, [text.replace("{domain}", "*") for text in domains], modules, "domains")


def _patterns(subject: Subject, patterns: Sequence[str], names: Sequence[str], key: str) -> Iterator[Evidence]:
    """Patterns of ``[project]`` that match nothing."""
    for at, pattern in enumerate(patterns):
        if not any(matches(pattern, module) for module in names):
            line = subject.config.line("project", key, at)
            yield Evidence("reading", "failed", f"{key} {pattern}", "matches no module", line=line)


def _left_out(subject: Subject) -> Iterator[Evidence]:
    """Python files that are not read, each with the word that leaves it out."""
    config, project = subject.config, subject.config.project
    every = sorted(python_files(config.directory))
    for at, glob in enumerate(project.exclude_paths):
        covered = sum(glob_matches(path, glob) for path in every)
        yield _out(config, f"exclude_paths {glob}", f"leaves out {counted(covered, 'file')}", "exclude_paths", at)
    files = _unfiltered(subject)
    for at, pattern in enumerate(project.exclude):
        covered = sum(matches(pattern, file.module) for file in files)
        yield _out(config, f"exclude {pattern}", f"leaves out {counted(covered, 'module')}", "exclude", at)
    known = {file.absolute.removeprefix(f"{config.directory}/") for file in files}
    outside = [path for path in every if path not in known and not _excluded(path, project.exclude_paths)]
    if outside:
        tops = Counter(path.partition("/")[0] for path in outside)
        details = _few([f"{top}: {number:,}" for top, number in sorted(tops.items())])
        message = f"{counted(len(outside), 'Python file')} outside the roots and packages"
        yield Evidence("reading", "note", "outside", message, tuple(details))
    never = sorted(never_entered(config.directory))
    if never:
        yield Evidence(
            "reading", "note", "never entered", counted(len(never), "directory", "directories"), tuple(_few(never))
        )


def _out(config: Config, subject: str, message: str, key: str, at: int) -> Evidence:
    return Evidence("reading", "note", subject, message, line=config.line("project", key, at))


def _unfiltered(subject: Subject) -> Sequence[SourceFile]:
    """The files of the project with those that ``exclude`` leaves out."""
    config, project = subject.config, subject.config.project
    if not project.exclude:
        return subject.reading.files
    return discover(
        config.directory,
        subject.cwd,
        roots=project.roots,
        packages=project.packages,
        exclude_paths=project.exclude_paths,
    ).files


def _excluded(path: str, globs: Iterable[str]) -> bool:
    return any(glob_matches(path, glob) for glob in globs)


def _few(items: Sequence[str]) -> list[str]:
    more = len(items) - SHOWN
    return list(items) if more <= 1 else [*items[:SHOWN], f"and {more:,} more"]
