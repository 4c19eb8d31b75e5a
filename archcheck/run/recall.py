"""The unchanged run: a result that was kept is given again where everything that it was made from is as it was.

Nothing that makes results is loaded here: neither the configuration's models nor the engines.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from archcheck.model.inputs import Inputs, digest, digest_of_names, signature
from archcheck.sources.inputs import Read, completed, today, unchanged
from archcheck.store.recalled import Recalled, Result, decoded, encoded

if TYPE_CHECKING:
    from archcheck.facts.kept import Kept

_VERSION = "archcheck result 1"
_PACKAGE = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Run:
    """A run that may be given again.

    Attributes:
        key: stands for what was asked, where, and by which Python with which libraries.
        since: when it began, in nanoseconds since 1970.
    """

    key: bytes
    since: int


def asked(arguments: Sequence[str], style: Sequence[object], since: int) -> Run:
    """The run that a command line asks for.

    Args:
        arguments: all of them.
        style: how stdout is written to.
        since: when the run began.
    """
    python = (sys.implementation.name, sys.version, sys.platform, sys.getfilesystemencoding(), sys.flags.optimize)
    who = os.geteuid() if hasattr(os, "geteuid") else 0
    own = digest_of_names(own_code())
    parts = (_VERSION, tuple(arguments), str(Path.cwd()), tuple(style), who, python, _installed(), str(_PACKAGE), own)
    return Run(digest(repr(parts).encode("utf-8", "backslashreplace")), since)


def recalled(run: Run, kept: "Kept") -> Result | None:
    """The result that was kept of a run, where it still holds."""
    found = kept.values([run.key]).get(run.key)
    known = decoded(found) if found is not None else None
    if known is None:
        return None
    now = unchanged(known.inputs, today().isoformat(), _repository)
    if now is None:
        return None
    if now is not known.inputs:
        _keep(run, kept, Recalled(now, known.result))
    return known.result


def keep(run: Run, kept: "Kept", before: Inputs, read: Read, result: Result) -> None:
    """Keep a result, if nothing was changed while it was made.

    Args:
        run: which run it is of.
        kept: where to.
        before: inputs that were looked at before they were used.
        read: what was read of the project.
        result: what was written.
    """
    own = own_code()
    inputs = completed(before, replace(read, files=[*read.files, *own]), run.since, _repository) if own else None
    if inputs is not None:
        _keep(run, kept, Recalled(inputs, result))


def _keep(run: Run, kept: "Kept", what: Recalled) -> None:
    data = encoded(what)
    if data is not None:
        kept.keep({run.key: data})


def own_code() -> tuple[str, ...]:
    """The files that archcheck consists of, absolute; none where it is not installed as files."""
    return tuple(_files(str(_PACKAGE)))


def own_state() -> bytes | None:
    """What stands for archcheck's own code, as long as that is the same; None where it is not installed as files."""
    files = own_code()
    return digest_of_names(f"{file} {signature(Path(file).stat())}" for file in files) if files else None


def _files(directory: str) -> Iterator[str]:
    try:
        entries = list(os.scandir(directory))
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from _files(entry.path)
        elif not entry.name.endswith(".pyc"):
            yield entry.path


def _repository(directory: str) -> bytes:
    from archcheck.git.state import state

    return state(directory)


def _installed() -> tuple[str, ...]:
    """The libraries that Python finds, with their versions: these are in the names of their directories."""
    found: set[str] = set()
    for folder in sys.path:
        try:
            found.update(each.name for each in Path(folder).iterdir() if each.suffix in (".dist-info", ".egg-info"))
        except OSError:
            continue
    return tuple(sorted(found))
