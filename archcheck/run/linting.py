"""Contracts of import-linter's types, configured here or inherited from its own configuration."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from archcheck.config.schema import LinterContract
from archcheck.config.toml import dotted
from archcheck.imports import linter
from archcheck.imports.build import Graph
from archcheck.model.errors import Mistake, UserError, user_error
from archcheck.model.finding import Finding, Severity
from archcheck.model.location import Location
from archcheck.rules import contract_broken, unused_allow
from archcheck.run.contracts import Outcome
from archcheck.run.results import Held
from archcheck.run.stages import stage
from archcheck.run.subject import Subject

_SEVERITIES: Mapping[str, Severity] = {"error": "error", "warn": "warning"}


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a contract stands and what import-linter is told besides.

    Attributes:
        place: the file that it stands in.
        key: its key there.
        line: its line.
        graph: what it is held against.
        session: import-linter's general options.
        of: whether it is one of layers.toml, where a pattern must match something, or inherited, where verdicts are lint-imports'.
    """

    place: str
    key: str
    line: int
    graph: Graph
    session: Mapping[str, object]
    of: Literal["layers.toml", "import-linter"]


def outcome(contract: LinterContract, subject: Subject) -> Outcome:
    """A contract of layers.toml.

    Raises:
        UserError: options that import-linter refuses, modules that are not there, patterns that match nothing.
    """
    at = subject.config.contracts.index(contract)
    packages = list(subject.reading.sources.packages)
    session = {"root_packages": packages, "include_external_packages": "True"}
    key, line = dotted(("contracts", at)), subject.config.line("contracts", at)
    return run(contract, subject, Setting(subject.place, key, line, subject.graph(), session, "layers.toml"))


def run(contract: LinterContract, subject: Subject, setting: Setting) -> Outcome:
    """Run a contract and turn what it returns into findings."""
    known = {**linter.CLASSES, **_own_classes(subject)}
    if contract.type not in known:
        problem, remedy = f"there is no contract type {contract.type!r}", f"there are {', '.join(sorted(known))}"
        raise user_error(setting.place, problem, remedy, key=setting.key, line=setting.line)
    with stage(f"contract {contract.id}"):
        found = linter.run_contract(
            setting.graph,
            known[contract.type],
            contract.name,
            contract.options,
            setting.session,
            place=setting.place,
            key=setting.key,
            line=setting.line,
            lenient=subject.past is not None,
        )
    if setting.of == "layers.toml" and found.empty and subject.past is None:
        raise UserError([_empty(subject, setting, option, expression) for option, expression in found.empty])
    findings = [*_broken(contract, subject, setting, found), *_unmatched(contract, subject, setting, found)]
    unread = subject.unread(everywhere=True)
    held = Held(contract.id, contract.type, setting.graph.count_imports(), contract.reason, unread)
    return Outcome(held, tuple(findings))


def _empty(subject: Subject, setting: Setting, option: str, expression: str) -> Mistake:
    problem, remedy = f"{expression!r} matches no module", "archcheck layers lists the modules that were found"
    return Mistake(setting.place, setting.line, f"{setting.key}.{option}", problem, remedy)


def _broken(
    contract: LinterContract, subject: Subject, setting: Setting, found: linter.LinterOutcome
) -> Iterator[Finding]:
    chains = [
        [(link.importer, link.imported, *_line(setting.graph, link)) for link in chain]
        for chain in _shortest(found.chains)
    ]
    common = (contract.id, contract.severity, _guidance(contract))
    yield from contract_broken.findings(*common, chains, subject.layers.by_module, subject.texts.line)
    if not found.kept and not chains:
        yield contract_broken.without_chains(*common, found.text, setting.place, setting.line)


def _guidance(contract: LinterContract) -> str | None:
    """archcheck's own key, or import-linter's."""
    own = contract.options.get("broken_contract_guidance")
    return contract.guidance or (own if isinstance(own, str) else None)


def _unmatched(
    contract: LinterContract, subject: Subject, setting: Setting, found: linter.LinterOutcome
) -> Iterator[Finding]:
    """Ignored imports that match nothing, as severe as the contract says."""
    severity = _SEVERITIES.get(found.alert)
    for expression in found.unmatched if severity is not None else ():
        where = Location(setting.place, _line_of(contract, subject, setting, expression))
        yield unused_allow.of_ignored_import(where, contract.id, expression, severity or "error")


def _line_of(contract: LinterContract, subject: Subject, setting: Setting, expression: str) -> int:
    written = contract.options.get("ignore_imports", ())
    spelled = [" ".join(str(each).split()) for each in written] if isinstance(written, list | tuple) else []
    if setting.of == "import-linter" or expression not in spelled:
        return setting.line
    at = subject.config.contracts.index(contract)
    return subject.config.line("contracts", at, "ignore_imports", spelled.index(expression))


def _own_classes(subject: Subject) -> dict[str, type]:
    forbidden = [subject.cwd, subject.config.directory, *subject.reading.sources.roots]
    entries = subject.config.import_linter.contract_types
    return dict(linter.load_contract_class(entry, forbidden) for entry in entries)


def _shortest(chains: tuple[tuple[linter.Link, ...], ...]) -> list[tuple[linter.Link, ...]]:
    """The shortest chain of each first and last module, sorted by these."""
    best: dict[tuple[str, str], tuple[linter.Link, ...]] = {}
    for chain in sorted(chains, key=lambda c: (len(c), c)):
        best.setdefault((chain[0].importer, chain[-1].imported), chain)
    return [best[key] for key in sorted(best)]


def _line(graph: Graph, link: linter.Link) -> tuple[int, str]:
    """Line and text of an import, as grimp read it."""
    details = graph.get_import_details(importer=link.importer, imported=link.imported)
    first = min(details, key=lambda d: d["line_number"], default=None)
    return (first["line_number"], first["line_contents"].strip()) if first else (link.line, "")
