"""Questions and their answers: each is remembered, cycles come to an end, and it is noted what an answer leans on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, MutableSequence
from typing import Any, Literal, TypeAlias, TypeVar

import msgspec

from archcheck.resolve.leaning import LIMITED, NOTHING, Debts
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Value

_T = TypeVar("_T")
_DEEPEST = 700
_MOST_TRIES = 12
_NOTHING_OPEN = 1_000_000
_MOST_ROUNDS = 3
Key: TypeAlias = tuple[object, ...]
"""A question: what is asked, and about what."""
Noting: TypeAlias = Literal["nothing", "leaning", "asked"]
"""What is noted of an answer: nothing, what it leans on, or what was asked for it as well."""


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


class _How(msgspec.Struct, frozen=True, gc=False):
    """How an answer was found.

    Attributes:
        direct: what was looked at besides the questions that were asked.
        asked: these questions, in order; None where they led in a circle.
        nothing: the answer where nothing is known.
        answer: finds it out.
    """

    direct: int
    asked: tuple[Key, ...] | None
    nothing: Any
    answer: Callable[..., Any]


class _Answer(msgspec.Struct, frozen=True, gc=False):
    """An answer, all that it leans on, and how it was found, if that is noted."""

    value: Any
    leaning: int
    how: _How | None = None


class Answers:
    """The answers so far.

    Every question is answered once. A question that is asked again while it is being answered (a cycle) has the values
    that were found for it so far, at first none; below seven hundred others it has none. That is an unknown, never an
    error. An answer that leans on a question which is still open is provisional, and holds until that one is answered.
    The outermost question of a cycle goes round until a round finds nothing new, so that it does not matter who asked
    first. Rounds and provisional answers are bounded: what is still open then stays as it is.

    Answers of an earlier state of the project are taken over where they hold: those that lean on nothing that has changed, and
    those for which the same was asked, with the same answers.
    """

    def __init__(self, asker: object, noting: Noting = "leaning") -> None:
        """Nothing is answered yet.

        Args:
            asker: what those who find out answers ask on.
            noting: what is noted, which takes memory.
        """
        self._asker = asker
        self._noting = noting
        self._kept: dict[Key, _Answer] = {}
        self._open: dict[Key, int] = {}
        self._provisional: dict[Key, tuple[Any, int]] = {}
        self._waiting: dict[int, list[Key]] = {}
        self._tries: dict[Key, int] = {}
        self._assumed: dict[Key, tuple[Any, int]] = {}
        self._debts = Debts()
        # Many answers lean on the same; each number is kept once.
        self._leanings: dict[int, int] = {}
        self._before: dict[Key, _Answer] = {}
        self._changed = NOTHING
        # Of the question at hand: the outermost open one that it leans on, what it leans on and looks at, and what it has asked.
        self._leans_on = _NOTHING_OPEN
        self._noted = self._direct = NOTHING
        self._nowhere: MutableSequence[Key] = deque(maxlen=0)
        self._asked = self._list()

    def take_over(self, before: Answers, changed: int) -> None:
        """Take over what holds of an earlier state, before anything is asked.

        Args:
            before: its answers, about units that stand for themselves as long as nothing in their modules has changed.
            changed: the bits of what has changed since.
        """
        self._before = before._kept
        self._changed = changed
        # Many answers lean on the very same number.
        known: dict[int, tuple[int, bool]] = {}
        for key, found in before._kept.items():
            number = id(found.leaning)
            if number not in known:
                leaning = before._debts.settled(found.leaning)
                known[number] = (leaning, not leaning & changed)
            leaning, holds = known[number]
            if holds:
                self._kept[key] = found if leaning is found.leaning else _Answer(found.value, leaning, found.how)

    def finished(self) -> bool:
        """Let go what a later state cannot take over, and say whether it can take over the rest."""
        self._before = {}
        if self._noting == "asked":
            return True
        self._kept, self._assumed, self._leanings = {}, {}, {}
        return False

    def known(self, key: Key) -> Any:
        """The answer to a question that was asked before, else None."""
        found = self._kept.get(key)
        if found is None:
            return None
        self._noted |= found.leaning
        self._asked.append(key)
        return found.value

    def leaning(self, key: Key) -> int:
        """What the answer to a question leans on; no question may be open."""
        found = self._debts.settled(self._kept[key].leaning)
        return self._leanings.setdefault(found, found)

    def note(self, bits: int) -> None:
        """The question at hand leans on some modules or names as well."""
        if self._noting != "nothing":
            self._noted |= bits
            self._direct |= bits

    def once(self, key: Key, nothing: _T, answer: Callable[..., _T]) -> _T:
        """The answer to a question.

        Args:
            key: the question: what is asked, and about what.
            nothing: the answer where nothing is known.
            answer: finds out: takes the asker and what the question is about.
        """
        found: _T
        if key in self._kept:
            found = self.known(key)
        else:
            self._asked.append(key)
            if key in self._provisional:
                found = self._provisionally(key)
            elif self._may_ask(key):
                found = self._answered(key, nothing, answer)
            else:
                found, leaning = self._assumed.get(key, (nothing, NOTHING))
                self._noted |= leaning
        return found

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

    def _answered(self, key: Key, nothing: _T, answer: Callable[..., _T]) -> _T:
        depth = self._open[key] = len(self._open)
        outer, around, direct, asked = self._leans_on, self._noted, self._direct, self._asked
        value: _T
        try:
            earlier = self._verified(key) if self._before else None
            if earlier is not None:
                value, how = earlier.value, earlier.how
            else:
                self._begin(key)
                value = self._rounds(key, depth, nothing, answer)
                how = self._how(nothing, answer)
        finally:
            del self._open[key]
        if depth in self._waiting:
            self._forget(depth)
        leaning = self._leanings.setdefault(self._noted, self._noted)
        if self._leans_on >= depth:
            self._kept[key] = _Answer(value, leaning, how)
            self._leans_on = outer
        else:
            leaning = self._keep_for_now(key, value, leaning, how)
            self._leans_on = min(self._leans_on, outer)
        if depth == 0:
            self._debts.answered(leaning)
        self._noted, self._direct, self._asked = around | leaning, direct, asked
        return value

    def _begin(self, key: Key) -> None:
        """Nothing is noted yet of a question."""
        self._leans_on = _NOTHING_OPEN
        self._noted = self._direct = _own(key) if self._noting != "nothing" else NOTHING
        self._asked = self._list()

    def _list(self) -> MutableSequence[Key]:
        return [] if self._noting == "asked" else self._nowhere

    def _how(self, nothing: object, answer: Callable[..., object]) -> _How | None:
        if self._noting != "asked":
            return None
        circular = self._leans_on != _NOTHING_OPEN
        return _How(self._direct, None if circular else tuple(dict.fromkeys(self._asked)), nothing, answer)

    def _verified(self, key: Key) -> _Answer | None:
        """The answer of the earlier state, where the same was asked for it as now and is answered alike.

        The questions are asked in their order, so that each is about what the ones before have answered, and none about what is no
        more.
        """
        earlier = self._before.get(key)
        if earlier is None or earlier.how is None or earlier.how.asked is None:
            return None
        if earlier.how.direct & self._changed:
            return None
        self._begin(key)
        self.note(earlier.how.direct)
        alike = all(self._is_answered_alike(asked) for asked in earlier.how.asked)
        return earlier if alike and self._leans_on == _NOTHING_OPEN else None

    def _is_answered_alike(self, key: Key) -> bool:
        earlier = self._before.get(key)
        # A unit of a module that has changed is one of old: there is another in its place now, or none.
        if earlier is None or earlier.how is None or _own(key) & self._changed:
            return False
        now = self.once(key, earlier.how.nothing, earlier.how.answer)
        return now is earlier.value or bool(now == earlier.value)

    def _rounds(self, key: Key, depth: int, nothing: _T, answer: Callable[..., _T]) -> _T:
        """The answer; at the outermost question of a cycle the last of several, each of which knows the one before."""
        asker, about = self._asker, key[1:]
        found = answer(asker, *about)
        for _ in range(_MOST_ROUNDS):
            if self._leans_on != depth or not _adds(found, self._assumed.get(key, (nothing, NOTHING))[0]):
                break
            self._assumed[key] = (found, self._noted)
            self._forget(depth)
            self._leans_on = _NOTHING_OPEN
            found = answer(asker, *about)
        return found

    def _may_ask(self, key: Key) -> bool:
        """Whether a question is new; a cycle makes every answer up to where it closes a provisional one."""
        if key in self._open:
            self._leans_on = min(self._leans_on, self._open[key])
            return False
        if len(self._open) > _DEEPEST:
            self._leans_on = 0
            self._noted |= LIMITED
            return False
        return True

    def _keep_for_now(self, key: Key, value: object, leaning: int, how: _How | None) -> int:
        tries = self._tries[key] = self._tries.get(key, 0) + 1
        if tries >= _MOST_TRIES:
            leaning |= self._debts.owe()
            self._kept[key] = _Answer(value, leaning, how)
        else:
            self._assumed[key] = (value, leaning)
            self._provisional[key] = (value, self._leans_on)
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
