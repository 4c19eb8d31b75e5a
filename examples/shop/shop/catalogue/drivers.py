"""A copy of the catalogue in a git repository, for those who print it."""

from git import Repo


class PrintCopy:
    """The copy."""

    def __init__(self, path: str) -> None:
        self._repo = Repo(path)

    def publish(self) -> None:
        self._repo.git.add(all=True)
        self._repo.index.commit("new prices")
