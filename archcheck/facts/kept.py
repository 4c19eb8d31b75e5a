"""What may be kept between two runs: facts under what they were made of, digests under what the file system says of a file."""

import os
import time
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

# A file that was changed less than this before it was read may change again within one tick of a coarse clock.
_QUIET = 2_000_000_000


class Kept(Protocol):
    """A place for bytes that outlive the run. It may forget whatever it likes."""

    def values(self, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """Those that are there."""

    def keep(self, entries: Mapping[bytes, bytes]) -> None:
        """Take in some."""

    def seen(self, paths: Sequence[str]) -> Mapping[str, tuple[str, bytes]]:
        """Signature and digest of those files that are known."""

    def see(self, files: Mapping[str, tuple[str, bytes]]) -> None:
        """Take in signature and digest of some files."""


class Nothing:
    """Keeps nothing."""

    def values(self, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """None is there."""
        return {}

    def keep(self, entries: Mapping[bytes, bytes]) -> None:
        """Forgotten at once."""

    def seen(self, paths: Sequence[str]) -> Mapping[str, tuple[str, bytes]]:
        """None is known."""
        return {}

    def see(self, files: Mapping[str, tuple[str, bytes]]) -> None:
        """Forgotten at once."""


def digest(content: bytes) -> bytes:
    """What stands for a content."""
    return blake2b(content, digest_size=20).digest()


class Digests:
    """Digests of files: from their stat where that proves that nothing has changed, else from their content."""

    def __init__(self, kept: Kept, paths: Sequence[str]) -> None:
        """Look up what is known of some files.

        Args:
            kept: what was kept.
            paths: absolute.
        """
        self._kept = kept
        self._known = kept.seen(paths)
        self._new: dict[str, tuple[str, bytes]] = {}

    def of(self, path: str) -> tuple[bytes, bytes | None]:
        """A file's digest, and its content where it had to be read.

        Raises:
            OSError: it cannot be read.
        """
        known = self._known.get(path)
        if known is not None and known[0] == _signature(Path(path).stat()):
            return known[1], None
        now = time.time_ns()
        before = Path(path).stat()
        content = Path(path).read_bytes()
        found = digest(content)
        if max(before.st_mtime_ns, before.st_ctime_ns) + _QUIET < now:
            self._new[path] = (_signature(before), found)
        return found, content

    def save(self) -> None:
        """Keep what was found out."""
        self._kept.see(self._new)


def _signature(stat: os.stat_result) -> str:
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"
