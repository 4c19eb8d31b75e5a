"""What is said of a finding below its message, in the words that every format for machines shares."""

from collections.abc import Iterator

from archcheck.model.finding import Finding
from archcheck.report.summary import counted


def details(finding: Finding) -> Iterator[tuple[str, str]]:
    """A label and a text for each thing that is known; the text is as it was found, and not yet safe to show."""
    evidence = [hop for hop in finding.evidence if hop not in finding.message]
    if evidence:
        yield "because", ", ".join(evidence)
    exposure = finding.exposure
    if exposure is not None and exposure.functions:
        domains = f" in {counted(exposure.domains, 'domain')}" if exposure.domains else ""
        yield "also", f"reached from {counted(exposure.functions, 'function')}{domains}"
    point = finding.fixpoint
    if point is not None and point.function != finding.subject:
        yield "lift", f"{point.function} to an owner: clears {point.clears} of {point.of}"
    if finding.guidance:
        yield "instead", finding.guidance
    if finding.owners:
        yield "owners", " ".join(finding.owners)
    if finding.reason and finding.state != "new":
        owner = f"{finding.owner}: " if finding.owner else ""
        yield finding.state, owner + finding.reason
