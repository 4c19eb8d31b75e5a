"""Which files grimp cannot parse, where no import graph is wanted; what was tried before is not tried again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from archcheck.imports.build import UNPARSED, read_otherwise
from archcheck.imports.packages import found_packages
from archcheck.imports.scanner import REFUSALS, Contents, Scanner
from archcheck.model.source import SourceFile


@dataclass
class Tried:
    """Contents that grimp was given: the line of the syntax error, or None where there is none."""

    lines: dict[str, int | None] = field(default_factory=dict)


def unparsed(
    files: Sequence[SourceFile], suspects: Collection[str], contents: Contents, tried: Tried
) -> dict[str, tuple[str, int]]:
    """Reason and line of the modules that do not parse, by path; the same that ``build_import_graph`` gives.

    Args:
        files: all files.
        suspects: paths that our own parser had trouble with.
        contents: where the files are.
        tried: is asked first, and told.
    """
    others = read_otherwise(files)
    modules = [file for file in files if file.fate == "module"]
    asked = [file for file in modules if file.path not in others or file.path in suspects]
    keys = {file.path: contents.key(file.absolute) for file in asked}
    new = [file for file in asked if keys[file.path] not in tried.lines]
    if new:
        scanner = Scanner(found_packages(modules), external=False, type_checking=True, contents=contents)
        failed = _failing(scanner, new, suspects)
        tried.lines.update((keys[file.path], failed.get(file.path)) for file in new)
    lines = {path: tried.lines[key] for path, key in keys.items()}
    return {path: (UNPARSED, line) for path, line in lines.items() if line is not None}


def _failing(scanner: Scanner, files: Sequence[SourceFile], suspects: Collection[str]) -> dict[str, int | None]:
    failed = scanner.failing(file for file in files if file.path in suspects)
    rest = [file for file in files if file.path not in suspects]
    try:
        scanner.scanned(rest)
    except REFUSALS:
        failed |= scanner.failing(rest)
    return failed
