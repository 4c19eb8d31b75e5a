"""The files of the checked project and what each of them is."""

from dataclasses import dataclass
from typing import Literal

Fate = Literal["module", "unread", "shadowed", "unimportable"]


@dataclass(frozen=True, slots=True, order=True)
class SourceFile:
    """One Python file below an import root.

    Attributes:
        path: POSIX path relative to the working directory; what reports show.
        absolute: absolute path, for reading.
        module: dotted name, as an import would spell it (best effort where unimportable).
        is_package: whether it is an ``__init__.py``.
        fate: ``module``; ``unread`` (cannot be read or parsed); ``shadowed`` (``a.py`` beside ``a/``);
            ``unimportable`` (a name that no import can spell).
        reason: why the fate is not ``module``; empty otherwise.
        line: line of the syntax error, or 0.
    """

    path: str
    absolute: str
    module: str
    is_package: bool
    fate: Fate = "module"
    reason: str = ""
    line: int = 0
