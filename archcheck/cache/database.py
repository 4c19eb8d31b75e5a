"""The cache's one file: sqlite, shared by as many runs as like to, valid whenever a run is killed.

Entries are bytes under keys that name all that they were made of, or hold the digests of it, so that none is ever taken for newer than it is; what is
not used for a month goes.
A file that cannot be read as what it should be is thrown away: it is a cache.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

FILE = "cache-1.sqlite"
DAY = 86_400
KEPT_DAYS = 30
# How old the mark of the last use may grow; marking every entry on every run would write more than it saves.
_MARKED_DAYS = 7
_WAIT = 10.0
_CIRCUMSTANCES = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
    }
)
_AT_ONCE = 500

_TABLES = """
CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, value BLOB NOT NULL, day INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS seen (path TEXT PRIMARY KEY, stat TEXT NOT NULL, digest BLOB NOT NULL, day INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS cleaned (day INTEGER NOT NULL);
"""

Seen: TypeAlias = tuple[str, bytes]
"""What tells that a file has not changed, and the digest of its content."""
_Row: TypeAlias = tuple[Any, ...]
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a cache holds.

    Attributes:
        entries: how many.
        files: how many files it knows by their stat.
        size: bytes on disk.
    """

    entries: int
    files: int
    size: int


class Database:
    """One open cache. No method raises what sqlite raises: a cache that fails holds nothing and keeps nothing.

    Attributes:
        folder: the cache's directory.
    """

    lasts = True

    def __init__(self, folder: Path, today: int | None = None) -> None:
        """Open the file of a directory, and make it where it is missing.

        Args:
            folder: the cache's directory.
            today: days since 1970, for tests.
        """
        self.folder = folder
        self._file = folder / FILE
        self._today = int(time.time()) // DAY if today is None else today
        self._connection = self._opened()

    def values(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The entries of some keys, as many as there are."""
        found: dict[bytes, bytes] = {}
        stale: list[bytes] = []
        for part in _parts(keys):
            marks = ",".join("?" * len(part))
            rows = self._rows(f"SELECT key, value, day FROM entries WHERE key IN ({marks})", part)
            found.update((key, value) for key, value, _ in rows)
            stale += [key for key, _, day in rows if day < self._today - _MARKED_DAYS]
        self._write("UPDATE entries SET day = ? WHERE key = ?", [(self._today, key) for key in stale])
        return found

    def keep(self, entries: Mapping[bytes, bytes]) -> None:
        """Take in some entries, all or none of them."""
        rows = [(key, value, self._today) for key, value in entries.items()]
        self._write("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", rows)

    def seen(self, paths: Sequence[str]) -> dict[str, Seen]:
        """What is known of some files."""
        found: dict[str, Seen] = {}
        for part in _parts(paths):
            marks = ",".join("?" * len(part))
            rows = self._rows(f"SELECT path, stat, digest FROM seen WHERE path IN ({marks})", part)
            found.update((path, (stat, digest)) for path, stat, digest in rows)
        return found

    def see(self, files: Mapping[str, Seen]) -> None:
        """Take in what is known of some files."""
        rows = [(path, stat, digest, self._today) for path, (stat, digest) in files.items()]
        self._write("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)", rows)

    def counts(self) -> tuple[int, int]:
        """How many entries and how many known files."""
        entries = self._rows("SELECT count(*) FROM entries", ())
        files = self._rows("SELECT count(*) FROM seen", ())
        return (entries[0][0] if entries else 0, files[0][0] if files else 0)

    def close(self) -> None:
        """Let old entries go, at most once a day, and close the file."""
        if self._connection is None:
            return
        if not self._rows("SELECT day FROM cleaned WHERE day >= ?", (self._today,)):
            self._clean()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _clean(self) -> None:
        last = (self._today - KEPT_DAYS,)
        self._write("DELETE FROM entries WHERE day < ?", [last])
        self._write("DELETE FROM seen WHERE day < ?", [last])
        self._write("DELETE FROM cleaned WHERE day < ?", [(self._today,)])
        self._write("INSERT INTO cleaned VALUES (?)", [(self._today,)])

    def _opened(self) -> sqlite3.Connection | None:
        for _ in range(2):
            try:
                return self._connected()
            except sqlite3.Error as error:
                if _passes(error):
                    return None
                _remove(self._file)
        return None

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._file, timeout=_WAIT, check_same_thread=False)
        try:
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA auto_vacuum = FULL")
            connection.executescript(_TABLES)
        except BaseException:
            connection.close()
            raise
        return connection

    def _rows(self, query: str, values: Sequence[str | bytes | int]) -> list[_Row]:
        return self._forgiving(lambda connection: connection.execute(query, values).fetchall(), [])

    def _write(self, statement: str, rows: Sequence[_Row]) -> None:
        if rows:
            self._forgiving(lambda connection: _transaction(connection, statement, rows), None)

    def _forgiving(self, work: Callable[[sqlite3.Connection], _Found], otherwise: _Found) -> _Found:
        """Locked, full or read-only: as if there were no cache. Anything else is no cache of ours: away with it."""
        if self._connection is None:
            return otherwise
        try:
            return work(self._connection)
        except sqlite3.Error as error:
            if not _passes(error):
                self._connection.close()
                _remove(self._file)
                self._connection = self._opened()
            return otherwise


def contents(folder: Path) -> Contents:
    """What the cache of a directory holds; nothing where there is none."""
    file = folder / FILE
    if not file.is_file():
        return Contents(0, 0, 0)
    database = Database(folder)
    entries, files = database.counts()
    database.close()
    return Contents(entries, files, file.stat().st_size)


def remove(folder: Path) -> None:
    """Remove the cache of a directory, whoever uses it; the directory stays.

    Raises:
        OSError: it cannot be removed.
    """
    _remove(folder / FILE)


def _passes(error: sqlite3.Error) -> bool:
    """Whether an error speaks of the circumstances, and not of what the file holds."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _CIRCUMSTANCES


def _transaction(connection: sqlite3.Connection, statement: str, rows: Sequence[_Row]) -> None:
    with connection:
        connection.executemany(statement, rows)


def _remove(file: Path) -> None:
    """The journal first: left alone, it would be played back into the next file of that name."""
    file.with_name(f"{file.name}-journal").unlink(missing_ok=True)
    file.unlink(missing_ok=True)


def _parts(keys: Sequence[_Found]) -> Iterator[Sequence[_Found]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
