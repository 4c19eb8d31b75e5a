"""Contents by their hashes, from one ``git cat-file --batch`` that stays open as long as it is asked."""

from pathlib import Path
from types import TracebackType

from archcheck.git.command import start
from archcheck.model.errors import user_error

_REMEDY = "this clone leaves out contents (a partial clone): git fetch --refetch brings all of them"


class Blobs:
    """The contents of a repository; a context manager that ends its process."""

    def __init__(self, root: Path, place: str) -> None:
        """Start the process.

        Args:
            root: the repository.
            place: what asks for the contents, for messages.
        """
        self._place = place
        self._process = start(root, "cat-file", "--batch")

    def __enter__(self) -> "Blobs":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def read(self, blob: str) -> bytes:
        """A content.

        Args:
            blob: its hash, as ``git ls-tree`` gives it.

        Raises:
            UserError: the repository does not have it.
        """
        asked, answers = self._process.stdin, self._process.stdout
        assert asked is not None and answers is not None, "both are pipes"
        asked.write(f"{blob}\n".encode("ascii"))
        asked.flush()
        head = answers.readline().split()
        if len(head) != 3 or head[1] != b"blob":
            raise user_error(self._place, f"the repository lacks the content {blob}", _REMEDY)
        content = answers.read(int(head[2]))
        answers.read(1)
        return content
