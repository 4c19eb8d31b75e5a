"""Contracts of import-linter's types, configured here or inherited from its own configuration."""

from collections.abc import Mapping
from pathlib import Path

from archcheck.config.schema import Config, LinterContract
from archcheck.config.toml import shown
from archcheck.imports import linter
from archcheck.imports.build import Graph, build_import_graph
from archcheck.model.errors import user_error
from archcheck.rules import contract_broken
from archcheck.run.contracts import Outcome
from archcheck.run.results import Held
from archcheck.run.stages import stage
from archcheck.run.subject import Subject


def inherited(config: Config, cwd: Path) -> tuple[LinterContract, ...]:
    """The contracts of the project's own import-linter configuration, where layers.toml inherits them.

    Raises:
        UserError: there is no such configuration, or an id of it is also one of layers.toml.
    """
    if not config.import_linter.inherit:
        return ()
    found = linter.inherited(config.directory)
    if found is None:
        remedy = "take out inherit, or add .importlinter, setup.cfg or pyproject.toml with contracts"
        raise user_error(
            shown(config.path, cwd), "there is no configuration of import-linter", remedy, key="import_linter.inherit"
        )
    own = {contract.id for contract in config.contracts}
    twice = [str(options["id"]) for options in found.contracts if options["id"] in own]
    if twice:
        raise user_error(
            shown(found.path, cwd), f"the id {twice[0]} is also that of a contract in layers.toml", "rename one"
        )
    return tuple(
        LinterContract.model_construct(
            id=str(options["id"]),
            type=str(options.get("type", "")),
            options={key: value for key, value in options.items() if key not in ("id", "type")},
        )
        for options in found.contracts
    )


def outcome(contract: LinterContract, subject: Subject) -> Outcome:
    """A contract of layers.toml."""
    packages = list(subject.reading.sources.packages)
    session = {"root_packages": packages, "include_external_packages": "True"}
    at = subject.config.contracts.index(contract)
    key = f"contracts[{at}]"
    line = subject.config.line("contracts", at)
    return _run(contract, subject, subject.graph(), session, subject.place, key, line)


def inherited_outcome(contract: LinterContract, subject: Subject) -> Outcome:
    """A contract of import-linter's own configuration, on the graph of that configuration's root packages."""
    found = linter.inherited(subject.config.directory)
    assert found is not None, "its contracts were read a moment ago"
    place = shown(found.path, subject.cwd)
    missing = sorted(set(found.root_packages) - set(subject.reading.sources.packages))
    if missing:
        raise user_error(place, f"there is no package {missing[0]!r}", "correct root_packages", key="root_packages")
    files = [file for file in subject.reading.files if file.module.partition(".")[0] in found.root_packages]
    graph = build_import_graph(
        files,
        {path: facts.imports for path, facts in subject.reading.facts.items()},
        type_checking=not found.is_on("exclude_type_checking_imports"),
        external=found.is_on("include_external_packages"),
    )
    types = found.session.get("contract_types", ())
    own = [types] if isinstance(types, str) else list(types)
    refused = bool(own) and not subject.config.import_linter.contract_types
    if refused and contract.type not in linter.CLASSES:
        problem = f"the contract type {contract.type} is a class of the project's own configuration, which is not run"
        remedy = "name it in [import_linter] contract_types and give --allow-contract-types"
        raise user_error(place, problem, remedy, key=contract.id)
    return _run(contract, subject, graph.graph, found.session, place, contract.id, 1)


def _run(
    contract: LinterContract,
    subject: Subject,
    graph: Graph,
    session: Mapping[str, object],
    place: str,
    key: str,
    line: int,
) -> Outcome:
    known = {**linter.CLASSES, **_own_classes(subject)}
    if contract.type not in known:
        raise user_error(
            place, f"there is no contract type {contract.type!r}", f"there are {', '.join(sorted(known))}", key=key
        )
    with stage(f"contract {contract.id}"):
        found = linter.run_contract(
            graph, known[contract.type], contract.name, contract.options, session, place=place, key=key
        )
    chains = [
        [(link.importer, link.imported, *_line(graph, link)) for link in chain] for chain in _shortest(found.chains)
    ]
    findings = list(
        contract_broken.findings(contract.id, contract.severity, contract.guidance, chains, subject.layers.by_module)
    )
    if not found.kept and not findings:
        findings.append(
            contract_broken.without_chains(contract.id, contract.severity, contract.guidance, found.text, place, line)
        )
    held = Held(contract.id, contract.type, graph.count_imports(), contract.reason, subject.unread(everywhere=True))
    return Outcome(held, tuple(findings))


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
