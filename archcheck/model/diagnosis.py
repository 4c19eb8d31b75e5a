"""What ``archcheck doctor`` has to say: evidence that a green run means something, and where it does not."""

from dataclasses import dataclass
from typing import Literal, get_args

Area = Literal[
    "reading", "layers", "contracts", "canaries", "exceptions", "baseline", "calls", "catalog", "libraries", "owners"
]
Health = Literal["ok", "note", "warning", "failed"]
AREAS: tuple[Area, ...] = get_args(Area)
HEALTHS: tuple[Health, ...] = get_args(Health)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was looked at.

    Attributes:
        area: what it is about.
        health: ``ok``; ``note`` (nothing to judge); ``warning`` (something is not seen); ``failed`` (something checks nothing).
        subject: what was looked at: a layer, a contract, a pattern, a library.
        message: what was found, in words.
        details: single things, in order.
        line: where the subject stands in layers.toml, or 0.
    """

    area: Area
    health: Health
    subject: str
    message: str
    details: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All evidence of a project.

    Attributes:
        config: the configuration, as the user knows it.
        evidence: by area.
    """

    config: str
    evidence: tuple[Evidence, ...]

    @property
    def failed(self) -> bool:
        """Whether anything checks nothing."""
        return any(each.health == "failed" for each in self.evidence)
