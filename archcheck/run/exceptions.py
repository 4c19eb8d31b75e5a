"""What excuses findings, and what of it is of no use: inline comments, exemptions, debt."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from archcheck.config.schema import Config
from archcheck.facts.schema import FileFacts
from archcheck.model.finding import Finding
from archcheck.model.location import Location
from archcheck.model.source import SourceFile
from archcheck.ratchet.allows import Allow, allows
from archcheck.ratchet.states import Judged, exempts, judge, numbered
from archcheck.rules import unused_allow


def inline_allows(files: Iterable[SourceFile], facts: Mapping[str, FileFacts]) -> tuple[Allow, ...]:
    """The allows in the comments of the given files."""
    return tuple(
        allow
        for file in files
        if file.path in facts
        for allow in allows(file.path, file.module, facts[file.path].comments)
    )


def with_states(
    findings: Iterable[Finding],
    comments: Sequence[Allow],
    config: Config,
    place: str,
    *,
    contracts: Collection[str],
    selected: Collection[str],
    today: datetime.date,
) -> tuple[Finding, ...]:
    """All findings with their states, and those on exceptions that are of no use; sorted.

    Args:
        findings: what the rules found.
        comments: inline allows of the modules that were looked at.
        config: the configuration.
        place: its path, as findings name it.
        contracts: ids of all contracts.
        selected: ids of those that were run; exceptions of others are left alone.
        today: what expiry dates are held against.
    """
    judged = judge(findings, comments, config.exemptions, config.debt, today)
    unused = [
        *_comments(comments, judged, contracts, selected),
        *_entries(config, place, judged, selected, today),
    ]
    return tuple(numbered([*judged.findings, *unused]))


def _comments(
    comments: Sequence[Allow], judged: Judged, contracts: Collection[str], selected: Collection[str]
) -> Iterator[Finding]:
    for allow, excused in zip(comments, judged.allowed, strict=True):
        if allow.contract in contracts and allow.contract not in selected:
            continue
        finding = unused_allow.of_comment(
            allow.location, allow.module, allow.contract, allow.reason, excused, contracts
        )
        if finding is not None:
            yield finding


def _entries(
    config: Config, place: str, judged: Judged, selected: Collection[str], today: datetime.date
) -> Iterator[Finding]:
    for at, exemption in enumerate(config.exemptions):
        if exemption.contract in selected:
            finding = unused_allow.of_exemption(
                Location(place, config.line("exemptions", at)),
                exemption.contract,
                exemption.subject,
                judged.exempted[at],
                most=exemption.matches,
                until=exemption.until,
                today=today,
            )
            if finding is not None and exemption.matches and judged.exempted[at] > exemption.matches:
                covered = tuple(each.location for each in judged.findings if exempts(exemption, each))
                finding = replace(finding, related=covered)
            if finding is not None:
                yield finding
    for at, debt in enumerate(config.debt):
        if debt.contract in selected:
            where = Location(place, config.line("debt", at))
            finding = unused_allow.of_debt(where, debt.id, debt.contract, judged.owed[at])
            if finding is not None:
                yield finding
