"""The door to import-linter: its contract classes run on our graph, and what they return becomes chains."""

import importlib
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grimp
from importlinter import Contract, ContractCheck
from importlinter.configuration import configure
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.private_modules import PrivateModulesContract
from importlinter.contracts.protected import ProtectedContract
from importlinter.domain.contract import InvalidContractOptions

from archcheck.model.errors import user_error

CLASSES: Mapping[str, type[Contract]] = {
    "acyclic_siblings": AcyclicSiblingsContract,
    "forbidden": ForbiddenContract,
    "independence": IndependenceContract,
    "layers": LayersContract,
    "private_modules": PrivateModulesContract,
    "protected": ProtectedContract,
}
_LEVELS = ("error", "warn", "none")
_ALERTS = "unmatched_ignore_imports_alerting"
_EXPRESSIONS = (
    *("source_modules", "forbidden_modules", "modules", "protected_modules", "ancestors"),
    *("packages_with_private_modules", "containers"),
)


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
        unmatched: ignored imports that match nothing, as they are written.
        alert: ``error`` or ``warn`` for these, or ``none``.
        empty: module expressions with wildcards that match nothing: (option, expression).
    """

    kept: bool
    chains: tuple[tuple[Link, ...], ...] = ()
    text: str = ""
    unmatched: tuple[str, ...] = ()
    alert: str = "error"
    empty: tuple[tuple[str, str], ...] = ()


def run_contract(
    graph: grimp.ImportGraph,
    contract_class: type[Contract],
    name: str,
    options: Mapping[str, object],
    session: Mapping[str, object],
    *,
    place: str,
    key: str,
    line: int = 0,
    lenient: bool = False,
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
        line: its line there, or 0.
        lenient: whether modules that the options name may be missing; they import nothing then.

    Raises:
        UserError: options that import-linter refuses, or modules that are not there.
    """
    configure()
    alert = str(options.get(_ALERTS, "error")).lower()
    built_in = contract_class in CLASSES.values()
    asked = {"name": name, **_as_read(options), **({_ALERTS: "none"} if built_in and alert in _LEVELS else {})}
    with _mistakes(place, key, line):
        contract = contract_class(name=name, session_options=dict(session), contract_options=asked)
        copy = deepcopy(graph)
        if lenient:
            _complete(contract, copy)
        unmatched = _unmatched(contract, copy) if built_in else ()
        empty = tuple(_empty(contract, copy)) if built_in else ()
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            check = contract.check(copy, verbose=False)
    chains = tuple(sorted(set(_chains(check.metadata)))) if not check.kept else ()
    text = "" if check.kept or chains else _rendered(contract, check)
    return LinterOutcome(check.kept, chains, text, unmatched, alert, empty)


@contextmanager
def _mistakes(place: str, key: str, line: int) -> Iterator[None]:
    """What import-linter refuses is the user's to mend."""
    try:
        yield
    except InvalidContractOptions as error:
        problems = "; ".join(f"{option}: {problem}" for option, problem in sorted(error.errors.items()))
        raise user_error(place, problems, "see import-linter's manual of contract types", key=key, line=line) from error
    except (ValueError, LookupError, grimp.exceptions.GrimpException) as error:
        remedy = "name modules that are there: archcheck layers lists them"
        raise user_error(place, str(error), remedy, key=key, line=line) from error
    except Exception as error:
        if type(error).__module__.startswith("importlinter"):
            raise user_error(place, str(error), "correct the contract's options", key=key, line=line) from error
        raise


def _complete(contract: Contract, graph: grimp.ImportGraph) -> None:
    """Add the modules that a contract names."""
    names = {str(found) for option in _EXPRESSIONS for found in getattr(contract, option, None) or ()}
    containers = [f"{container}." for container in getattr(contract, "containers", None) or ()] or [""]
    tails = [tail for layer in getattr(contract, "layers", None) or () for tail in getattr(layer, "module_tails", ())]
    names |= {f"{container}{tail.name}" for container in containers for tail in tails}
    for name in sorted(name for name in names if "*" not in name):
        if name not in graph.modules:
            # Below a package from elsewhere there are no modules for grimp, and the contract says so itself.
            with suppress(ValueError, grimp.exceptions.GrimpException):
                graph.add_module(name)


def _unmatched(contract: Contract, graph: grimp.ImportGraph) -> tuple[str, ...]:
    expressions = dict.fromkeys(str(expression) for expression in getattr(contract, "ignore_imports", None) or ())
    return tuple(sorted(text for text in expressions if not graph.find_matching_direct_imports(import_expression=text)))


def _empty(contract: Contract, graph: grimp.ImportGraph) -> Iterator[tuple[str, str]]:
    """import-linter takes a wildcard that matches nothing for a rule that is kept."""
    for option in _EXPRESSIONS:
        for expression in sorted(str(found) for found in getattr(contract, option, None) or ()):
            if "*" in expression and not graph.find_matching_modules(expression):
                yield option, expression


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
        case {"illegal_imports": [{"importer": str()}, *_] as links}:
            yield from ((_link(link),) for link in links)
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
