"""Where files come from: the disk, or one state of a repository."""

from collections.abc import Iterator
from typing import Protocol


class Tree(Protocol):
    """Files by their absolute POSIX paths; what is not there raises ``FileNotFoundError``."""

    def entries(self, directory: str) -> Iterator[tuple[str, bool]]:
        """Names in a directory, each with whether it is a directory itself (links to directories are none).

        Links to files are listed, links to directories are not.
        """

    def is_directory(self, path: str) -> bool:
        """Whether there is a directory."""

    def is_readable(self, path: str) -> bool:
        """Whether there is a file that can be read, links followed."""

    def read(self, path: str) -> bytes:
        """The content of a file.

        Raises:
            OSError: it cannot be read.
        """
