"""Answers about single scopes, taken over from an earlier state of the project as far as they still hold.

An answer holds as long as nothing that it leaned on has changed (``leaning.py``). It is what the resolver would say then,
since it does not matter to the resolver who asks first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from archcheck.facts.schema import FileFacts
from archcheck.model.source import SourceFile
from archcheck.resolve.leaning import LIMITED, NOTHING, Kind, module_bit, name_bit
from archcheck.resolve.module import Module, bits_of
from archcheck.resolve.named import brought, mentions
from archcheck.resolve.project import not_in, packages
from archcheck.resolve.resolver import Resolver
from archcheck.resolve.unit import Unit

_T = TypeVar("_T")
Known: TypeAlias = Mapping[tuple[str, str], Mapping[int, tuple[object, int]]]
"""Question's name and path -> index of the scope -> answer, and what it leans on."""
FactsOf: TypeAlias = Callable[[bytes], "FileFacts | None"]
"""The facts of a content by its digest, None where they are gone."""


@dataclass(frozen=True, slots=True)
class Question(Generic[_T]):
    """What is asked of a scope.

    Attributes:
        name: what its answers are kept under.
        type: of the answers.
        answer: asks the resolver.
    """

    name: str
    type: type[_T]
    answer: Callable[[Resolver, Unit], _T]


@dataclass(frozen=True, slots=True)
class Held:
    """A file of an earlier state: its module, whether that is a package, and the digest of its content."""

    module: str
    is_package: bool
    digest: bytes


@dataclass(frozen=True, slots=True)
class State:
    """What was known of a project at one time.

    Attributes:
        files: by path.
        vocabulary: names that take part in an answer wherever they stand in the code, by what they are the names of.
        answers: to what was asked of scopes.
        numbers: of paths, by which they stand in what answers lean on.
        resolver: what has found this out, where that was in this process.
    """

    files: Mapping[str, Held]
    vocabulary: Mapping[str, frozenset[str]]
    answers: Known
    numbers: Mapping[str, int]
    resolver: Resolver | None = None


def _gone(digest: bytes) -> None:
    return None


class Ledger:
    """Asks a resolver, unless an earlier state has an answer that holds.

    Attributes:
        resolver: of the project as it is.
    """

    def __init__(self, resolver: Resolver, before: State | None = None, facts_of: FactsOf = _gone) -> None:
        """Take over what holds.

        Args:
            resolver: of the project as it is, with the numbers of the earlier state.
            before: the earlier state.
            facts_of: facts of contents that may not be in the project any more.
        """
        self.resolver = resolver
        self._answers: dict[tuple[str, str], dict[int, tuple[object, int]]] = {}
        self._vocabulary: Mapping[str, frozenset[str]] | None = None
        if before is not None:
            self._take_over(before, facts_of)

    def _take_over(self, before: State, facts_of: FactsOf) -> None:
        changed = _Change(self.resolver, before, facts_of).bits()
        if changed is None:
            return
        if not changed:
            self._vocabulary = before.vocabulary
        if before.resolver is not None:
            # What was said of units that stand for themselves no more is of no use, though their files be the same.
            replaced = bits_of(not_in(before.resolver.project, self.resolver.project))
            self.resolver.answers.take_over(before.resolver.answers, changed | replaced)
        for key, answers in before.answers.items():
            holding = {index: each for index, each in answers.items() if not each[1] & changed}
            if holding:
                self._answers[key] = holding

    def ask(self, question: Question[_T], unit: Unit) -> _T:
        """The answer for a scope; not to be called while the resolver is busy with one."""
        answers = self._answers.setdefault((question.name, unit.module.file.path), {})
        known = answers.get(unit.index)
        if known is None:
            key = (question.name, unit)
            found = self.resolver.answers.once(key, None, question.answer)
            known = answers[unit.index] = (found, self.resolver.answers.leaning(key))
        return known[0]  # type: ignore[return-value]

    def knows(self, question: Question[Any], unit: Unit) -> bool:
        """Whether the answer for a scope is there already."""
        return unit.index in self._answers.get((question.name, unit.module.file.path), ())

    def answers_to(self, asked: Iterable[tuple[Question[Any], Unit]], *, limited: bool = True) -> Known:
        """The answers to some questions that were asked; those that have come to a limit are left out where they are not wanted."""
        found: dict[tuple[str, str], dict[int, tuple[object, int]]] = {}
        for question, unit in asked:
            key = (question.name, unit.module.file.path)
            answer = self._answers[key][unit.index]
            if limited or not answer[1] & LIMITED:
                found.setdefault(key, {})[unit.index] = answer
        return found

    def learn(self, answers: Known) -> None:
        """Take over what a ledger on the same state of the project was answered."""
        for key, found in answers.items():
            self._answers.setdefault(key, {}).update(found)

    def finish(self) -> bool:
        """Let go of what was only of use for asking, and say whether a later state can take over from this one; nothing more can be asked."""
        self.resolver.project.forget_former()
        return self.resolver.answers.finished()

    def state(self) -> State:
        """What is known now; nothing more can be asked."""
        project = self.resolver.project
        files = {path: _held(module) for path, module in project.by_path.items()}
        words = self._vocabulary if self._vocabulary is not None else vocabulary(self.resolver)
        resolver = self.resolver if self.finish() else None
        return State(files, words, self._answers, project.numbers, resolver)


def _held(module: Module) -> Held:
    return Held(module.name, module.file.is_package, module.facts.digest)


def vocabulary(resolver: Resolver) -> dict[str, frozenset[str]]:
    """The names of the project that take part in answers wherever they stand."""
    project = resolver.project
    return {
        "functions": project.function_names,
        "callables": project.callable_names,
        "properties": project.property_names,
        "delegates": resolver.candidates.delegates,
    }


class _Change:
    """What is different from an earlier state."""

    def __init__(self, resolver: Resolver, before: State, facts_of: FactsOf) -> None:
        self._resolver = resolver
        self._before = before
        self._facts_of = facts_of

    def bits(self) -> int | None:
        """The bits of all that has changed; None where that cannot be told."""
        found = NOTHING
        project = self._resolver.project
        for path in {**self._before.files, **project.by_path}:
            old, new = self._before.files.get(path), project.by_path.get(path)
            if new is not None and old == _held(new):
                continue
            former = self._former(path, old) if old is not None else None
            if old is not None and former is None:
                return None
            found |= module_bit(project.numbers[path])
            for kind, name in _differing(former, new):
                found |= name_bit(kind, name)
        # Without another file there is no other word.
        return found | self._mentioning() if found else NOTHING

    def _former(self, path: str, held: Held) -> Module | None:
        former = self._before.resolver
        facts = former.project.facts.get(path) if former is not None else self._facts_of(held.digest)
        if facts is None:
            return None
        file = SourceFile(path, "", held.module, held.is_package)
        return self._resolver.project.module_of(file, facts)

    def _mentioning(self) -> int:
        """The bits of modules in which a name stands that has come into the vocabulary or has gone."""
        now = vocabulary(self._resolver)
        names = frozenset(name for kind in now for name in now[kind] ^ self._before.vocabulary.get(kind, frozenset()))
        modules = self._resolver.project.all_modules if names else ()
        return bits_of(module for module in modules if mentions(module, names))


def _differing(old: Module | None, new: Module | None) -> Iterator[tuple[Kind, str]]:
    """Kinds and names of which a module brings more or less than before."""
    before, now = brought(old), brought(new)
    yield from (key for key in before.keys() | now.keys() if before[key] != now[key])
    names = [module.name for module in (old, new) if module is not None]
    if len(set(names)) != 1 or len(names) != 2:
        yield from (("module", name) for name in packages(names))
