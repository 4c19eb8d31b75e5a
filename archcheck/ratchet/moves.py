"""Findings that only have another name: their file, class or function was renamed or moved."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from archcheck.model.baseline import BaselineEntry, StaleEntry
from archcheck.model.finding import Finding

MoveCertainty = Literal["certain", "likely"]


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
