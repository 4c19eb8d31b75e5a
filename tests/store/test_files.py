"""A file is written whole or not at all."""

from pathlib import Path

import pytest
from archcheck.store import files


def test_new_and_old(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    files.write_whole(path, "one\n")
    files.write_whole(path, "zwei é\n")
    assert path.read_bytes() == "zwei é\n".encode()
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    files.write_whole(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_failure_leaves_the_old_file_and_no_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    path.write_text("old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        files.write_whole(path, "new")
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]


def test_a_device_is_written_to(tmp_path: Path) -> None:
    files.write_whole(Path("/dev/null"), "text")
    assert not Path("/dev/null").is_file()
