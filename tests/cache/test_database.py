"""The cache keeps what it is given, lets go what is old, and never stands in the way."""

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from archcheck.cache.database import FILE, Contents, Database, contents, remove

KEY, VALUE = b"\0key", b"\xffvalue"


def reopened(folder: Path, today: int | None = None) -> dict[bytes, bytes]:
    database = Database(folder, today)
    found = database.values([KEY])
    database.close()
    return found


def filled(folder: Path, today: int | None = None) -> None:
    database = Database(folder, today)
    database.keep({KEY: VALUE})
    database.see({"/a.py": ("1 2", b"digest")})
    database.close()


def test_what_is_kept_is_there_for_the_next_run(tmp_path: Path) -> None:
    filled(tmp_path)
    assert reopened(tmp_path) == {KEY: VALUE}
    assert Database(tmp_path).seen(["/a.py", "/b.py"]) == {"/a.py": ("1 2", b"digest")}


def test_more_keys_than_sqlite_takes_at_once(tmp_path: Path) -> None:
    database = Database(tmp_path)
    entries = {number.to_bytes(4, "big"): b"%d" % number for number in range(3_000)}
    database.keep(entries)
    assert database.values([*entries, b"other"]) == entries


def test_old_entries_go_and_used_ones_stay(tmp_path: Path) -> None:
    filled(tmp_path, today=100)
    assert reopened(tmp_path, today=125) == {KEY: VALUE}
    assert reopened(tmp_path, today=150) == {KEY: VALUE}
    Database(tmp_path, today=190).close()
    assert reopened(tmp_path, today=190) == {}
    assert contents(tmp_path).files == 0


@pytest.mark.parametrize(
    "content", [b"", b"no database, but longer than its header would be" * 40, b"SQLite format 3\0" + b"\xff" * 9000]
)
def test_a_broken_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert reopened(tmp_path) == {}
    filled(tmp_path)
    assert reopened(tmp_path) == {KEY: VALUE}


def test_a_file_that_breaks_while_it_is_used_is_made_anew(tmp_path: Path) -> None:
    filled(tmp_path)
    database = Database(tmp_path)
    size = (tmp_path / FILE).stat().st_size
    (tmp_path / FILE).write_bytes(b"\xfe" * size)
    assert database.values([KEY]) == {}
    database.keep({KEY: VALUE})
    database.close()
    assert reopened(tmp_path) == {KEY: VALUE}


def test_other_tables_under_the_name_are_made_anew(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute("CREATE TABLE entries (other)")
    connection.close()
    assert reopened(tmp_path) == {}
    filled(tmp_path)
    assert reopened(tmp_path) == {KEY: VALUE}


def test_a_directory_that_cannot_be_written_holds_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "missing")
    database.keep({KEY: VALUE})
    assert database.values([KEY]) == {}
    database.close()


def test_a_writer_that_is_killed_leaves_it_valid(tmp_path: Path) -> None:
    filled(tmp_path)
    code = f"""
import os, sqlite3
connection = sqlite3.connect({str(tmp_path / FILE)!r})
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
for number in range(2000):
    connection.execute("INSERT INTO entries VALUES (?, ?, 1)", (b"k%d" % number, bytes(2000)))
connection.execute("UPDATE entries SET value = x'00'")
os._exit(9)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    assert reopened(tmp_path) == {KEY: VALUE}
    assert contents(tmp_path).entries == 1


def test_many_at_once(tmp_path: Path) -> None:
    def work(number: int) -> None:
        for turn in range(10):
            database = Database(tmp_path)
            database.keep({b"%d %d" % (number, turn): b"x" * 5_000})
            database.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert contents(tmp_path).entries == 60


def test_removed(tmp_path: Path) -> None:
    assert contents(tmp_path) == Contents(0, 0, 0)
    filled(tmp_path)
    assert contents(tmp_path).entries == 1
    remove(tmp_path)
    assert list(tmp_path.iterdir()) == []
