"""Questions asked side by side: copies of this process take a part each, and send back what they were answered.

Types lead through the whole project, so every copy finds out again what all parts need; what is left is divided. That it does not matter
to the resolver who asks first makes the answers the same.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from functools import partial
from itertools import groupby
from typing import Any, TypeAlias

from archcheck.facts.copies import POSSIBLE, copy, received
from archcheck.resolve.encoding import decoded, encoded
from archcheck.resolve.ledger import Ledger, Question, State
from archcheck.resolve.unit import Unit

Asked: TypeAlias = tuple[Question[Any], Unit]

# Nodes of the syntax tree; below so many what is found out twice costs more than is divided.
_FEW = 40_000
_MOST = 4
# So many seconds after this process has done its part a copy may go on.
_PATIENCE = 60.0


def ask_side_by_side(ledger: Ledger, asked: Sequence[Asked], workers: int) -> None:
    """Have a ledger know the answers to some questions, or most of them: what a copy did not bring is there to be asked.

    Args:
        ledger: asks the questions that it has no answer to.
        asked: the questions, in the order of the code, so that what belongs together is asked together.
        workers: how many processes may be at work.
    """
    parts = _parts([each for each in asked if not ledger.knows(*each)], min(workers, _MOST))
    if not POSSIBLE or len(parts) < 2:
        return
    questions = list({question.name: question for question, _ in asked}.values())
    with ExitStack() as running:
        copies: list[int] = []
        with suppress(OSError):
            copies.extend(running.enter_context(copy(partial(_answers, ledger, part))) for part in parts[1:])
        _ask(ledger, parts[0])
        deadline = time.monotonic() + _PATIENCE
        for reading in copies:
            found = decoded(received(reading, deadline), questions)
            if found is not None:
                ledger.learn(found.answers)


def _parts(asked: Sequence[Asked], workers: int) -> list[list[Asked]]:
    """The questions in parts of about one size, those about one scope together; one part where there are few."""
    of_units = [list(group) for _, group in groupby(asked, key=lambda each: each[1])]
    weights = [len(group) * (1 + len(group[0][1].scope.nodes)) for group in of_units]
    total = sum(weights)
    count = workers if total >= _FEW else 1
    parts: list[list[Asked]] = [[] for _ in range(count)]
    done = 0
    for group, weight in zip(of_units, weights, strict=True):
        parts[done * count // total] += group
        done += weight
    return [part for part in parts if part]


def _ask(ledger: Ledger, asked: Sequence[Asked]) -> None:
    for question, unit in asked:
        ledger.ask(question, unit)


def _answers(ledger: Ledger, asked: Sequence[Asked]) -> bytes:
    """The answers of a copy, without those that have come to a limit: who begins in the middle gets there where others do not."""
    _ask(ledger, asked)
    return encoded(State({}, {}, ledger.answers_to(asked, limited=False), {}))
