"""Findings that only have another name: their file, class or function was renamed or moved.

A finding is taken for a moved one only where its former scope is no longer there. Whoever mends one function and commits in
another has mended one finding and made a new one, however much the two look alike.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from archcheck.model.baseline import BaselineEntry, StaleEntry
from archcheck.model.finding import Finding

MoveCertainty = Literal["certain", "likely"]
SIMILAR = 0.6
"""Least similarity of a function's former and present name, or of a module's in the same package."""

_RANKS: tuple[MoveCertainty, ...] = ("certain", "likely")
_Key: TypeAlias = tuple[str, str, str, str | None]


@dataclass(frozen=True, slots=True)
class Move:
    """One finding that an entry lists under another name.

    Attributes:
        entry: lists it under its former name.
        finding: under its present name.
        certainty: ``certain`` where git says that the file was renamed, ``likely`` where names alone speak for it.
    """

    entry: BaselineEntry
    finding: Finding
    certainty: MoveCertainty


Recognise: TypeAlias = Callable[[Sequence[StaleEntry], Sequence[Finding]], Iterable[Move]]


def none_moved(missing: Sequence[StaleEntry], surplus: Sequence[Finding]) -> Iterable[Move]:
    """Everything has the name that it had."""
    return ()


@dataclass(frozen=True, slots=True)
class Names:
    """What tells former names from present ones.

    Attributes:
        holds: whether a scope (``module:Class.method``, or a module) is in the project, or may be.
        renamed: gives the present names of modules whose files were renamed, by their former ones, as git knows it; asked
            only where something is missing and something else is not listed.
    """

    holds: Callable[[str], bool]
    renamed: Callable[[], Mapping[str, str]] = dict

    def moved(self, missing: Sequence[StaleEntry], surplus: Sequence[Finding]) -> list[Move]:
        """Pair what is missing with what is not listed: same rule, contract, object and kind, and a similar scope.

        The best pairs first: the certain ones, then those with most in common, then by name.
        """
        if not missing or not surplus:
            return []
        renamed = self.renamed()
        by_key: dict[_Key, list[Finding]] = {}
        for finding in surplus:
            rule, contract, _, object_ = finding.identity
            by_key.setdefault((rule, contract, object_, finding.kind), []).append(finding)
        pairs = sorted(self._pairs(missing, by_key, renamed), key=lambda pair: pair[0])
        room = {each.entry.identity: each.entry.count - each.found for each in missing}
        moves: dict[Finding, Move] = {}
        for _, move in pairs:
            if room[move.entry.identity] and move.finding not in moves:
                room[move.entry.identity] -= 1
                moves[move.finding] = move
        return list(moves.values())

    def _pairs(
        self, missing: Iterable[StaleEntry], by_key: Mapping[_Key, Sequence[Finding]], renamed: Mapping[str, str]
    ) -> Iterator[tuple[tuple[int, int, tuple[str, ...], str, int], Move]]:
        for entry in (each.entry for each in missing):
            present = _present(entry.object, renamed)
            candidates = by_key.get((entry.rule, entry.contract, present, entry.kind), ())
            if not candidates or (present == entry.object and self.holds(entry.subject)):
                continue
            for finding in candidates:
                certainty = self._certainty(entry.subject, finding.subject, renamed)
                if certainty is not None:
                    common = _in_common(entry.subject, finding.subject)
                    rank = (_RANKS.index(certainty), -common, entry.identity, finding.subject, finding.occurrence)
                    yield rank, Move(entry, finding, certainty)

    def _certainty(self, former: str, present: str, renamed: Mapping[str, str]) -> MoveCertainty | None:
        if _present(former, renamed) == present:
            return "certain"
        if self.holds(former):
            return None
        one, other = (name.partition(":")[::2] for name in (_present(former, renamed), present))
        return "likely" if _similar(one, other) else None


def _present(name: str, renamed: Mapping[str, str]) -> str:
    """A module, or something in one, by its present name."""
    module, colon, inside = name.partition(":")
    return f"{renamed.get(module, module)}{colon}{inside}"


def _similar(former: tuple[str, str], present: tuple[str, str]) -> bool:
    """Whether two scopes, each a module and what is in it, may be one under two names."""
    (old_module, old_scope), (new_module, new_scope) = former, present
    if old_module == new_module:
        return bool(old_scope) and _similar_functions(old_scope, new_scope)
    return old_scope == new_scope and ("." in old_scope or _similar_modules(old_module, new_module))


def _similar_functions(former: str, present: str) -> bool:
    """The same function in another class, or one of the same class with a similar name."""
    old_class, _, old_name = former.rpartition(".")
    new_class, _, new_name = present.rpartition(".")
    return old_name == new_name or (old_class == new_class and _alike(old_name, new_name))


def _similar_modules(former: str, present: str) -> bool:
    """The same module in another package, or one of the same package with a similar name."""
    old_package, _, old_name = former.rpartition(".")
    new_package, _, new_name = present.rpartition(".")
    return old_name == new_name or (old_package == new_package and _alike(old_name, new_name))


def _alike(former: str, present: str) -> bool:
    return SequenceMatcher(None, former, present, autojunk=False).ratio() >= SIMILAR


def _in_common(former: str, present: str) -> int:
    """How many segments two names share."""
    old, new = (set(name.replace(":", ".").split(".")) for name in (former, present))
    return len(old & new)
