"""``archcheck check --against REV``: what the files on disk add over a revision, by identity, from the whole of both sides."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from archcheck.config.schema import EffectContract, LayersContract
from archcheck.model.baseline import Identity, StaleEntry
from archcheck.model.finding import Finding, Step
from archcheck.model.report import Against
from archcheck.ratchet.baseline import Compared, can_be_listed, compare, identity_of, taken
from archcheck.rules import effect_site
from archcheck.run.examined import Examined
from archcheck.run.names import names
from archcheck.run.standing import Standing
from archcheck.run.subject import Subject


@dataclass(frozen=True, slots=True)
class Revision:
    """What the findings are held against.

    Attributes:
        name: as the user wrote it.
        commit: its full name.
        renamed: gives present names of modules by the ones that they had then, as git knows it.
    """

    name: str
    commit: str
    renamed: Callable[[], Mapping[str, str]]


def added(
    examined: Examined, before: Examined, stands: Standing, revision: Revision, today: datetime.date
) -> tuple[Standing, Against]:
    """The findings that a revision does not have, in the states that they have today.

    What the revision has is taken for a baseline; so a finding that only has another name is not added. Of what the baseline
    lists and the files do not hold any more, only what was there at the revision is called stale.

    Args:
        examined: what was found on disk.
        before: what was found at the revision, by the same configuration.
        stands: how the disk stands to the baseline.
        revision: what is held against.
        today: what expiry dates are held against.
    """
    present = [finding for finding in stands.findings if can_be_listed(finding)]
    recognise = names(examined.subject, revision.renamed).moved
    compared = compare(present, taken(before.findings, ""), today, lambda entry: True, recognise)
    fresh = {
        finding for finding, judged in zip(present, compared.findings, strict=True) if judged.state == "new"
    } | _unlisted(stands.findings, before.findings)
    counts = Counter(identity_of(finding) for finding in before.findings if can_be_listed(finding))
    edges = Edges(before.subject, revision.name)
    shown = (_explained(finding, edges, counts, revision.name) for finding in stands.findings if finding in fresh)
    gone = sum(each.entry.count - each.found for each in compared.stale)
    stale = _stale_since(stands.compared, counts)
    return Standing(tuple(shown), stale, stands.shown), Against(revision.name, revision.commit, gone)


class Edges:
    """The imports and calls of a revision: which steps of a path were there."""

    def __init__(self, subject: Subject, revision: str) -> None:
        """Look at nothing yet.

        Args:
            subject: the project at that revision.
            revision: as the user wrote it.
        """
        self._subject = subject
        self._revision = revision

    def first_new(self, finding: Finding) -> str | None:
        """The first step of the finding's path that the revision does not have, in words; None where it has no path."""
        contract = next((each for each in self._subject.config.contracts if each.id == finding.contract), None)
        steps = finding.witness
        if isinstance(contract, EffectContract):
            return self._first_new_call(finding, contract)
        type_checking = contract.type_checking_imports if isinstance(contract, LayersContract) else True
        links = _links(steps, finding.object)
        fresh = [link for link in links if not self._imported(link[0].function, link[1], type_checking)]
        return self._said([(step, imported, "imports") for step, imported in fresh]) if steps else None

    def _first_new_call(self, finding: Finding, contract: EffectContract) -> str | None:
        """Of a site itself, which is new or stands where no path is asked about, there is no step to name."""
        steps = finding.witness
        is_site = finding.rule == effect_site.RULE
        if not steps or (is_site and contract.mode == "inside"):
            return None
        new = [pair for pair in pairwise(steps) if (pair[0].function, pair[1].function) not in self._calls]
        if not new and (steps[-1].function, finding.api or "") not in self._sites:
            return None if is_site else self._said([(steps[-1], finding.api or "", "uses")])
        return self._said([(first, second.function, "calls") for first, second in new])

    @cached_property
    def _calls(self) -> frozenset[tuple[str, str]]:
        return frozenset((edge.caller, edge.callee) for edge in self._subject.inventory.calls.edges)

    @cached_property
    def _sites(self) -> frozenset[tuple[str, str]]:
        return frozenset((f"{site.module}:{site.function}", site.api) for site in self._subject.inventory.sites)

    def _imported(self, importer: str, imported: str, type_checking: bool) -> bool:
        graph = self._subject.graph(type_checking=type_checking)
        if not {importer, imported} <= graph.modules:
            return False
        return graph.direct_import_exists(importer=importer, imported=imported)

    def _said(self, new: Sequence[tuple[Step, str, str]]) -> str:
        if not new:
            return f"{self._revision} has every step of it: what is around them has changed"
        step, target, verb = new[0]
        return f"{self._revision} does not have this step: {step.function} {verb} {target} ({step.path}:{step.line})"


def _links(steps: Sequence[Step], last: str) -> list[tuple[Step, str]]:
    targets = [*(step.function for step in steps[1:]), last]
    return list(zip(steps, targets, strict=True))


def _explained(finding: Finding, edges: Edges, counts: Mapping[Identity, int], revision: str) -> Finding:
    """A finding that says what made it, and how many of its kind there were."""
    said = [edges.first_new(finding)]
    had = counts.get(identity_of(finding), 0)
    if had:
        said.append(f"{revision} has {had} of these in {finding.subject}")
    return replace(finding, evidence=(*finding.evidence, *filter(None, said)))


def _unlisted(present: Iterable[Finding], before: Iterable[Finding]) -> set[Finding]:
    """Findings that no baseline lists (exempt ones, headers, allows of no use) beyond those of the revision."""
    had = Counter(identity_of(finding) for finding in before if not can_be_listed(finding))
    fresh: set[Finding] = set()
    for finding in present:
        if not can_be_listed(finding):
            identity = identity_of(finding)
            if had[identity]:
                had[identity] -= 1
            else:
                fresh.add(finding)
    return fresh


def _stale_since(compared: Compared | None, counts: Mapping[Identity, int]) -> Compared | None:
    """Of the entries that list more than was found, those that the revision still had more of."""
    if compared is None:
        return None

    def is_of_branch(each: StaleEntry) -> bool:
        return counts.get(each.entry.identity, 0) > each.found

    return replace(compared, stale=tuple(filter(is_of_branch, compared.stale)))
