"""Contracts of a project's own import-linter configuration: read once, held against the graph of its root packages."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from archcheck.config.locate import locate
from archcheck.config.schema import Config, LinterContract
from archcheck.config.toml import shown
from archcheck.imports import linter
from archcheck.imports.build import Graph, build_import_graph
from archcheck.imports.inherited import Inherited, inherited
from archcheck.model.errors import Mistake, UserError, user_error
from archcheck.run.contracts import Outcome
from archcheck.run.linting import Setting, run
from archcheck.run.subject import Subject


@dataclass
class Inheritance:
    """What layers.toml takes over from import-linter's configuration.

    Attributes:
        found: that configuration, or None where nothing is inherited.
        place: its path, as the user knows it.
    """

    found: Inherited | None = None
    place: str = ""
    _graph: Graph | None = field(default=None, init=False)

    @cached_property
    def contracts(self) -> tuple[LinterContract, ...]:
        """The contracts, in their order."""
        return tuple(
            LinterContract.model_construct(
                id=str(options["id"]),
                type=str(options.get("type", "")),
                options={key: value for key, value in options.items() if key not in ("id", "type")},
            )
            for options in (self.found.contracts if self.found is not None else ())
        )

    def graph(self, subject: Subject) -> Graph:
        """The import graph of its root packages.

        Raises:
            UserError: a root package that is not there.
        """
        assert self.found is not None, "a contract was inherited"
        if self._graph is None:
            self._graph = self._built(self.found, subject)
        return self._graph

    def on(self, graph: Graph) -> "Inheritance":
        """The same held against another graph."""
        other = Inheritance(self.found, self.place)
        other._graph = graph
        return other

    def outcome(self, contract: LinterContract, subject: Subject) -> Outcome:
        """One of the contracts, with lint-imports' verdict.

        Raises:
            UserError: a root package that is not there, a class that may not run, what import-linter refuses.
        """
        assert self.found is not None, "a contract was inherited"
        self._refuse_own_class(contract, self.found, subject)
        line = _line(self.found.path, contract.id, self.contracts.index(contract))
        setting = Setting(self.place, contract.id, line, self.graph(subject), self.found.session, "import-linter")
        return run(contract, subject, setting)

    def _built(self, found: Inherited, subject: Subject) -> Graph:
        roots = found.root_packages
        files = [file for file in subject.reading.files if any(_is_inside(file.module, root) for root in roots)]
        missing = [root for root in roots if not any(_is_inside(file.module, root) for file in files)]
        if missing and not (files and subject.past):
            problem, remedy = "there is no package {!r}", "correct root_packages, or [project] roots in layers.toml"
            raise UserError([Mistake(self.place, 0, "root_packages", problem.format(r), remedy) for r in missing])
        return build_import_graph(
            files,
            {path: facts.imports for path, facts in subject.reading.facts.items()},
            type_checking=not found.is_on("exclude_type_checking_imports"),
            external=found.is_on("include_external_packages"),
            absent=True,
            roots=[root for root in roots if "." in root],
            contents=subject.past.contents if subject.past else None,
        ).graph

    def _refuse_own_class(self, contract: LinterContract, found: Inherited, subject: Subject) -> None:
        types = found.session.get("contract_types", ())
        own = [types] if isinstance(types, str) else list(types)
        if own and not subject.config.import_linter.contract_types and contract.type not in linter.CLASSES:
            problem = (
                f"the contract type {contract.type} is a class of the project's own configuration, which is not run"
            )
            remedy = "name it in [import_linter] contract_types and give --allow-contract-types"
            raise user_error(self.place, problem, remedy, key=contract.id)


def inheritance(config: Config, cwd: Path) -> Inheritance:
    """The project's own import-linter configuration, where layers.toml inherits it.

    Raises:
        UserError: there is none, it is faulty, or an id of it is also one of layers.toml.
    """
    if not config.import_linter.inherit:
        return Inheritance()
    found = inherited(config.directory, cwd)
    if found is None:
        problem, remedy = "there is no configuration of import-linter", "take out inherit, or add .importlinter"
        line = config.line("import_linter", "inherit")
        raise user_error(shown(config.path, cwd), problem, remedy, key="import_linter.inherit", line=line)
    place = shown(found.path, cwd)
    own = {contract.id for contract in config.contracts}
    twice = [str(options["id"]) for options in found.contracts if options["id"] in own]
    if twice:
        problem = "the id {} is also that of a contract in layers.toml"
        raise UserError([Mistake(place, 0, "", problem.format(name), "rename one") for name in twice])
    return Inheritance(found, place)


def _line(path: Path, contract: str, number: int) -> int:
    """Where a contract's section or table starts."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".toml":
        return locate(text).at(("tool", "importlinter", "contracts", number))
    heads = re.compile(rf"\[importlinter:(?:.*:)?{re.escape(contract)}\]")
    return next((at for at, line in enumerate(text.splitlines(), start=1) if heads.match(line)), 1)


def _is_inside(module: str, root: str) -> bool:
    return module == root or module.startswith(root + ".")
