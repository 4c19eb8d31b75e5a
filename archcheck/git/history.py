"""The line of commits that led to where a repository is, and the names that files had before."""

import datetime
import os
from collections.abc import Mapping
from dataclasses import dataclass

from archcheck.git.command import GitFailed, failed, run
from archcheck.git.repository import Repository

_ALIKE = "50%"
_MOST_RENAMES = 10_000


@dataclass(frozen=True, slots=True, order=True)
class Commit:
    """One commit.

    Attributes:
        time: when it was committed, UTC.
        revision: its full name.
    """

    time: datetime.datetime
    revision: str


def since_commit(repository: Repository, revision: str, place: str) -> list[Commit]:
    """A commit and those after it up to the one that is checked out, oldest first.

    Of each merge the first parent is followed: what came in by it counts from the day that it came in.

    Args:
        repository: the repository.
        revision: as the user wrote it.
        place: where it was written, for messages.

    Raises:
        UserError: there is no such commit.
    """
    first = repository.commit(revision, place)
    return [*_listed(repository, place, "--max-count=1", first), *_listed(repository, place, f"{first}..HEAD")]


def since_date(repository: Repository, date: datetime.datetime, place: str) -> list[Commit]:
    """The commits from a moment on, oldest first; see ``since_commit``."""
    return [commit for commit in _listed(repository, place, "HEAD") if commit.time >= date]


def renamed_since(repository: Repository, former: str) -> Mapping[str, str]:
    """Present paths by former ones of the Python files that git takes for renamed between a commit and what is staged.

    Paths are relative to the root. Nothing is renamed where the commit is not there. The work tree is not read, since that would run
    its filters.
    """
    options = ("-z", f"--find-renames={_ALIKE}", f"-l{_MOST_RENAMES}", "--diff-filter=R", "--no-ext-diff")
    try:
        found = run(repository.root, "diff-index", "--cached", *options, "--end-of-options", former)
    except GitFailed:
        return {}
    fields = [os.fsdecode(field) for field in found.split(b"\0")]
    pairs = zip(fields[1::3], fields[2::3], strict=False)
    return {old: new for old, new in pairs if new.endswith(".py")}


def commits_on(repository: Repository, path: str, most: int) -> list[str]:
    """The last commits that have changed a file, by its path from the root, newest first; none where there is no commit."""
    try:
        found = run(repository.root, "rev-list", f"--max-count={most}", "HEAD", "--", path)
    except GitFailed:
        return []
    return found.decode("ascii").split()


def _listed(repository: Repository, place: str, *which: str) -> list[Commit]:
    try:
        found = run(repository.root, "rev-list", "--first-parent", "--reverse", "--timestamp", *which, "--")
    except GitFailed as error:
        raise failed(place, error) from error
    pairs = (line.split() for line in found.decode("ascii").splitlines())
    return [Commit(datetime.datetime.fromtimestamp(int(time), datetime.UTC), name) for time, name in pairs]
