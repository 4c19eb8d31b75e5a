"""What a result was made from: everything outside archcheck that it depends on, so that it can be told whether it still holds."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

# A file that was changed less than this before it was read may change again within one tick of a coarse clock.
_QUIET = 2_000_000_000
DIGEST_BYTES = 20


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk over directories.

    Attributes:
        directory: where it starts, absolute.
        exclude: globs that it leaves out.
        digest: of the names that it finds.
    """

    directory: str
    exclude: tuple[str, ...]
    digest: bytes


@dataclass(frozen=True, slots=True)
class Glob:
    """A glob in a directory, and the digest of what it matches."""

    directory: str
    pattern: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """A path of which it matters where it leads and whether there is something, but not what it holds.

    Attributes:
        path: absolute.
        state: the path without links, and the kind of thing that is there.
    """

    path: str
    state: str


@dataclass(frozen=True, slots=True)
class History:
    """The state of the git repository around a directory: what is checked out and what is staged."""

    directory: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class Files:
    """Files by column, since there may be tens of thousands.

    Attributes:
        paths: absolute.
        states: what is at each of them: the digest of its content, and where a link leads; or why it cannot be read.
        signatures: what the file system said of each when that was found out; empty where that proves nothing.
    """

    paths: tuple[str, ...] = ()
    states: tuple[bytes, ...] = ()
    signatures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that a result depends on.

    Attributes:
        sources: files that are found by a walk, so that no directory above them is a link.
        files: other files; those that are looked for and are not there are among them.
        walks: over directories.
        globs: in directories.
        places: paths of which it matters where they lead.
        histories: states of repositories.
        today: the date, where it matters; else an empty string.
    """

    sources: Files
    files: Files
    walks: tuple[Walk, ...] = ()
    globs: tuple[Glob, ...] = ()
    places: tuple[Place, ...] = ()
    histories: tuple[History, ...] = ()
    today: str = ""


def digest(content: bytes) -> bytes:
    """What stands for a content."""
    return blake2b(content, digest_size=DIGEST_BYTES).digest()


def digest_of_names(names: Iterable[str]) -> bytes:
    """What stands for a set of names, in whatever order they come."""
    return digest("\0".join(sorted(names)).encode("utf-8", "surrogateescape"))


def signature(stat: os.stat_result) -> str:
    """What the file system says of a file: as long as it is the same, so is the file."""
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"


def is_quiet(stat: os.stat_result, now: int) -> bool:
    """Whether a file had not been changed for a while, so that the next change will show in its signature.

    Args:
        stat: of the file.
        now: nanoseconds since 1970, taken before ``stat``.
    """
    return max(stat.st_mtime_ns, stat.st_ctime_ns) + _QUIET < now
