"""Who owns the files that findings stand in, and the modules that the baseline speaks of."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from archcheck.model.report import Report
from archcheck.model.source import SourceFile
from archcheck.ratchet.owners import CodeOwners, dialect_of
from archcheck.store.codeowners import OwnersFile, find_codeowners


@dataclass(frozen=True)
class Owners:
    """The repository's CODEOWNERS.

    Attributes:
        file: the file.
        rules: what it says.
        cwd: the directory that paths are relative to, absolute.
    """

    file: OwnersFile
    rules: CodeOwners
    cwd: Path

    def of(self, path: str) -> tuple[str, ...]:
        """The owners of a file, by its path from the working directory; none for one outside the repository."""
        full = os.path.normpath(self.cwd / path)
        inside = os.path.relpath(full, self.file.root).replace(os.sep, "/")
        return () if inside.startswith("../") else self.rules.of(inside)


def owners(directory: Path, cwd: Path) -> Owners | None:
    """The owners of the repository around a directory; None where it has no CODEOWNERS."""
    file = find_codeowners(directory)
    if file is None:
        return None
    dialect = "github" if file.host == "github" else "gitlab" if file.host == "gitlab" else dialect_of(file.text)
    return Owners(file, CodeOwners(file.text, dialect), cwd.resolve())


def with_owners(report: Report, found: Owners | None, files: Iterable[SourceFile]) -> Report:
    """A report whose findings and stale entries name the owners of their files."""
    if found is None:
        return report
    paths = module_paths(files)
    findings = (replace(each, owners=found.of(each.location.path)) for each in report.findings)
    stale = (replace(each, owners=found.of(path_of(each.entry.subject, paths))) for each in report.stale)
    return replace(report, findings=tuple(findings), stale=tuple(stale), owners_file=found.file.path)


def module_paths(files: Iterable[SourceFile]) -> Mapping[str, str]:
    """Paths of modules by name."""
    return {file.module: file.path for file in files if file.fate != "shadowed"}


def path_of(subject: str, paths: Mapping[str, str]) -> str:
    """The file of a scope; where its module is gone, where it would stand beside the nearest package that is there."""
    module = subject.partition(":")[0]
    name, rest = module, ""
    while name and name not in paths:
        name, _, last = name.rpartition(".")
        rest = f"/{last}{rest}"
    if not name:
        return f"{module.replace('.', '/')}.py"
    return f"{paths[name].rpartition('/')[0]}{rest}.py" if rest else paths[name]
