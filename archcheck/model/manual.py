"""The manual page of a rule, as reports show it beside their findings."""

from dataclasses import dataclass

from archcheck.model.finding import Severity


@dataclass(frozen=True, slots=True)
class Manual:
    """What ``archcheck explain`` says of one rule.

    Attributes:
        rule: id of the rule (``effect-site``).
        severity: of its findings, where no contract says otherwise.
        summary: one sentence.
        text: the whole page, the summary included.
    """

    rule: str
    severity: Severity
    summary: str
    text: str
