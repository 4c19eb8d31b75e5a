"""A repository: where it is, and which commit a name means."""

import difflib
import os
from dataclasses import dataclass
from pathlib import Path

from archcheck.git.command import GitFailed, run
from archcheck.model.errors import user_error

_SHALLOW = (
    "this clone is shallow: git fetch --unshallow brings the rest (on GitHub, fetch-depth: 0 of actions/checkout)"
)
_MOST_REFS = 5_000


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository with a work tree.

    Attributes:
        root: the top directory of the work tree, absolute, symbolic links resolved.
    """

    root: Path

    def commit(self, revision: str, place: str) -> str:
        """The full name of the commit that a revision means.

        Args:
            revision: as the user wrote it: a branch, a tag, a hash, ``HEAD~3`` …
            place: where it was written, for the message.

        Raises:
            UserError: there is no such commit here.
        """
        found = self._found(revision)
        if found is None:
            problem = f"there is no commit {revision!r} in this repository"
            raise user_error(place, problem, self._remedy(revision))
        return found

    def head(self) -> str | None:
        """The commit that is checked out; None before the first one."""
        return self._found("HEAD")

    def is_shallow(self) -> bool:
        """Whether the history is cut off."""
        return run(self.root, "rev-parse", "--is-shallow-repository").strip() == b"true"

    def _found(self, revision: str) -> str | None:
        try:
            found = run(self.root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        except (GitFailed, ValueError):
            return None
        return found.decode("ascii").strip()

    def _remedy(self, revision: str) -> str:
        listed = run(self.root, "for-each-ref", f"--count={_MOST_REFS}", "--format=%(refname:short)")
        names = listed.decode("utf-8", "replace").split("\n")
        close = [name for name in names if name.endswith(f"/{revision}")][:3]
        close = close or difflib.get_close_matches(revision, names, n=2)
        parts = [f"did you mean {' or '.join(close)}?" if close else "", _SHALLOW if self.is_shallow() else ""]
        return " ".join(part for part in parts if part) or "git log lists the commits"


def find_repository(directory: Path, place: str) -> Repository:
    """The repository that a directory belongs to.

    Args:
        directory: anywhere in it.
        place: what asks for it, for the message.

    Raises:
        UserError: there is none, or git does not trust it.
    """
    try:
        found = run(directory, "rev-parse", "--show-toplevel")
    except GitFailed as error:
        raise user_error(place, f"needs a git repository: {error.said}", "run it in one") from error
    return Repository(Path(os.fsdecode(found.removesuffix(b"\n"))).resolve())
