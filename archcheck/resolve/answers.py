"""Questions and their answers: each is remembered, cycles come to an end, and it is noted what an answer leans on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from archcheck.resolve.leaning import NOTHING, Debts
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Value

_T = TypeVar("_T")
_DEEPEST = 400
_MOST_TRIES = 6
_NOTHING_OPEN = 1_000_000
_MOST_ROUNDS = 3
Key: TypeAlias = tuple[object, ...]
"""A question: what is asked, and about what."""


def _own(key: Key) -> int:
    """What a question leans on by being asked: the module that it is about."""
    about = key[1]
    return about.module.bit if isinstance(about, Unit) else NOTHING


def _adds(found: object, known: object) -> bool:
    """Whether an answer says more than was known, whatever the trails that led to it."""
    return not _said(found) <= _said(known)


def _said(answer: object) -> set[object]:
    if not isinstance(answer, tuple):
        return {answer}
    return {(each.shape, each.certain) if isinstance(each, Value) else each for each in answer}


class Answers:
    """The answers so far.

    Every question is answered once. A question that is asked again while it is being answered (a cycle) has the values
    that were found for it so far, at first none; below four hundred others it has none. That is an unknown, never an
    error. An answer that leans on a question which is still open is provisional, and holds until that one is answered.
    The outermost question of a cycle goes round until a round finds nothing new, so that it does not matter who asked
    first. Rounds and provisional answers are bounded: what is still open then stays as it is.
    """

    def __init__(self, *, noting: bool = True) -> None:
        """Nothing is answered yet.

        Args:
            noting: whether it is noted what answers lean on, which takes memory.
        """
        self._noting = noting
        self._noted = NOTHING
        self._kept: dict[Key, tuple[Any, int]] = {}
        self._open: dict[Key, int] = {}
        self._provisional: dict[Key, tuple[Any, int]] = {}
        self._waiting: dict[int, list[Key]] = {}
        self._tries: dict[Key, int] = {}
        self._assumed: dict[Key, tuple[Any, int]] = {}
        self._leans_on = _NOTHING_OPEN
        self._debts = Debts()
        # Many answers lean on the same; each number is kept once.
        self._leanings: dict[int, int] = {}

    def known(self, key: Key) -> Any:
        """The answer to a question that was asked before, else None."""
        found = self._kept.get(key)
        if found is None:
            return None
        self._noted |= found[1]
        return found[0]

    def note(self, bits: int) -> None:
        """The question at hand leans on some modules or names as well."""
        if self._noting:
            self._noted |= bits

    def watched(self, bits: int, answer: Callable[[], _T]) -> tuple[_T, int]:
        """An answer, and all that it leans on, some bits included.

        Args:
            bits: what it leans on in any case.
            answer: asks questions; none may be open before.
        """
        self._noted = bits
        found = answer()
        return found, self._debts.settled(self._noted)

    def once(self, key: Key, nothing: _T, answer: Callable[[], _T]) -> _T:
        """The answer to a question.

        Args:
            key: the question.
            nothing: the answer where nothing is known.
            answer: finds out, by asking on.
        """
        answered: _T
        if key in self._kept:
            answered = self.known(key)
            return answered
        if key in self._provisional:
            answered = self._provisionally(key)
            return answered
        if not self._may_ask(key):
            answered, leaning = self._assumed.get(key, (nothing, NOTHING))
            self._noted |= leaning
            return answered
        depth = self._open[key] = len(self._open)
        outer, self._leans_on = self._leans_on, _NOTHING_OPEN
        around, self._noted = self._noted, _own(key) if self._noting else NOTHING
        try:
            answered = self._rounds(key, depth, nothing, answer)
        finally:
            del self._open[key]
        self._forget(depth)
        leaning = self._leanings.setdefault(self._noted, self._noted)
        if self._leans_on >= depth:
            self._kept[key] = (answered, leaning)
            self._leans_on = outer
        else:
            leaning = self._keep_for_now(key, answered, leaning)
            self._leans_on = min(self._leans_on, outer)
        if depth == 0:
            self._debts.answered(leaning)
        self._noted = around | leaning
        return answered

    def guarded(self, key: Key, answer: Callable[[], tuple[_T, ...]]) -> tuple[_T, ...]:
        """An answer that is not remembered, since its trail differs, but that may not ask for itself."""
        if not self._may_ask(key):
            return ()
        depth = self._open[key] = len(self._open)
        outer, self._leans_on = self._leans_on, _NOTHING_OPEN
        try:
            return answer()
        finally:
            del self._open[key]
            self._forget(depth)
            if depth == 0:
                self._debts.answered(self._noted)
            self._leans_on = min(outer, self._leans_on if self._leans_on < depth else _NOTHING_OPEN)

    def _rounds(self, key: Key, depth: int, nothing: _T, answer: Callable[[], _T]) -> _T:
        """The answer; at the outermost question of a cycle the last of several, each of which knows the one before."""
        found = answer()
        for _ in range(_MOST_ROUNDS):
            if self._leans_on != depth or not _adds(found, self._assumed.get(key, (nothing, NOTHING))[0]):
                break
            self._assumed[key] = (found, self._noted)
            self._forget(depth)
            self._leans_on = _NOTHING_OPEN
            found = answer()
        return found

    def _may_ask(self, key: Key) -> bool:
        """Whether a question is new; a cycle makes every answer up to where it closes a provisional one."""
        if key in self._open:
            self._leans_on = min(self._leans_on, self._open[key])
            return False
        if len(self._open) > _DEEPEST:
            self._leans_on = 0
            return False
        return True

    def _keep_for_now(self, key: Key, found: object, leaning: int) -> int:
        tries = self._tries[key] = self._tries.get(key, 0) + 1
        if tries >= _MOST_TRIES:
            leaning |= self._debts.owe()
            self._kept[key] = (found, leaning)
        else:
            self._assumed[key] = (found, leaning)
            self._provisional[key] = (found, self._leans_on)
            self._waiting.setdefault(self._leans_on, []).append(key)
        return leaning

    def _provisionally(self, key: Key) -> Any:
        found, depth = self._provisional[key]
        self._leans_on = min(self._leans_on, depth)
        self._noted |= self._assumed[key][1]
        return found

    def _forget(self, depth: int) -> None:
        """The question at a depth is answered: what was answered without it may be asked anew."""
        for key in self._waiting.pop(depth, ()):
            self._provisional.pop(key, None)
