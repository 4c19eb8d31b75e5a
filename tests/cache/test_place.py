"""Where the cache lies."""

from pathlib import Path

import pytest
from archcheck.cache.place import TAG, directory, made
from archcheck.model.errors import UserError


def test_the_option_wins_over_the_variable_and_both_over_the_system() -> None:
    environment = {"ARCHCHECK_CACHE_DIR": "/b", "XDG_CACHE_HOME": "/c", "LOCALAPPDATA": "/c"}
    assert directory(Path("/a"), environment) == Path("/a")
    assert directory(None, environment) == Path("/b")


def test_the_users_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert directory(None, {"XDG_CACHE_HOME": "/c"}) == Path("/c/archcheck")
    assert directory(None, {"XDG_CACHE_HOME": "relative"}) == Path.home() / ".cache" / "archcheck"
    monkeypatch.setattr("sys.platform", "darwin")
    assert directory(None, {}) == Path.home() / "Library" / "Caches" / "archcheck"


def test_what_is_made_is_tagged_and_the_users_own(tmp_path: Path) -> None:
    folder = made(tmp_path / "a" / "b")
    assert folder == tmp_path / "a" / "b"
    assert (folder / TAG).read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    assert (folder.stat().st_mode & 0o777) == 0o700


def test_a_directory_that_holds_something_gets_no_tag(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    made(tmp_path)
    assert not (tmp_path / TAG).exists()


def test_one_that_the_user_names_has_to_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match=r"--cache-dir.*cannot be written to"):
        made(tmp_path / "file" / "x")
    monkeypatch.setenv("ARCHCHECK_CACHE_DIR", str(tmp_path / "file" / "x"))
    with pytest.raises(UserError, match="ARCHCHECK_CACHE_DIR"):
        made(None)


def test_one_that_the_system_names_may_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "archcheck").touch()
    monkeypatch.delenv("ARCHCHECK_CACHE_DIR", raising=False)
    monkeypatch.setattr("archcheck.cache.place._users", lambda _environment: tmp_path)
    assert made(None) is None
