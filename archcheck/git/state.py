"""The state that a repository is in: whatever git says of names and renames is the same as long as this is."""

import os
from pathlib import Path

from archcheck.git.command import GitFailed, run
from archcheck.model.errors import UserError
from archcheck.model.inputs import digest


def state(directory: str) -> bytes:
    """A digest of what is checked out and what is staged in the repository around a directory.

    Where there is no repository, or no git, the digest is that of the reason.
    """
    parts: list[bytes] = []
    for question in (("--show-toplevel", "--git-path", "index", "--git-path", "shallow"), ("--verify", "HEAD")):
        try:
            parts.append(run(Path(directory), "rev-parse", *question))
        except (GitFailed, UserError, OSError) as error:
            parts.append(str(error).encode("utf-8", "replace"))
    for name in parts[0].splitlines()[1:]:
        try:
            parts.append(digest((Path(directory) / os.fsdecode(name)).read_bytes()))
        except (OSError, ValueError) as error:
            parts.append(type(error).__name__.encode())
    return digest(b"\0".join(parts))
