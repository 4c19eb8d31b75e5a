"""Which commit a name means, and what a repository cannot make git do."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from archcheck.git import command
from archcheck.git.history import commits_on, renamed_since, since_commit, since_date
from archcheck.git.repository import Repository, find_repository
from archcheck.model.errors import UserError


def repository(root: Path) -> Repository:
    return find_repository(root, "REV")


def test_names_of_a_commit(git: Any, tmp_path: Path) -> None:
    first = git.commit({"a.py": "1"})
    second = git.commit({"a.py": "2"})
    git("tag", "v1", first)
    found = repository(tmp_path)
    assert [found.commit(name, "REV") for name in ("HEAD", "main", "HEAD~1", "v1", first[:8])] == [
        *(second, second),
        *(first, first, first),
    ]
    assert found.head() == second


@pytest.mark.parametrize(
    "name", ["nothing", "", "--all", "-x", "HEAD..main", "a\nb", "a\0b", "HEAD:a.py", "HEAD^{tree}"]
)
def test_no_commit(git: Any, tmp_path: Path, name: str) -> None:
    git.commit({"a.py": "1"})
    with pytest.raises(UserError, match="there is no commit"):
        repository(tmp_path).commit(name, "--against")


def test_a_branch_of_the_remote_is_suggested(git: Any, tmp_path: Path) -> None:
    git("update-ref", "refs/remotes/origin/trunk", git.commit({"a.py": "1"}))
    with pytest.raises(UserError, match="did you mean origin/trunk"):
        repository(tmp_path).commit("trunk", "--against")


def test_a_shallow_clone_says_so(git: Any, tmp_path: Path) -> None:
    first = git.commit({"a.py": "1"})
    git.commit({"a.py": "2"})
    clone = tmp_path / "clone"
    git("clone", "-q", "--depth", "1", f"file://{tmp_path}", str(clone))
    with pytest.raises(UserError, match="shallow"):
        repository(clone).commit(first, "--against")
    with pytest.raises(UserError, match="shallow"):
        repository(clone).commit("HEAD~1", "--against")


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="needs a git repository"):
        repository(tmp_path)


def test_nothing_committed(git: Any, tmp_path: Path) -> None:
    assert repository(tmp_path).head() is None


def test_the_first_parents_since(git: Any, tmp_path: Path) -> None:
    first = git.commit({"a.py": "1"}, at="2026-01-01T12:00:00+01:00")
    second = git.commit({"a.py": "2"}, at="2026-01-02T12:00:00+01:00")
    git("checkout", "-q", "-b", "branch", first)
    git.commit({"b.py": "1"}, at="2026-01-03T12:00:00+01:00")
    git("checkout", "-q", "main")
    git("merge", "-q", "--no-ff", "-m", "merged", "branch", at="2026-01-04T12:00:00+01:00")
    merged = git("rev-parse", "HEAD")
    found = repository(tmp_path)
    assert [commit.revision for commit in since_commit(found, "HEAD~1", "REV")] == [second, merged]
    day = datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)
    assert [commit.revision for commit in since_date(found, day, "REV")] == [second, merged]
    assert since_date(found, day, "REV")[0].time == datetime.datetime(2026, 1, 2, 11, tzinfo=datetime.UTC)


def test_renamed_files(git: Any, tmp_path: Path) -> None:
    text = "".join(f"line {number}\n" for number in range(50))
    first = git.commit({"a.py": text, "odd name.py": text * 2, "c.txt": "c" * 200})
    git("mv", "a.py", "b.py")
    git("mv", "odd name.py", "ünlike.py")
    git("mv", "c.txt", "d.txt")
    git.commit({})
    found = repository(tmp_path)
    assert renamed_since(found, first) == {"a.py": "b.py", "odd name.py": "ünlike.py"}


def test_renamed_since_up_to_what_is_staged(git: Any, tmp_path: Path) -> None:
    text = "".join(f"line {number}\n" for number in range(50))
    first = git.commit({"a.py": text, "b.py": text * 2})
    git("mv", "a.py", "c.py")
    second = git.commit({})
    git("mv", "b.py", "d.py")
    found = repository(tmp_path)
    assert renamed_since(found, first) == {"a.py": "c.py", "b.py": "d.py"}
    assert renamed_since(found, second) == {"b.py": "d.py"}
    assert renamed_since(found, "0" * 40) == {}


def test_commits_on_a_file(git: Any, tmp_path: Path) -> None:
    commits = [git.commit({"a.py": str(number), "b.py": "same"}) for number in range(3)]
    found = repository(tmp_path)
    assert commits_on(found, "a.py", 2) == commits[:0:-1]
    assert commits_on(found, "b.py", 9) == commits[:1]
    assert commits_on(found, "gone.py", 9) == []


def test_a_repository_runs_nothing(git: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sprung'\n")
    trap.chmod(0o755)
    first = git.commit({"a.py": "1", ".gitattributes": "*.py diff=evil filter=evil\n"})
    for key in (
        *("core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "gpg.program", "diff.external"),
        *("diff.evil.command", "diff.evil.textconv", "filter.evil.smudge", "filter.evil.clean", "alias.rev-parse"),
    ):
        git("config", key, f"!{trap}" if key.startswith("alias") else str(trap))
    git("config", "log.showSignature", "true")
    git("config", "core.hooksPath", str(tmp_path))
    for hook in ("post-index-change", "reference-transaction", "pre-auto-gc"):
        (tmp_path / hook).write_text(trap.read_text())
        (tmp_path / hook).chmod(0o755)
    found = repository(tmp_path)
    found.commit("HEAD", "REV")
    since_commit(found, first, "REV")
    renamed_since(found, first)
    commits_on(found, "a.py", 3)
    command.run(tmp_path, "ls-tree", "-r", "HEAD")
    assert not (tmp_path / "sprung").exists()


def test_a_clone_without_contents_fetches_nothing(git: Any, tmp_path: Path) -> None:
    from archcheck.git.blobs import Blobs

    git.commit({"a.py": "some = 1\n"})
    git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git("clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{tmp_path}", str(clone))
    blob = git("rev-parse", "HEAD:a.py")
    with Blobs(clone, "REV") as blobs, pytest.raises(UserError, match="partial clone"):
        blobs.read(blob)


def test_the_environment_of_a_hook_is_another_repository(
    git: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = git.commit({"a.py": "1"})
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere/index")
    assert repository(tmp_path).head() == head
