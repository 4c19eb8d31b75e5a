"""Where a repository says who owns its files: its root, and its CODEOWNERS."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 3_000_000
"""What GitHub reads; a larger file means nothing to it."""

PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
_GITLAB = ".gitlab-ci.yml"
_GIT = ".git"


@dataclass(frozen=True, slots=True)
class OwnersFile:
    """A CODEOWNERS that was read.

    Attributes:
        root: the repository, absolute; patterns are relative to it.
        path: the file, relative to the root.
        text: its text; what is no UTF-8 in it is replaced.
        host: ``github`` or ``gitlab`` where its place says so, or an empty string.
    """

    root: Path
    path: str
    text: str
    host: str


def find_codeowners(directory: Path) -> OwnersFile | None:
    """The CODEOWNERS of the repository that a directory belongs to; None where there is none that can be read.

    A link that leads out of the repository is not followed.
    """
    root = repository(directory)
    for place in PLACES:
        path = root / place
        try:
            if not path.is_file() or not path.resolve().is_relative_to(root):
                continue
            with path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except OSError:
            continue
        if len(data) <= MOST_BYTES:
            return OwnersFile(root, place, data.decode("utf-8-sig", "replace"), _host(root, place))
    return None


def repository(directory: Path) -> Path:
    """The nearest directory above that git keeps, else the directory itself."""
    here = directory.resolve()
    return next((folder for folder in (here, *here.parents) if (folder / _GIT).exists()), here)


def sought(directory: Path) -> Iterator[Path]:
    """Every path that is looked at to find the CODEOWNERS of a directory."""
    here = directory.resolve()
    yield from (folder / _GIT for folder in (here, *here.parents))
    root = repository(here)
    yield from (root / place for place in (*PLACES, _GITLAB))


def _host(root: Path, place: str) -> str:
    folder = place.partition("/")[0]
    if folder in (".github", ".gitlab"):
        return folder[1:]
    return "gitlab" if (root / _GITLAB).is_file() else ""
