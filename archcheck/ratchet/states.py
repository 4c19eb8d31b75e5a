"""Findings x allows x exemptions x debt -> findings with states: which are excused, which are owed, which are new."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archcheck.config.schema import Debt, Exemption
from archcheck.model.finding import Finding
from archcheck.model.patterns import matches
from archcheck.ratchet.allows import Allow


@dataclass(frozen=True, slots=True)
class Judged:
    """Findings with states, and how many findings each entry speaks of.

    An expired exemption and an allow without a reason have no force: the first is still counted, so that one can say
    what came back with it.

    Attributes:
        findings: in the given order, numbered by ``occurrence`` where several have one identity.
        allowed: number of findings by position in the allows.
        exempted: the same for the exemptions.
        owed: the same for the debt entries.
    """

    findings: tuple[Finding, ...]
    allowed: tuple[int, ...]
    exempted: tuple[int, ...]
    owed: tuple[int, ...]


def judge(
    findings: Iterable[Finding],
    allows: Sequence[Allow],
    exemptions: Sequence[Exemption],
    debt: Sequence[Debt],
    today: datetime.date,
) -> Judged:
    """Give each finding the first state that applies: exempt (by comment, then by configuration), debt, new.

    Args:
        findings: all findings, in any order.
        allows: inline allows of all files.
        exemptions: in the order of configuration; the first that speaks of a finding gives its reason.
        debt: in the order of configuration.
        today: what expiry dates are held against.
    """
    judged: list[Finding] = []
    allowed, exempted, owed = [0] * len(allows), [0] * len(exemptions), [0] * len(debt)
    by_path: dict[str, list[int]] = {}
    for number, allow in enumerate(allows):
        by_path.setdefault(allow.location.path, []).append(number)
    for finding in numbered(findings):
        comments = [at for at in by_path.get(finding.location.path, ()) if allows[at].excuses(finding)]
        reviewed = [at for at, exemption in enumerate(exemptions) if exempts(exemption, finding)]
        workstreams = [at for at, entry in enumerate(debt) if owes(entry, finding)]
        for counts, hits in ((allowed, comments), (exempted, reviewed), (owed, workstreams)):
            for at in hits:
                counts[at] += 1
        valid = [exemptions[at] for at in reviewed if not expired(exemptions[at], today)]
        if comments:
            finding = replace(finding, state="exempt", reason=allows[comments[0]].reason)
        elif valid:
            finding = replace(finding, state="exempt", reason=valid[0].reason, owner=valid[0].owner)
        elif workstreams:
            first = debt[workstreams[0]]
            finding = replace(finding, state="debt", reason=first.reason, debt=first.id)
        judged.append(finding)
    return Judged(tuple(judged), tuple(allowed), tuple(exempted), tuple(owed))


def numbered(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by path, line, column, rule and contract; those of one identity carry their ordinal in ``occurrence``."""
    seen: dict[tuple[str, str, str, str], int] = {}
    result: list[Finding] = []
    for finding in sorted(findings, key=position):
        occurrence = seen.get(finding.identity, 0)
        seen[finding.identity] = occurrence + 1
        result.append(replace(finding, occurrence=occurrence))
    return result


def position(finding: Finding) -> tuple[str, int, int, str, str, str, str]:
    """What findings are sorted by."""
    place = finding.location
    rule, contract, subject, object_ = finding.identity
    return (place.path, place.line, place.column, rule, contract, subject, object_)


def expired(exemption: Exemption, today: datetime.date) -> bool:
    """Whether its last day is past."""
    return exemption.until is not None and today > exemption.until


def exempts(exemption: Exemption, finding: Finding) -> bool:
    """Whether an exemption speaks of a finding, expired or not."""
    return (
        exemption.contract == finding.contract
        and _scope_matches(exemption.subject, finding.subject)
        and (exemption.api is None or _api_matches(exemption.api, finding.api or finding.object))
        and exemption.kind in (None, finding.kind)
    )


def owes(debt: Debt, finding: Finding) -> bool:
    """Whether a finding belongs to a workstream."""
    return debt.contract == finding.contract and debt.kind in (None, finding.kind)


def _scope_matches(pattern: str, subject: str) -> bool:
    """A pattern without a colon speaks of the module, one with a colon of the function as well."""
    module, _, function = subject.partition(":")
    wanted, colon, inside = pattern.partition(":")
    return matches(wanted, module) and (not colon or matches(inside, function))


def _api_matches(pattern: str, api: str) -> bool:
    """APIs are dotted; a wrapper of the project has a colon behind its module, which patterns may leave out."""
    if ":" in pattern:
        return _scope_matches(pattern, api)
    return matches(pattern, api.replace(":", "."))
