"""The files as they lie on disk."""

import os
from collections.abc import Iterator
from pathlib import Path


class Disk:
    """The ``Tree`` of the file system."""

    def entries(self, directory: str) -> Iterator[tuple[str, bool]]:
        """See ``Tree``; a directory that cannot be read is empty."""
        try:
            found = list(os.scandir(directory))
        except OSError:
            return
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                yield entry.name, True
            elif not (entry.is_symlink() and Path(entry.path).is_dir()):
                yield entry.name, False

    def is_directory(self, path: str) -> bool:
        """See ``Tree``."""
        return Path(path).is_dir()

    def is_readable(self, path: str) -> bool:
        """See ``Tree``."""
        return os.access(path, os.R_OK) and Path(path).is_file()

    def read(self, path: str) -> bytes:
        """See ``Tree``."""
        return Path(path).read_bytes()
