"""Canaries: faults planted in a scratch copy of the project, in memory. A contract that misses its own is no evidence."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from archcheck.config.schema import (
    AnyContract,
    Contract,
    Debt,
    EffectContract,
    Exemption,
    LayersContract,
    LinterContract,
)
from archcheck.imports.planted import with_imports
from archcheck.model.diagnosis import Evidence, Health
from archcheck.model.finding import Finding, State
from archcheck.model.source import SourceFile
from archcheck.ratchet.states import judge
from archcheck.run import linting
from archcheck.run.contracts import Outcome, effect_outcome, layers_outcome
from archcheck.run.examined import Examined
from archcheck.run.faults import Fault, effect_faults, layer_faults, plantable
from archcheck.run.inheriting import Inheritance
from archcheck.run.linter_faults import TYPES, linter_fault
from archcheck.run.scratch import added_imports, scratch
from archcheck.run.subject import Subject


@dataclass(frozen=True, slots=True)
class Canary:
    """A planted fault and what became of it.

    Attributes:
        fault: what was planted.
        state: state of its finding, or None where it was missed.
        reason: what put it in that state.
    """

    fault: Fault
    state: State | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Court:
    """What findings on planted faults are judged by.

    Attributes:
        exemptions, debt: of the configuration.
        ratcheted: whether there is a baseline, beyond which debt may not grow.
        today: what expiry dates are held against.
    """

    exemptions: Sequence[Exemption]
    debt: Sequence[Debt]
    ratcheted: bool
    today: datetime.date

    def judged(self, faults: Iterable[Fault], before: Iterable[Finding], after: Iterable[Finding]) -> list[Canary]:
        """Each fault with the finding on it, judged as any other: an exemption that is too wide excuses it, too."""
        there = {finding.identity for finding in before}
        fresh = [finding for finding in after if finding.identity not in there]
        debt = () if self.ratcheted else self.debt
        found = judge(fresh, (), self.exemptions, debt, self.today).findings
        result: list[Canary] = []
        for fault in faults:
            finding = next((each for each in found if fault.is_found(each)), None)
            result.append(Canary(fault, finding.state if finding else None, finding.reason if finding else None))
        return result


def canaries(examined: Examined, inherited: Inheritance, court: Court) -> Iterator[Evidence]:
    """Plant faults for every contract that was run, and see whether it finds them.

    Args:
        examined: what was found without them.
        inherited: import-linter's own configuration.
        court: what the findings on them are judged by.
    """
    outcomes = {outcome.held.id: outcome for outcome in examined.outcomes}
    effects = _effects(examined)
    for contract in examined.contracts:
        before = outcomes[contract.id].findings
        match contract:
            case EffectContract():
                faults, after = effects[contract.id]
            case LayersContract():
                faults, after = _layers(contract, examined.subject, before)
            case LinterContract():
                faults, after = _linter(contract, examined.subject)
        yield _evidence(contract, court.judged(faults, before, after), _line(contract, examined))
    for contract in inherited.contracts:
        if contract.id in outcomes:
            faults, after = _inherited(contract, inherited, examined.subject)
            yield _evidence(contract, court.judged(faults, outcomes[contract.id].findings, after), 0)


Planted = tuple[Sequence[Fault], Sequence[Finding]]


def _effects(examined: Examined) -> dict[str, Planted]:
    """The faults of all effect contracts go into one copy, since resolving it is what takes the time."""
    contracts = [contract for contract in examined.contracts if isinstance(contract, EffectContract)]
    faults = {contract.id: list(effect_faults(contract, examined.subject)) for contract in contracts}
    copy = _copy(examined.subject, [fault for found in faults.values() for fault in found])
    return {
        contract.id: (faults[contract.id], effect_outcome(contract, copy).findings if faults[contract.id] else ())
        for contract in contracts
    }


def _layers(contract: LayersContract, subject: Subject, before: Sequence[Finding]) -> Planted:
    faults = list(layer_faults(contract, subject, before))
    return faults, layers_outcome(contract, _copy(subject, faults)).findings if faults else ()


def _linter(contract: LinterContract, subject: Subject) -> Planted:
    return _planted(contract, linter_fault(contract, subject.graph(), _files(subject)), subject, linting.outcome)


def _inherited(contract: LinterContract, inherited: Inheritance, subject: Subject) -> Planted:
    """The graph of an inherited configuration is another one than ours."""

    def outcome(contract: LinterContract, copy: Subject) -> Outcome:
        imports = added_imports(subject, copy)
        roots = [root for root in (inherited.found.root_packages if inherited.found else ()) if "." in root]
        graph = with_imports(inherited.graph(subject), subject.reading.files, imports, roots=roots)
        return inherited.on(graph).outcome(contract, copy)

    return _planted(contract, linter_fault(contract, inherited.graph(subject), _files(subject)), subject, outcome)


def _planted(
    contract: LinterContract,
    fault: Fault | None,
    subject: Subject,
    outcome: Callable[[LinterContract, Subject], Outcome],
) -> Planted:
    if fault is None:
        return (), ()
    return [fault], outcome(contract, _copy(subject, [fault])).findings


def _files(subject: Subject) -> dict[str, SourceFile]:
    return {file.module: file for file in plantable(subject)}


def _copy(subject: Subject, faults: Iterable[Fault]) -> Subject:
    added: dict[str, str] = {}
    for fault in faults:
        added[fault.file.path] = f"{added.get(fault.file.path, '')}{fault.text}\n"
    return scratch(subject, added)


def _evidence(contract: AnyContract, planted: Sequence[Canary], line: int) -> Evidence:
    if not planted:
        return _none(contract, line)
    missed = sum(canary.state is None for canary in planted)
    excused = sum(canary.state not in (None, "new") for canary in planted)
    health: Health = "failed" if missed else "warning" if excused else "ok"
    message = f"{len(planted)} planted, {len(planted) - missed} found"
    if excused:
        message += f", {excused} of them excused"
    return Evidence("canaries", health, contract.id, message, tuple(map(_said, planted)), line)


def _none(contract: AnyContract, line: int) -> Evidence:
    match contract:
        case EffectContract():
            return Evidence(
                "canaries", "failed", contract.id, "every module is an owner or a home: nothing can break it", (), line
            )
        case LinterContract(type=kind) if kind not in TYPES:
            return Evidence("canaries", "note", contract.id, f"no fault is known for the type {kind}", (), line)
        case _:
            message = "nothing could be planted: there are no two modules that it forbids an import between"
            return Evidence("canaries", "warning", contract.id, message, (), line)


def _said(canary: Canary) -> str:
    if canary.state is None:
        return f"missed: {canary.fault.what}"
    if canary.state == "new":
        return f"found: {canary.fault.what}"
    return f"found, but {canary.state} ({canary.reason}): {canary.fault.what}"


def _line(contract: Contract, examined: Examined) -> int:
    config = examined.subject.config
    return config.line("contracts", config.contracts.index(contract))
