"""What a command has made of the baseline."""

from dataclasses import dataclass

from archcheck.model.baseline import Baseline
from archcheck.model.finding import Finding


@dataclass(frozen=True, slots=True)
class BaselineChange:
    """A baseline before and after.

    Attributes:
        file: as the user knows it.
        before: as it was; empty where there was none.
        after: as it is now.
        left_out: findings that stay new, since a baseline may not list them.
        moved: how many findings were recognised under another name and not taken over.
    """

    file: str
    before: Baseline
    after: Baseline
    left_out: tuple[Finding, ...] = ()
    moved: int = 0
