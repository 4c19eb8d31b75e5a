"""What a run has looked at: an entry of the baseline is stale only where its findings would have been found."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from archcheck.model.baseline import Baseline, BaselineEntry
from archcheck.model.source import SourceFile
from archcheck.ratchet.baseline import identity_of
from archcheck.rules import layer_unassigned, unread_file
from archcheck.run.examined import Examined
from archcheck.run.results import below


@dataclass
class Looked:
    """Whether a run has looked at what an entry speaks of.

    Not looked at are contracts that were not run; modules outside the given paths; modules that cannot be read since the baseline
    was written, and the contracts that depend on these.

    Attributes:
        examined: what the run has found.
        baseline: what it is held against.
        paths: files and directories that the run was asked about, absolute; all where empty.
        cwd: the working directory, absolute.
    """

    examined: Examined
    baseline: Baseline
    paths: Sequence[Path]
    cwd: Path
    _files: Mapping[str, SourceFile] = field(init=False)

    def __post_init__(self) -> None:
        self._files = {file.module: file for file in self.examined.subject.reading.files if file.fate != "shadowed"}

    def at(self, entry: BaselineEntry) -> bool:
        """Whether the entry's findings would have been found."""
        module = entry.subject.partition(":")[0]
        if not self._contract(entry) or (self.paths and not self._asked(module)):
            return False
        if entry.rule == unread_file.RULE:
            return True
        return module not in self._unreadable and not (self._unreadable and entry.contract in self._dependent)

    def _contract(self, entry: BaselineEntry) -> bool:
        """A contract that is no longer there was looked at by every run that leaves nothing out."""
        run = {outcome.held.id for outcome in self.examined.outcomes}
        if entry.contract:
            return entry.contract in run or (
                entry.contract not in self.examined.ids and len(run) == len(self.examined.ids)
            )
        return entry.rule != layer_unassigned.RULE or self.examined.on_layers

    def _asked(self, module: str) -> bool:
        """A module that is gone is asked for by the directory of the nearest package that is still there."""
        name = module
        while name and name not in self._files:
            name = name.rpartition(".")[0]
        if not name:
            return False
        file = self._files[name]
        path = Path(file.path)
        return below(str(path if name == module else path.parent), self.paths, self.cwd) and (
            name == module or file.is_package
        )

    @cached_property
    def _unreadable(self) -> Collection[str]:
        """Modules that could be read when the baseline was written, and cannot now."""
        known = {entry.identity for entry in self.baseline.entries}
        return {
            finding.subject
            for finding in self.examined.findings
            if finding.rule == unread_file.RULE and identity_of(finding) not in known
        }

    @cached_property
    def _dependent(self) -> Collection[str]:
        return {outcome.held.id for outcome in self.examined.outcomes if outcome.held.unread}
