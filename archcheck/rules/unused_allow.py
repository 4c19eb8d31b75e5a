"""An exception excuses nothing, gives no reason, or has expired.

What
    Exceptions are inline comments (`# archcheck: allow[contract] reason`), entries of `[[exemptions]]` and `[[debt]]`,
    and the `ignore_imports` of a contract. Each must excuse at least one finding, an inline comment must name a
    contract and give a reason, an exemption must not be past its `until`, and must not cover more findings than its
    `matches` says. An inline comment without a reason and an expired exemption have no force: what they were to
    excuse is a finding again.

Why
    An exception that no longer excuses anything is an open door: the next violation at the same place passes unseen. One
    without a reason cannot be reviewed, and one without an end is forgotten.

Example
    def load(session: Session) -> Order:
        # archcheck: allow[transactions] the old importer commits row by row
        return session.get(Order, 1)         # unused-allow: nothing here commits

Instead
    Remove the exception, or move it to the line that it is about: the line of the call or import, or alone on the line
    above. Give an expired exemption a new date after a review, or mend what it covers.

Limits
    Only what was looked at is judged: with `--contract` the exceptions of other contracts are left alone, and comments in test
    modules and in modules outside `[project] check` are not read. These findings cannot be baselined.
"""

import datetime
import difflib
from collections.abc import Collection
from dataclasses import replace

from archcheck.model.finding import Finding, Severity
from archcheck.model.location import Location

RULE = "unused-allow"


def of_comment(
    location: Location, module: str, contract: str, reason: str, excused: int, contracts: Collection[str]
) -> Finding | None:
    """The finding on one id of an inline comment, or None where it is in order.

    Args:
        location: the comment.
        module: module that it stands in.
        contract: the id that it names; empty where the comment is not understood.
        reason: its reason, or its whole text where it is not understood.
        excused: how many findings it excuses.
        contracts: ids of all contracts.
    """
    if not contract:
        problem = f"`archcheck: {reason}` is not understood; write `# archcheck: allow[contract] reason`"
    elif contract not in contracts:
        problem = f"allow[{contract}] names no contract{_similar(contract, contracts)}"
    elif not reason:
        problem = f"allow[{contract}] gives no reason and has no force; write the reason behind the bracket"
    elif not excused:
        problem = f"allow[{contract}] excuses nothing; remove it"
    else:
        return None
    return _finding(location, module, f"allow[{contract}]", problem, module)


def of_exemption(
    location: Location,
    contract: str,
    subject: str,
    covered: int,
    *,
    most: int | None,
    until: datetime.date | None,
    today: datetime.date,
) -> Finding | None:
    """The finding on one entry of ``[[exemptions]]``, or None where it is in order.

    Args:
        location: the entry in layers.toml.
        contract: id of its contract.
        subject: its subject pattern.
        covered: how many findings it speaks of.
        most: how many it may cover, or None for any number.
        until: its last day, or None.
        today: what ``until`` is held against.
    """
    name = f"the exemption of {subject} from {contract}"
    if not covered:
        problem = f"{name} covers nothing; remove it"
    elif until is not None and today > until:
        problem = f"{name} expired on {until.isoformat()} and has no force; it covered {_findings(covered)}"
    elif most is not None and covered > most:
        problem = f"{name} covers {_findings(covered)}, and may cover {most}"
    else:
        return None
    return _finding(location, location.path, f"exemption[{contract}] {subject}", problem)


def of_debt(location: Location, debt: str, contract: str, owed: int) -> Finding | None:
    """The finding on one entry of ``[[debt]]``, or None where it still has findings."""
    if owed:
        return None
    problem = f"the debt {debt} of {contract} has no findings left; remove it"
    return _finding(location, location.path, f"debt[{debt}]", problem)


def of_baseline_entry(
    location: Location, contract: str, subject: str, object_: str, until: datetime.date, covered: int
) -> Finding:
    """The finding on an entry of the baseline that is past its last day."""
    of = f" from {contract}" if contract else ""
    problem = (
        f"the baseline's entry on {object_} in {subject}{of} expired on {until.isoformat()} and has no force; "
        f"it covered {_findings(covered)}"
    )
    return _finding(location, location.path, f"baseline[{contract}] {subject} {object_}", problem)


def of_ignored_import(location: Location, contract: str, expression: str, severity: Severity = "error") -> Finding:
    """The finding on an ``ignore_imports`` entry that matches no import."""
    problem = f"the ignored import `{expression}` of {contract} matches no import; remove it"
    return replace(_finding(location, location.path, f"ignore[{contract}] {expression}", problem), severity=severity)


def _finding(location: Location, subject: str, object_: str, message: str, module: str | None = None) -> Finding:
    return Finding(
        rule=RULE,
        contract=None,
        severity="error",
        location=location,
        subject=subject,
        object=object_,
        message=message,
        module=module,
    )


def _similar(contract: str, contracts: Collection[str]) -> str:
    close = difflib.get_close_matches(contract, sorted(contracts), n=1)
    return f"; did you mean {close[0]}?" if close else f"; there is {', '.join(sorted(contracts))}"


def _findings(number: int) -> str:
    return "1 finding" if number == 1 else f"{number} findings"
