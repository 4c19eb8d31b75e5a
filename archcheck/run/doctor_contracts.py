"""Evidence that layers, contracts and exceptions speak of something, and that calls were followed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from archcheck.config.schema import EffectContract
from archcheck.model.diagnosis import Evidence, Health
from archcheck.model.finding import Finding
from archcheck.model.patterns import matches
from archcheck.ratchet.states import exempts, owes
from archcheck.report.summary import counted
from archcheck.rules import unused_allow
from archcheck.rules.effect_site import owned
from archcheck.run.contracts import Outcome
from archcheck.run.examined import Examined
from archcheck.run.exceptions import inline_allows
from archcheck.run.standing import Standing
from archcheck.run.subject import Subject


def layer_evidence(subject: Subject) -> Iterator[Evidence]:
    """How many modules each layer and each of its patterns holds, and who is in none."""
    config = subject.config
    placements = subject.layers.placements
    sizes = Counter(placement.layer for placement in placements)
    headed = Counter(placement.layer for placement in placements if placement.source == "header")
    modules = [placement.module for placement in placements]
    for at, layer in enumerate(config.layers):
        by_header = f", {headed[layer.id]:,} of them by header" if headed[layer.id] else ""
        message = f"{counted(sizes[layer.id], 'module')}{by_header}"
        counts = [(pattern, sum(matches(pattern, module) for module in modules)) for pattern in layer.modules]
        details = tuple(f"{pattern}: {number:,}" for pattern, number in counts)
        health: Health = "ok" if sizes[layer.id] and all(number for _, number in counts) else "failed"
        yield Evidence("layers", health, layer.id, message, details, config.line("layers", at))
    if config.layers and sizes[None]:
        counting = sum(placement.layer is None and subject.counted(placement.module) for placement in placements)
        message = f"{counted(sizes[None], 'module')} without one; the findings of {counting:,} of them count"
        yield Evidence("layers", "warning" if counting else "note", "no layer", message)


def contract_evidence(examined: Examined) -> Iterator[Evidence]:
    """What each contract was held against."""
    config = examined.subject.config
    by_id = {contract.id: contract for contract in examined.contracts}
    for outcome in examined.outcomes:
        contract = by_id.get(outcome.held.id)
        line = config.line("contracts", config.contracts.index(contract)) if contract is not None else 0
        if isinstance(contract, EffectContract):
            yield _effect(contract, outcome, examined.subject, line)
        else:
            held = outcome.held
            health: Health = "ok" if held.checked else "warning"
            message = f"held against {counted(held.checked, 'import')}{_unproven(outcome)}"
            yield Evidence("contracts", _worse(health, outcome), held.id, message, (), line)


def exception_evidence(examined: Examined) -> Iterator[Evidence]:
    """How many findings each exemption, workstream and comment speaks of, and those that are of no use."""
    config, findings = examined.subject.config, examined.findings
    unused = {finding.location.line: finding for finding in findings if _in_config(finding, examined)}
    for at, exemption in enumerate(config.exemptions):
        line = config.line("exemptions", at)
        number = sum(exempts(exemption, finding) for finding in findings)
        yield _exception(f"exemption {exemption.subject}", number, line, unused)
    for at, debt in enumerate(config.debt):
        number = sum(owes(debt, finding) for finding in findings)
        yield _exception(f"debt {debt.id}", number, config.line("debt", at), unused)
    files = [file for file in examined.subject.reading.files if examined.subject.counted(file.module)]
    comments = inline_allows(files, examined.subject.reading.facts)
    wrong = [f for f in findings if f.rule == unused_allow.RULE and not _in_config(f, examined)]
    if comments:
        details = tuple(f"{f.location.path}:{f.location.line}: {f.message}" for f in wrong)
        message = f"{counted(len(comments), 'id')} in comments, {len(wrong):,} of no use"
        yield Evidence("exceptions", "failed" if wrong else "ok", "comments", message, details)


def baseline_evidence(stands: Standing) -> Iterator[Evidence]:
    """How the baseline stands."""
    if stands.shown is None or stands.compared is None:
        yield Evidence("baseline", "note", "baseline", "there is none: every finding is new")
        return
    gone = sum(each.entry.count - each.found for each in stands.compared.stale)
    expired = sum(covered > 0 for _, covered in stands.compared.expired)
    health: Health = "failed" if expired or (gone and stands.shown.mode == "strict") else "warning" if gone else "ok"
    told = [
        f"{stands.shown.file} ({stands.shown.mode}) lists {stands.shown.listed:,}",
        f"{gone:,} of them are mended",
        f"{len(stands.compared.moves):,} moved",
        f"{expired:,} entries have expired",
    ]
    yield Evidence("baseline", health, "baseline", ", ".join(told))
    if stands.shown.other_catalog:
        yield Evidence("baseline", "note", "catalog", "the baseline was written with another catalog than this one")


def call_evidence(subject: Subject) -> Iterator[Evidence]:
    """How many receivers were typed, and how many calls between functions were followed."""
    inventory = subject.inventory
    if not subject.families:
        return
    sites = Counter(site.certainty for site in inventory.sites if not site.is_test)
    untyped = [call for call in inventory.untyped if not call.is_test]
    typed, every = sum(sites.values()), sum(sites.values()) + len(untyped)
    share = f"{typed / every:.0%} of them" if every else "none there"
    message = f"{counted(typed, 'call site')} of {', '.join(sorted(subject.families))}: {sites['certain']:,} certain, {sites['likely']:,} likely"
    yield Evidence("calls", "ok" if typed else "warning", "call sites", message)
    details = tuple(f"{call.location.path}:{call.location.line}: {call.expression}" for call in untyped[:10])
    told = f"{counted(len(untyped), 'call')} of the same name without a type; typed are {share}"
    yield Evidence("calls", "warning" if untyped else "ok", "receivers", told, details)
    calls = inventory.calls
    edges = Counter(edge.certainty for edge in calls.edges)
    followed = f"{counted(len(calls.edges), 'call')} between {counted(len(calls.functions), 'function')} followed"
    by_certainty = ", ".join(f"{edges[name]:,} {name}" for name in ("certain", "likely", "possible"))
    yield Evidence("calls", "ok" if calls.edges else "note", "call graph", f"{followed}: {by_certainty}")
    lost = len(calls.blind_spots)
    if lost:
        message = f"{counted(lost, 'call')} not followed, though a function of the project has their name"
        yield Evidence("calls", "note", "not followed", message)


def _effect(contract: EffectContract, outcome: Outcome, subject: Subject, line: int) -> Evidence:
    ids = [layer.id for layer in subject.config.layers]
    places = subject.layers.by_module
    modules = [file.module for file in subject.reading.files if file.fate == "module"]
    owning = {module for module in modules if owned(contract.owners, ids, module, places.get(module))}
    held = [site for site in subject.reaching(contract).held if subject.counted(site.module)]
    inside = sum(site.module in owning for site in held)
    details = [
        f"owner {owner}: {counted(_modules([owner], modules, ids, subject), 'module')}" for owner in contract.owners
    ]
    details += [
        f"home {home}: {counted(sum(matches(home, module) for module in modules), 'module')}" for home in contract.homes
    ]
    message = f"held against {counted(len(held), 'call site')}, {inside:,} of them in owners{_unproven(outcome)}"
    health: Health = "ok" if held else "warning"
    return Evidence("contracts", _worse(health, outcome), contract.id, message, tuple(details), line)


def _modules(owners: Sequence[str], modules: Iterable[str], ids: Sequence[str], subject: Subject) -> int:
    places = subject.layers.by_module
    return sum(owned(owners, ids, module, places.get(module)) for module in modules)


def _unproven(outcome: Outcome) -> str:
    return "; something that it depends on was not read" if outcome.held.unread else ""


def _worse(health: Health, outcome: Outcome) -> Health:
    return "warning" if health == "ok" and outcome.held.unread else health


def _in_config(finding: Finding, examined: Examined) -> bool:
    return finding.rule == unused_allow.RULE and finding.location.path == examined.subject.place


def _exception(subject: str, number: int, line: int, unused: dict[int, Finding]) -> Evidence:
    finding = unused.get(line)
    message = finding.message if finding is not None else f"speaks of {counted(number, 'finding')}"
    return Evidence("exceptions", "ok" if finding is None else "failed", subject, message, (), line)
