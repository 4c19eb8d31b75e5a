"""The witness of a finding as numbered steps, in words that every format shares."""

from dataclasses import dataclass

from archcheck.model.finding import Finding
from archcheck.report.visible import visible


@dataclass(frozen=True, slots=True)
class Numbered:
    """One step of a witness with what it leads to.

    Attributes:
        name: the function that calls, or the module that imports.
        layer: its layer, or None.
        verb: ``calls`` or ``imports``.
        target: what is called or imported.
        path: POSIX path relative to the working directory.
        line: line from 1, 0 where unknown.
    """

    name: str
    layer: str | None
    verb: str
    target: str
    path: str
    line: int

    def __str__(self) -> str:
        name = f"{self.name} ({self.layer})" if self.layer else self.name
        return visible(f"{name} {self.verb} {self.target}")


def numbered_steps(finding: Finding) -> tuple[Numbered, ...]:
    """The steps of the witness; none where it is of one step, which says no more than the place itself."""
    steps = finding.witness
    if len(steps) < 2:
        return ()
    calls = ":" in steps[0].function
    verb = "calls" if calls else "imports"
    last = finding.api if calls and finding.api else finding.object
    targets = [*(step.function for step in steps[1:]), last]
    return tuple(
        Numbered(step.function, step.layer, verb, target, step.path, step.line)
        for step, target in zip(steps, targets, strict=True)
    )
