"""Findings x baseline -> what is known, what is new, what is stale; and the baselines that come of it."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from archcheck.model.baseline import Baseline, BaselineEntry, Identity, StaleEntry
from archcheck.model.finding import Finding
from archcheck.ratchet.moves import Move, Recognise, none_moved

NEVER = frozenset({"layer-header", "unused-allow"})
"""Rules whose findings are mistakes in what archcheck is told: they are mended and never known."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Findings held against a baseline.

    Attributes:
        findings: in the given order, those that are listed as ``known``, debt beyond what is listed as ``new``.
        stale: entries that list more than was found, in order; only those that were looked at.
        moves: what was recognised under another name.
        expired: entries past their last day, which have no force, each with the number of findings that it would cover.
    """

    findings: tuple[Finding, ...]
    stale: tuple[StaleEntry, ...]
    moves: tuple[Move, ...]
    expired: tuple[tuple[BaselineEntry, int], ...]


def compare(
    findings: Sequence[Finding],
    baseline: Baseline,
    today: datetime.date,
    looked_at: Callable[[BaselineEntry], bool],
    recognise: Recognise = none_moved,
) -> Compared:
    """Hold findings against a baseline.

    Several findings of one identity are counted. The first ones, by place, are taken for the known ones, and since any of
    them may be the new one, an excess names all places.

    Args:
        findings: with their states so far: exempt, debt or new.
        baseline: what is known.
        today: what expiry dates are held against.
        looked_at: whether a run has looked at what an entry speaks of; the others are never stale.
        recognise: finds among missing entries and unlisted findings those that only have another name.
    """
    groups = grouped(findings)
    valid = {entry.identity: entry for entry in baseline.entries if not entry.expired(today)}
    expired = [(entry, len(groups.get(entry.identity, ()))) for entry in baseline.entries if entry.expired(today)]
    covered = {identity: min(len(group), _count(valid, identity)) for identity, group in groups.items()}
    missing = [
        StaleEntry(entry, len(groups.get(entry.identity, ())))
        for entry in baseline.entries
        if entry.count > len(groups.get(entry.identity, ())) and looked_at(entry)
    ]
    waiting = {entry.identity for entry, _ in expired}
    surplus = [
        finding
        for identity, group in groups.items()
        if identity not in waiting
        for finding in group[covered[identity] :]
    ]
    moves = tuple(recognise([each for each in missing if not each.entry.expired(today)], surplus))
    moved_to = {move.finding: move for move in moves}
    judged: dict[Finding, Finding] = {}
    for identity, group in groups.items():
        entry = valid.get(identity)
        for number, finding in enumerate(group):
            if entry is not None and number < covered[identity]:
                judged[finding] = _known(finding, entry)
            elif finding in moved_to:
                judged[finding] = _moved(finding, moved_to[finding])
            else:
                judged[finding] = _new(finding, group, covered[identity])
    return Compared(
        findings=tuple(judged.get(finding, finding) for finding in findings),
        stale=tuple(_without_moves(missing, moves)),
        moves=moves,
        expired=tuple(expired),
    )


def grouped(findings: Iterable[Finding]) -> dict[Identity, list[Finding]]:
    """The findings that a baseline may list, debt included, by identity."""
    groups: dict[Identity, list[Finding]] = {}
    for finding in findings:
        if can_be_listed(finding):
            groups.setdefault(identity_of(finding), []).append(finding)
    return groups


def can_be_listed(finding: Finding) -> bool:
    """Whether a baseline may list it: not where it is exempt already, or where archcheck was told something wrong."""
    return finding.state != "exempt" and finding.rule not in NEVER


def identity_of(finding: Finding) -> Identity:
    """The identity as files can hold it: bytes of a file name that are no text are spelled out."""
    rule, contract, subject, object_ = finding.identity
    return (rule, contract, _spelled(subject), _spelled(object_))


def taken(findings: Iterable[Finding], catalog: str, former: Baseline | None = None) -> Baseline:
    """A baseline of all findings that it may list; what a former one says of the same entries is kept."""
    said = {entry.identity: entry for entry in (former.entries if former else ())}
    fresh = (
        replace(said.get(entry.identity, entry), count=entry.count, kind=entry.kind)
        for entry in _entries(grouped(findings))
    )
    return Baseline(tuple(fresh), catalog)


def pruned(baseline: Baseline, compared: Compared, catalog: str, *, accept_moves: bool = False) -> Baseline:
    """The baseline without what is stale; entries that are not stale stay as they are.

    Args:
        baseline: what the findings were held against.
        compared: how they stand to it.
        catalog: version of the catalog that they were found with.
        accept_moves: whether what was recognised under another name is listed by that name from now on.
    """
    left = {each.entry.identity: each.found for each in compared.stale}
    entries = {
        entry.identity: replace(entry, count=left.get(entry.identity, entry.count)) for entry in baseline.entries
    }
    for move in compared.moves if accept_moves else ():
        old, new = entries[move.entry.identity], identity_of(move.finding)
        entries[old.identity] = replace(old, count=old.count - 1)
        there = entries.get(new)
        rule, contract, subject, object_ = new
        fresh = replace(old, rule=rule, contract=contract, subject=subject, object=object_, count=1)
        entries[new] = replace(there, count=there.count + 1) if there else fresh
    return Baseline(tuple(sorted((e for e in entries.values() if e.count), key=lambda e: e.identity)), catalog)


def added(
    baseline: Baseline,
    findings: Iterable[Finding],
    catalog: str,
    today: datetime.date,
    *,
    reason: str,
    owner: str | None,
    until: datetime.date | None,
) -> Baseline:
    """The baseline with further findings; reason, owner and last day are those of the whole entry from now on."""
    entries = {entry.identity: entry for entry in baseline.entries}
    for fresh in _entries(grouped(findings)):
        there = entries.get(fresh.identity)
        count = fresh.count + (there.count if there and not there.expired(today) else 0)
        entries[fresh.identity] = replace(fresh, count=count, reason=reason, owner=owner, until=until)
    return Baseline(tuple(sorted(entries.values(), key=lambda entry: entry.identity)), catalog)


def _entries(groups: Mapping[Identity, Sequence[Finding]]) -> list[BaselineEntry]:
    return [BaselineEntry(*identity, len(group), kind=group[0].kind) for identity, group in sorted(groups.items())]


def _count(entries: Mapping[Identity, BaselineEntry], identity: Identity) -> int:
    entry = entries.get(identity)
    return entry.count if entry else 0


def _known(finding: Finding, entry: BaselineEntry) -> Finding:
    if finding.state == "debt":
        return finding
    return replace(finding, state="known", reason=entry.reason, owner=entry.owner)


def _moved(finding: Finding, move: Move) -> Finding:
    entry = move.entry
    where = entry.subject if entry.object == finding.object else f"{entry.subject} -> {entry.object}"
    moved = replace(finding, moved_from=where, move_certainty=move.certainty)
    return _known(moved, entry)


def _new(finding: Finding, group: Sequence[Finding], listed: int) -> Finding:
    """What no entry covers; debt, too, may not grow where there is a baseline."""
    evidence = finding.evidence
    if listed:
        evidence = (*evidence, f"{len(group)} of these are in {finding.subject}, and the baseline lists {listed}")
    if finding.state == "debt":
        evidence = (*evidence, f"the debt {finding.debt} may not grow beyond the baseline")
    if listed:
        others = tuple(other.location for other in group if other is not finding)
        finding = replace(finding, related=tuple(dict.fromkeys((*finding.related, *others))))
    return replace(finding, state="new", reason=None, owner=None, evidence=evidence)


def _without_moves(missing: Iterable[StaleEntry], moves: Iterable[Move]) -> Iterable[StaleEntry]:
    moved = Counter(move.entry.identity for move in moves)
    for each in missing:
        found = each.found + moved[each.entry.identity]
        if found < each.entry.count:
            yield StaleEntry(each.entry, found)


def _spelled(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()
