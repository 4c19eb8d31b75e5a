"""What may be kept between two runs: facts under what they were made of, digests under what the file system says of a file."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from archcheck.model.inputs import digest, is_quiet, signature


class Kept(Protocol):
    """A place for bytes. It may forget whatever it likes."""

    @property
    def lasts(self) -> bool:
        """Whether anything in it outlives the run."""

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

    lasts = False

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
        self.used: dict[str, tuple[str, bytes]] = {}
        """Signature and digest of every file that was asked for; the signature is that of before it was read."""

    def of(self, path: str) -> tuple[bytes, bytes | None]:
        """A file's digest, and its content where it had to be read.

        Raises:
            OSError: it cannot be read.
        """
        known = self._known.get(path)
        if known is not None and known[0] == signature(Path(path).stat()):
            self.used[path] = known
            return known[1], None
        now = time.time_ns()
        before = Path(path).stat()
        content = Path(path).read_bytes()
        found = digest(content)
        self.used[path] = (signature(before), found)
        if is_quiet(before, now):
            self._new[path] = self.used[path]
        return found, content

    def save(self) -> None:
        """Keep what was found out."""
        self._kept.see(self._new)
