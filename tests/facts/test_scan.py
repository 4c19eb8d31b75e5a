import gc
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from archcheck.facts.extract import extract
from archcheck.facts.kept import Nothing
from archcheck.facts.scan import Means, scan, scan_contents
from archcheck.model.source import SourceFile
from hypothesis import given
from hypothesis import strategies as st


def written(directory, contents):
    for name, content in contents.items():
        (directory / name).write_bytes(content)
    return [SourceFile(name, str(directory / name), name.removesuffix(".py"), False) for name in contents]


def test_facts_by_path(tmp_path):
    result = scan(written(tmp_path, {"b.py": b"f()", "a.py": b"g()"}))
    assert list(result.facts) == ["b.py", "a.py"]
    assert result.facts["a.py"] == extract(b"g()")


def test_what_cannot_be_read_has_a_reason(tmp_path):
    files = written(tmp_path, {"a.py": b"\n'\xff'", "b.py": b""})
    (tmp_path / "b.py").unlink()
    result = scan(files)
    assert result.facts == {}
    assert result.unread["a.py"][1] == 2
    assert result.unread["b.py"] == ("No such file or directory", 0)


def test_number_of_workers_changes_nothing(tmp_path):
    contents = {f"m{number}.py": f"def f{number}(a: 'é'): return a.b({number})".encode() for number in range(230)}
    contents["bad.py"] = b"'\xff'"
    files = written(tmp_path, contents)
    one, two = scan(files, Means(workers=1)), scan(files, Means(workers=2))
    assert one == two
    assert list(one.facts) == list(two.facts)


def test_progress_counts_every_file(tmp_path):
    seen = []
    scan(written(tmp_path, {"a.py": b"", "b.py": b""}), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


def test_collector_runs_again_behind_a_scan(tmp_path):
    def stop(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scan(written(tmp_path, {"a.py": b""}), progress=stop)
    assert gc.isenabled()


class Kept(Nothing):
    """Keeps in memory, and counts what it is asked to take."""

    def __init__(self):
        self.entries, self.files, self.taken = {}, {}, []

    def values(self, keys):
        return {key: self.entries[key] for key in keys if key in self.entries}

    def keep(self, entries):
        self.entries.update(entries)
        self.taken.append(len(entries))

    def seen(self, paths):
        return {path: self.files[path] for path in paths if path in self.files}

    def see(self, files):
        self.files.update(files)


def test_what_was_kept_is_the_same_and_is_not_made_again(tmp_path):
    files = written(tmp_path, {"a.py": b"f('\xc3\xa9')", "b.py": b"'\xff'", "c.py": b"class C: x: int = 1"})
    kept = Kept()
    cold, warm = scan(files, Means(kept)), scan(files, Means(kept))
    assert cold == warm == scan(files)
    assert kept.taken == [3, 0]


def test_one_changed_file_is_extracted_alone(tmp_path):
    files, kept = written(tmp_path, {"a.py": b"f()", "b.py": b"g()"}), Kept()
    scan(files, Means(kept))
    (tmp_path / "b.py").write_bytes(b"h()")
    assert scan(files, Means(kept)).facts["b.py"] == extract(b"h()")
    assert kept.taken == [2, 1]


def test_equal_contents_are_extracted_once_and_facts_follow_the_content(tmp_path):
    files, kept = written(tmp_path, {"a.py": b"", "b.py": b"", "c.py": b"c()"}), Kept()
    assert list(scan(files, Means(kept)).facts) == ["a.py", "b.py", "c.py"]
    assert kept.taken == [2]
    moved = written(tmp_path, {"d.py": b"c()"})
    assert scan(moved, Means(kept)).facts == {"d.py": extract(b"c()")}
    assert kept.taken == [2, 0]


def test_a_broken_entry_is_made_anew(tmp_path):
    files, kept = written(tmp_path, {"a.py": b"f()"}), Kept()
    scan(files, Means(kept))
    for broken in (b"", b"\xc1", b"\x93\xc0\xc0\xc0", b"\x90"):
        kept.entries = dict.fromkeys(kept.entries, broken)
        assert scan(files, Means(kept)).facts == {"a.py": extract(b"f()")}


def test_a_file_is_read_unless_its_stat_proves_that_it_is_the_same(tmp_path, monkeypatch):
    files, kept = written(tmp_path, {"a.py": b"f()"}), Kept()
    later = time.time_ns() + 3_600_000_000_000
    monkeypatch.setattr("archcheck.facts.kept.time.time_ns", lambda: later)
    scan(files, Means(kept))
    monkeypatch.setattr(Path, "read_bytes", None)
    assert scan(files, Means(kept)).facts == {"a.py": extract(b"f()")}


def test_a_change_that_keeps_size_and_mtime_is_seen(tmp_path, monkeypatch):
    files, kept = written(tmp_path, {"a.py": b"f()"}), Kept()
    before = (tmp_path / "a.py").stat()
    later = time.time_ns() + 3_600_000_000_000
    monkeypatch.setattr("archcheck.facts.kept.time.time_ns", lambda: later)
    scan(files, Means(kept))
    time.sleep(0.02)
    (tmp_path / "a.py").write_bytes(b"g()")
    os.utime(tmp_path / "a.py", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert scan(files, Means(kept)).facts == {"a.py": extract(b"g()")}


def test_a_file_that_has_just_changed_is_not_known_by_its_stat(tmp_path):
    kept = Kept()
    scan(written(tmp_path, {"a.py": b"f()"}), Means(kept))
    assert kept.files == {}


def test_contents_that_are_no_files():
    kept = Kept()
    result = scan_contents({"old/a.py": b"f()", "old/b.py": b"'\xff'"}, Means(kept))
    assert result.facts == {"old/a.py": extract(b"f()")}
    assert list(result.unread) == ["old/b.py"]
    assert len(kept.entries) == 2


def test_any_executor_will_do(tmp_path):
    files = written(tmp_path, {f"m{number}.py": f"a.b({number})".encode() for number in range(60)})
    with ThreadPoolExecutor(3) as executor:
        result = scan(files, Means(executor=executor))
    assert result == scan(files)
    assert list(result.facts) == [file.path for file in files]


def test_a_fault_names_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr("archcheck.facts.extraction.extract", lambda _content: 1 / 0)
    with pytest.raises(ZeroDivisionError) as raised:
        scan(written(tmp_path, {"a.py": b""}))
    assert raised.value.__notes__ == ["while reading a.py"]


@given(st.dictionaries(st.sampled_from(["a.py", "b.py", "c.py"]), st.binary(max_size=30), min_size=1))
def test_kept_or_not_contents_have_the_same_facts(contents):
    kept = Kept()
    cold = scan_contents(contents, Means(kept))
    assert cold == scan_contents(contents, Means(kept)) == scan_contents(contents)
