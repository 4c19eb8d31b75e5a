"""A result as the cache holds it: what was written where, the exit code, and the inputs that it was made from."""

from dataclasses import dataclass

import msgspec

from archcheck.model.inputs import Inputs


@dataclass(frozen=True, slots=True)
class Written:
    """One rendering of the result.

    Attributes:
        format: ``text``, ``json`` …
        color: whether it is painted.
        width: columns that it was made for.
        text: what was written.
    """

    format: str
    color: bool
    width: int
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a command has written.

    Attributes:
        format: what ``--format`` said, or its default.
        outputs: what ``--output`` said.
        served: formats that the command serves.
        written: the renderings, one for each format and style.
        code: the exit code.
    """

    format: str
    outputs: tuple[str, ...]
    served: tuple[str, ...]
    written: tuple[Written, ...]
    code: int


@dataclass(frozen=True, slots=True)
class Recalled:
    """A result with its inputs."""

    inputs: Inputs
    result: Result


def encoded(recalled: Recalled) -> bytes | None:
    """The bytes for the cache; None where some text is no Unicode, as names of files may be."""
    try:
        return msgspec.msgpack.encode(recalled)
    except UnicodeEncodeError:
        return None


def decoded(data: bytes) -> Recalled | None:
    """What was encoded here or by another run; None where it is anything else."""
    try:
        return msgspec.msgpack.decode(data, type=Recalled)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
