"""One contract held against the project: what it was held against, and its findings."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from archcheck.config.schema import EffectContract, LayersContract
from archcheck.model.errors import Mistake, UserError
from archcheck.model.finding import Finding
from archcheck.run import layering
from archcheck.run.results import Held
from archcheck.run.subject import Subject


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one contract.

    Attributes:
        held: what it was held against.
        findings: what breaks it, also in modules that do not count.
    """

    held: Held
    findings: tuple[Finding, ...]


def layers_outcome(contract: LayersContract, subject: Subject) -> Outcome:
    """A contract of type ``layers``."""
    graph = subject.graph(type_checking=contract.type_checking_imports)
    checked = layering.contract_check(subject.config, contract, graph, subject.layers)
    found = layering.contract_findings(
        subject.config, subject.place, contract, checked, subject.layers, subject.texts.line
    )
    held = Held(contract.id, contract.type, checked.checked, contract.reason, subject.unread(everywhere=True))
    return Outcome(held, tuple(found))


def effect_outcome(contract: EffectContract, subject: Subject) -> Outcome:
    """A contract of type ``effect``."""
    reaching = subject.reaching(contract)
    counted = [site for site in reaching.held if subject.counted(site.module)]
    held = Held(contract.id, contract.type, len(counted), contract.reason, subject.unread(everywhere=False))
    return Outcome(held, tuple(reaching.findings()))


def selected(ids: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """The ids that ``--contract`` names; all where it names none.

    Raises:
        UserError: there is no such contract.
    """
    unknown = [name for name in dict.fromkeys(wanted) if name not in ids]
    if unknown:
        raise UserError([_unknown(name, ids) for name in unknown])
    return tuple(name for name in ids if not wanted or name in wanted)


def _unknown(name: str, ids: Sequence[str]) -> Mistake:
    close = difflib.get_close_matches(name, ids, n=1)
    hint = f"did you mean {close[0]}? " if close else ""
    return Mistake("--contract", 0, name, "there is no such contract", f"{hint}there are {', '.join(ids)}")
