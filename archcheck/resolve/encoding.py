"""A state of the project as bytes, for a later run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from archcheck.resolve.ledger import Held, Question, State

_FORMAT = 1


class _Encoded(msgspec.Struct, array_like=True):
    """A state: what answers lean on is numbered, since many lean on the same."""

    format: int
    files: dict[str, tuple[str, bool, bytes]]
    vocabulary: dict[str, tuple[str, ...]]
    numbers: dict[str, int]
    leanings: list[bytes]
    answers: dict[str, msgspec.Raw]


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(_Encoded)


def encoded(state: State) -> bytes:
    """The state as bytes."""
    numbers: dict[int, int] = {}
    by_question: dict[str, dict[str, list[tuple[int, int, object]]]] = {}
    for (question, path), answers in state.answers.items():
        rows = [
            (index, numbers.setdefault(leaning, len(numbers)), answer) for index, (answer, leaning) in answers.items()
        ]
        by_question.setdefault(question, {})[path] = rows
    return _ENCODER.encode(
        _Encoded(
            _FORMAT,
            {path: (held.module, held.is_package, held.digest) for path, held in state.files.items()},
            {kind: tuple(sorted(names)) for kind, names in state.vocabulary.items()},
            dict(state.numbers),
            [leaning.to_bytes((leaning.bit_length() + 7) // 8, "little") for leaning in numbers],
            {question: msgspec.Raw(_ENCODER.encode(paths)) for question, paths in by_question.items()},
        )
    )


def decoded(data: bytes, questions: Sequence[Question[Any]]) -> State | None:
    """The state that was encoded; None where it cannot be read.

    Args:
        data: the bytes.
        questions: those whose answers are wanted.
    """
    try:
        found = _DECODER.decode(data)
        if found.format != _FORMAT:
            return None
        leanings = [int.from_bytes(each, "little") for each in found.leanings]
        answers: dict[tuple[str, str], Mapping[int, tuple[object, int]]] = {}
        for question in questions:
            rows = _rows(question, found.answers[question.name]) if question.name in found.answers else {}
            for path, of_path in rows.items():
                answers[question.name, path] = {index: (answer, leanings[number]) for index, number, answer in of_path}
    except (msgspec.MsgspecError, IndexError):
        return None
    files = {path: Held(*held) for path, held in found.files.items()}
    return State(files, {kind: frozenset(names) for kind, names in found.vocabulary.items()}, answers, found.numbers)


def _rows(question: Question[Any], data: msgspec.Raw) -> dict[str, list[tuple[int, int, Any]]]:
    decoder = msgspec.msgpack.Decoder(dict[str, list[tuple[int, int, question.type]]])  # type: ignore[name-defined]
    found: dict[str, list[tuple[int, int, Any]]] = decoder.decode(data)
    return found
