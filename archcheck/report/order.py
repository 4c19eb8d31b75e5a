"""Which findings stand first where there is no room for all of them."""

from collections.abc import Iterable

from archcheck.model.finding import Finding
from archcheck.model.site import CERTAINTIES

_SEVERITIES = ("error", "warning")
_STATES = ("new", "known", "debt", "exempt")


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """New before known, errors before warnings, the certain before the likely, and then by place."""
    return sorted(findings, key=_rank)


def _rank(finding: Finding) -> tuple[int, int, int, str, int, int, str, str]:
    place = finding.location
    certainty = CERTAINTIES.index(finding.certainty) if finding.certainty in CERTAINTIES else 0
    return (
        _STATES.index(finding.state),
        _SEVERITIES.index(finding.severity),
        certainty,
        place.path,
        place.line,
        place.column,
        finding.rule,
        finding.fingerprint,
    )
