"""The door to import-linter: its contract classes run on our graph, and what they return becomes chains."""

import importlib
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grimp
from importlinter import Contract, ContractCheck
from importlinter.application.app_config import settings
from importlinter.configuration import configure
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract
from importlinter.domain.contract import InvalidContractOptions

from archcheck.model.errors import user_error

CLASSES: Mapping[str, type[Contract]] = {
    "acyclic_siblings": AcyclicSiblingsContract,
    "forbidden": ForbiddenContract,
    "independence": IndependenceContract,
    "layers": LayersContract,
    "protected": ProtectedContract,
}


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """One import of a chain; ``line`` is 0 where it is unknown."""

    importer: str
    imported: str
    line: int


@dataclass(frozen=True, slots=True)
class LinterOutcome:
    """What became of a contract.

    Attributes:
        kept: import-linter's verdict.
        chains: what breaks it, sorted; one for each first and last module.
        text: what import-linter would print, for contract classes whose findings have no chains.
        warnings: what it noticed besides.
    """

    kept: bool
    chains: tuple[tuple[Link, ...], ...] = ()
    text: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inherited:
    """Contracts of a project's own import-linter configuration.

    Attributes:
        path: the file.
        session: its general options; ``root_packages`` is always a list.
        contracts: the options of each contract, with ``id``, ``name`` and ``type``.
    """

    path: Path
    session: Mapping[str, Any]
    contracts: tuple[Mapping[str, Any], ...]

    @property
    def root_packages(self) -> list[str]:
        """The packages that its graph is made of."""
        return list(self.session["root_packages"])

    def is_on(self, option: str) -> bool:
        """Whether a general option is switched on."""
        return str(self.session.get(option, "false")).lower() == "true"


def run_contract(
    graph: grimp.ImportGraph,
    contract_class: type[Contract],
    name: str,
    options: Mapping[str, object],
    session: Mapping[str, object],
    *,
    place: str,
    key: str,
) -> LinterOutcome:
    """Run one contract on a copy of the graph.

    Args:
        graph: the import graph; it is not changed.
        contract_class: the contract's class.
        name: what import-linter calls the contract.
        options: its options as written.
        session: general options, ``root_packages`` among them.
        place: the configuration's file, for mistakes.
        key: the contract's key in it.

    Raises:
        UserError: options that import-linter refuses, or modules that are not there.
    """
    configure()
    try:
        contract = contract_class(
            name=name, session_options=dict(session), contract_options={"name": name, **_as_read(options)}
        )
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            check = contract.check(deepcopy(graph), verbose=False)
    except InvalidContractOptions as error:
        problems = "; ".join(f"{option}: {problem}" for option, problem in sorted(error.errors.items()))
        raise user_error(place, problems, "see import-linter's manual of contract types", key=key) from error
    except (ValueError, LookupError, grimp.exceptions.GrimpException) as error:
        raise user_error(
            place, str(error), "name modules that are there: archcheck layers lists them", key=key
        ) from error
    except Exception as error:
        if type(error).__module__.startswith("importlinter"):
            raise user_error(place, str(error), "correct the contract's options", key=key) from error
        raise
    chains = tuple(sorted(set(_chains(check.metadata)))) if not check.kept else ()
    text = "" if check.kept or chains else _rendered(contract, check)
    return LinterOutcome(check.kept, chains, text, tuple(check.warnings))


def _as_read(options: Mapping[str, object]) -> dict[str, object]:
    """Options as import-linter's own readers hand them on: lists as lists, switches as text."""
    found: dict[str, object] = {}
    for key, value in options.items():
        match value:
            case bool() | int():
                found[key] = str(value)
            case tuple() | set() | frozenset():
                found[key] = list(value)
            case _:
                found[key] = value
    return found


def _chains(metadata: Any) -> Iterator[tuple[Link, ...]]:
    """Every chain in what a contract class returned, whichever way that is nested."""
    match metadata:
        case {"importer": str(), "imported": str(), "line_numbers": _} as link:
            yield (_link(link),)
        case {"chain": [*links], "extra_firsts": [*firsts], "extra_lasts": [*lasts]}:
            yield from _detailed([_link(link) for link in links], firsts, lasts)
        case {"cycle_breakers_by_package": Mapping() as packages}:
            for pairs in packages.values():
                yield from ((Link(importer, imported, 0),) for importer, imported in pairs)
        case Mapping():
            for value in metadata.values():
                yield from _chains(value)
        case [{"importer": str(), "line_numbers": _}, *_] as links:
            yield tuple(_link(link) for link in links)
        case [*items] | (list() | tuple() as items):
            for item in items:
                yield from _chains(item)
        case set() | frozenset():
            for item in metadata:
                yield from _chains(item)
        case _ if hasattr(metadata, "illegal_links"):
            yield from ((_link(link),) for link in metadata.illegal_links)


def _detailed(chain: list[Link], firsts: Sequence[Any], lasts: Sequence[Any]) -> Iterator[tuple[Link, ...]]:
    """One chain for each of the first and last modules that share its middle."""
    if len(chain) == 1:
        yield tuple(chain)
        yield from ((_link(link),) for link in (*firsts, *lasts))
        return
    for first in [chain[0], *map(_link, firsts)]:
        for last in [chain[-1], *map(_link, lasts)]:
            yield (first, *chain[1:-1], last)


def _link(link: Mapping[str, Any]) -> Link:
    lines = [line for line in link["line_numbers"] if line is not None]
    return Link(link["importer"], link["imported"], min(lines, default=0))


def _rendered(contract: Contract, check: ContractCheck) -> str:
    printed = io.StringIO()
    with redirect_stdout(printed):
        contract.render_broken_contract(check)
    return printed.getvalue().strip()


def load_contract_class(entry: str, forbidden: Sequence[Path]) -> tuple[str, type[Contract]]:
    """The name and class of ``name: package.module.Class``, from archcheck's own environment.

    Raises:
        UserError: there is no such class, it is no contract, or its file lies below a forbidden directory.
    """
    name, _, dotted = (part.strip() for part in entry.partition(":"))
    module_name, _, class_name = dotted.rpartition(".")
    try:
        module = importlib.import_module(module_name)
        found = getattr(module, class_name)
    except (ImportError, AttributeError, ValueError) as error:
        raise user_error(
            "[import_linter] contract_types", f"{entry!r}: {error}", "install it beside archcheck"
        ) from error
    file = Path(module.__file__ or "/").resolve()
    if any(file.is_relative_to(directory.resolve()) for directory in forbidden):
        raise user_error(
            "[import_linter] contract_types", f"{entry!r} lies in the checked project", "install it elsewhere"
        )
    if not (isinstance(found, type) and issubclass(found, Contract)):
        raise user_error(
            "[import_linter] contract_types", f"{entry!r} is no contract of import-linter", "name its class"
        )
    return name, found


def inherited(directory: Path) -> Inherited | None:
    """The contracts of ``setup.cfg``, ``.importlinter`` or ``pyproject.toml``, in import-linter's order; None without any."""
    configure()
    for kind, names in (("ini", ("setup.cfg", ".importlinter")), ("toml", ("pyproject.toml",))):
        for name in names:
            path = directory / name
            options = settings.USER_OPTION_READERS[kind].read_options(str(path)) if path.is_file() else None
            if options is not None:
                return _inherited(path, options.session_options, options.contracts_options)
    return None


def _inherited(path: Path, session: dict[str, Any], contracts: Sequence[dict[str, Any]]) -> Inherited:
    roots = session.get("root_packages") or session.get("root_package")
    if not roots:
        raise user_error(str(path), "import-linter's configuration names no root_package", "add root_package")
    session["root_packages"] = [roots] if isinstance(roots, str) else list(roots)
    named = [
        {"id": str(options.get("id") or f"contract-{number}"), "name": str(options.get("name", number)), **options}
        for number, options in enumerate(contracts, start=1)
    ]
    return Inherited(path, session, tuple(named))
