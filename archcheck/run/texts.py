"""Source text of the checked files, for excerpts and expressions; positions are those of the facts."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from archcheck.facts.text import UnreadableSource, decoded
from archcheck.model.source import SourceFile

KEPT = 256


class Texts:
    """The text of files by their shown path; a file that cannot be read any more is empty."""

    def __init__(self, files: Iterable[SourceFile], written: Mapping[str, str] | None = None) -> None:
        """Keep where the files are; ``written`` are texts by path that stand for those on disk."""
        self._absolute = {file.path: file.absolute for file in files}
        self._written = dict(written or {})
        self._cached = lru_cache(maxsize=KEPT)(self._read)

    def text(self, path: str) -> str:
        """The whole text of a file."""
        return self._written[path] if path in self._written else self._cached(path)

    def line(self, path: str, number: int) -> str | None:
        """One line without its end, or None where there is none."""
        lines = self.text(path).split("\n")
        return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else None

    def _read(self, path: str) -> str:
        file = Path(self._absolute.get(path, ""))
        if not file.is_file():
            # A pipe that calls itself a Python file would never end.
            return ""
        try:
            return decoded(file.read_bytes()).decode("utf-8", "replace")
        except (OSError, UnreadableSource):
            return ""
