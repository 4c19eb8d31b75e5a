import gc

import pytest
from archcheck.facts.extract import extract
from archcheck.facts.scan import scan
from archcheck.model.source import SourceFile


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
    one, two = scan(files, workers=1), scan(files, workers=2)
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
