"""What the contracts have found, before it is held against the baseline."""

from dataclasses import dataclass

from archcheck.config.schema import Contract
from archcheck.model.finding import Finding
from archcheck.run.contracts import Outcome
from archcheck.run.subject import Subject


@dataclass(frozen=True, slots=True)
class Examined:
    """Everything that was found out.

    Attributes:
        subject: the project as it was read.
        ids: of all contracts, inherited ones included.
        contracts: those of layers.toml that were run.
        outcomes: what became of each contract that was run.
        on_layers: whether the layer map itself was judged.
        findings: those that count, exempt, debt or new; sorted.
    """

    subject: Subject
    ids: tuple[str, ...]
    contracts: tuple[Contract, ...]
    outcomes: tuple[Outcome, ...]
    on_layers: bool
    findings: tuple[Finding, ...]
