"""What a command shows of the baseline, and what it has made of it."""

from dataclasses import dataclass

from archcheck.model.baseline import Baseline, Mode
from archcheck.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Listing:
    """A baseline, as it is listed.

    Attributes:
        file: as the user knows it.
        mode: ``strict`` or ``lenient``.
        baseline: its entries.
        owners: of each entry, by CODEOWNERS.
    """

    file: str
    mode: Mode
    baseline: Baseline
    owners: tuple[tuple[str, ...], ...]


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
