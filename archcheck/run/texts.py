"""Source text of the checked files, for excerpts and expressions; positions are those of the facts."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from archcheck.facts.text import UnreadableSource, decoded
from archcheck.model.source import SourceFile
from archcheck.model.tree import Tree
from archcheck.sources.disk import Disk

KEPT = 256


class Texts:
    """The text of files by their shown path; a file that cannot be read any more is empty."""

    def __init__(
        self, files: Iterable[SourceFile], written: Mapping[str, str] | None = None, tree: Tree | None = None
    ) -> None:
        """Read nothing yet.

        Args:
            files: whose text may be asked for.
            written: texts by path that stand for those where the files come from.
            tree: where they come from; by default the disk.
        """
        self._tree = tree or Disk()
        self._absolute = {file.path: file.absolute for file in files}
        self._written = dict(written or {})
        self._cached = lru_cache(maxsize=KEPT)(self._read)
        self._split = lru_cache(maxsize=KEPT)(self._lines)

    def text(self, path: str) -> str:
        """The whole text of a file."""
        return self._written[path] if path in self._written else self._cached(path)

    def lines(self, path: str) -> Sequence[str]:
        """The lines of a file, without the line feeds; split once, since many places of a file may be asked for."""
        return self._split(path)

    def line(self, path: str, number: int) -> str | None:
        """One line without its end, or None where there is none."""
        lines = self.lines(path)
        return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else None

    def _lines(self, path: str) -> list[str]:
        return self.text(path).split("\n")

    def _read(self, path: str) -> str:
        absolute = self._absolute.get(path, "")
        if not self._tree.is_readable(absolute):
            # A pipe that calls itself a Python file would never end.
            return ""
        try:
            return decoded(self._tree.read(absolute)).decode("utf-8", "replace")
        except (OSError, UnreadableSource):
            return ""
