"""Faults to plant, so that a contract can show that it finds them: imports against the order of layers, calls outside the owners."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archcheck.catalog.schema import Library
from archcheck.config.schema import EffectContract, LayersContract
from archcheck.model.finding import Finding
from archcheck.model.patterns import matches
from archcheck.model.source import SourceFile
from archcheck.rules.effect_site import has_effect, owned
from archcheck.run.subject import Subject

MOST = 12
"""Calls that are planted for one contract."""

NAME = "archcheck_canary"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that a contract must find.

    Attributes:
        contract: id of the contract.
        file: where it is planted.
        text: what is planted behind the last line.
        subject: subject of the finding; empty where any that was not there before will do.
        object: its object, or None where any will do.
        what: in words.
    """

    contract: str
    file: SourceFile
    text: str
    subject: str
    object: str | None
    what: str

    def is_found(self, finding: Finding) -> bool:
        """Whether a finding that was not there before is the one on this fault."""
        return self.subject in ("", finding.subject) and self.object in (None, finding.object)


def import_fault(contract: str, importer: SourceFile, imported: str) -> Fault:
    """An import that must be found by its first and its last module."""
    what = f"an import of {imported} in {importer.module}"
    return Fault(contract, importer, f"import {imported}\n", importer.module, imported, what)


def plantable(subject: Subject) -> list[SourceFile]:
    """The modules that a fault can be planted in: those whose findings count and which are read without a gap, by name."""
    facts = subject.reading.facts
    return sorted(
        (
            file
            for file in subject.reading.files
            if file.fate == "module" and subject.counted(file.module) and not facts[file.path].errors
        ),
        key=lambda file: file.module,
    )


def layer_faults(contract: LayersContract, subject: Subject, known: Iterable[Finding]) -> Iterator[Fault]:
    """For each two layers, one above the other, an import from the lower into the higher one that is not there yet."""
    there = {(finding.subject, finding.object) for finding in known}
    graph = subject.graph(type_checking=contract.type_checking_imports)
    inside: dict[str | None, list[str]] = {}
    for placement in subject.layers.placements:
        inside.setdefault(placement.layer, []).append(placement.module)
    files = {file.module: file for file in plantable(subject)}
    for higher, lower in pairwise(contract.order or [layer.id for layer in subject.config.layers]):
        pairs = (
            (files[importer], imported)
            for importer in sorted(inside.get(lower, ()))
            if importer in files
            for imported in sorted(inside.get(higher, ()))
            if imported in graph.modules
            and (importer, imported) not in there
            and not graph.direct_import_exists(importer=importer, imported=imported)
            and not is_ignored(contract.ignore_imports, importer, imported)
        )
        found = next(pairs, None)
        if found is not None:
            yield import_fault(contract.id, *found)


def is_ignored(expressions: Iterable[str], importer: str, imported: str) -> bool:
    """Whether an import is one of the ignored ones."""
    sides = ([part.strip() for part in expression.split("->")] for expression in expressions)
    return any(matches(one, importer) and matches(other, imported) for one, other in sides)


def effect_faults(contract: EffectContract, subject: Subject) -> Iterator[Fault]:
    """A call of each library in use that has the effect, and a call in each layer that may not; none where everything may."""
    files = _outside(contract, subject)
    calls = _calls(contract.effect, subject)
    if not files or not calls:
        return
    for number in range(min(max(len(files), len(calls)), MOST)):
        file, (api, lines) = files[number % len(files)], calls[number % len(calls)]
        name = f"{NAME}_{number}_{''.join(c if c.isalnum() else '_' for c in contract.id)}"
        text = "\n".join([f"def {name}(given):", *(f"    {line}" for line in lines), ""])
        what = f"a call of {api} in {file.module}"
        yield Fault(contract.id, file, text, f"{file.module}:{name}", None, what)


def _outside(contract: EffectContract, subject: Subject) -> list[SourceFile]:
    """The first module of each layer that does not own the effect."""
    ids = [layer.id for layer in subject.config.layers]
    places = subject.layers.by_module
    found: dict[str | None, SourceFile] = {}
    for file in plantable(subject):
        place = places.get(file.module)
        home = any(matches(pattern, file.module) for pattern in contract.homes)
        if not home and not owned(contract.owners, ids, file.module, place):
            found.setdefault(place.layer if place else None, file)
    return list(found.values())


def _calls(effect: str, subject: Subject) -> list[tuple[str, Sequence[str]]]:
    """One call of each library in use that has the effect; of the first one where none is in use."""
    first = [(library, call) for library in subject.catalog.libraries if (call := next(_of(library, effect), None))]
    imported = {
        each.module.partition(".")[0]
        for facts in subject.reading.facts.values()
        for each in facts.imports
        if not each.level
    }
    used = [call for _, call in first if call[0].partition(".")[0] in imported]
    return used or [call for _, call in first[:1]]


def _of(library: Library, effect: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Calls of a library that have an effect whatever their arguments, each as its API and its lines."""
    for known in library.types:
        module, _, name = known.name.rpartition(".")
        for method, entry in known.methods.items():
            if module and has_effect(effect, entry.effects) and entry.when is None and known.transaction:
                lines = (f"from {module} import {name}", f"receiver: {name} = given", f"receiver.{method}()")
                yield f"{known.name}.{method}", lines
    for function in library.functions:
        module, _, name = function.name.rpartition(".")
        if module and has_effect(effect, function.effects) and function.when is None:
            yield function.name, (f"from {module} import {name}", f"{name}()")
    for api in library.apis:
        if has_effect(effect, api.effects):
            spelled = ".".join("canary" if "*" in part or "?" in part else part for part in api.name.split("."))
            yield spelled, (f"import {spelled.rpartition('.')[0] or spelled}", f"{spelled}()")
    for known in library.types:
        module, _, name = known.name.rpartition(".")
        if module and has_effect(effect, known.exit):
            yield (
                known.name,
                (f"from {module} import {name}", f"receiver: {name} = given", "with receiver:", "    pass"),
            )
