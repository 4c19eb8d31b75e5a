"""What an answer leans on, as the bits of one number: the modules that were looked into, and the names that were asked for.

A name counts whether or not anything goes by it, since a change elsewhere may bring it. Two names, and in very large projects two
modules, may have one bit: then one answer too many is sought again, never one too few.
"""

from __future__ import annotations

from typing import Literal, TypeAlias
from zlib import crc32

Kind: TypeAlias = Literal[
    "module",
    "class",
    "method",
    "holder",
    "decorated",
    "subclass",
    "store",
    "put",
    "call",
    "argument",
    "relation",
    "sent",
]
"""What the whole project may be asked for by name."""
NOTHING = 0
_NAMES = 2048
_MODULES = 4096
LIMITED = 1 << (_NAMES + _MODULES)
"""Nothing to lean on, but the mark of an answer for which a question was left open because too many others were."""
_WIDTH = _NAMES + _MODULES + 1


def module_bit(number: int) -> int:
    """The bit of a module, by its number."""
    return 1 << (_NAMES + number % _MODULES)


def name_bit(kind: Kind, name: str) -> int:
    """The bit of what goes by a name among things of one kind."""
    return 1 << (crc32(f"{kind}:{name}".encode("utf-8", "surrogatepass")) % _NAMES)


class Debts:
    """Answers that were kept before the question around them was answered: they lean on whatever that one does.

    Each such question has a bit of its own, which is replaced by what it leaned on when that is known.
    """

    def __init__(self) -> None:
        self._owed: list[int] = []
        self._open = NOTHING

    def owe(self) -> int:
        """The bit of the question that is open now."""
        if not self._open:
            self._open = 1 << (_WIDTH + len(self._owed))
            self._owed.append(NOTHING)
        return self._open

    def answered(self, leaning: int) -> None:
        """The question that was open is answered."""
        if self._open:
            self._owed[-1] = leaning & ~self._open
            self._open = NOTHING

    def settled(self, leaning: int) -> int:
        """The same without debts."""
        while owing := leaning >> _WIDTH:
            last = owing.bit_length() - 1
            leaning = (leaning & ~(1 << (_WIDTH + last))) | self._owed[last]
        return leaning
