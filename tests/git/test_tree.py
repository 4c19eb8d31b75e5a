"""A revision as a tree: what is in it, links included, whatever the work tree looks like by now."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from archcheck.git.blobs import Blobs
from archcheck.git.repository import find_repository
from archcheck.git.tree import RevisionTree, listing
from archcheck.model.errors import UserError
from archcheck.sources.disk import Disk


@pytest.fixture
def blobs(git: Any, tmp_path: Path) -> Iterator[Blobs]:
    with Blobs(tmp_path, "REV") as opened:
        yield opened


def tree(root: Path, blobs: Blobs) -> RevisionTree:
    repository = find_repository(root, "REV")
    return RevisionTree(repository, listing(repository, repository.commit("HEAD", "REV"), "REV"), blobs)


def everything(found: RevisionTree | Disk, directory: str) -> dict[str, bytes | None]:
    """Every file below a directory, with its content where it can be read."""
    files: dict[str, bytes | None] = {}
    for name, is_directory in found.entries(directory):
        path = f"{directory}/{name}"
        if is_directory and name != ".git":
            files |= everything(found, path)
        elif name.endswith(".py"):
            files[path] = found.read(path) if found.is_readable(path) else None
    return files


def test_a_revision_is_what_was_committed(git: Any, tmp_path: Path, blobs: Blobs) -> None:
    git.commit({"shop/__init__.py": "", "shop/a.py": "a = 1\n", "doc.txt": "text"})
    (tmp_path / "shop/a.py").write_text("changed\n")
    (tmp_path / "shop/new.py").write_text("new\n")
    root = tmp_path.as_posix()
    found = everything(tree(tmp_path, blobs), root)
    assert found == {f"{root}/shop/__init__.py": b"", f"{root}/shop/a.py": b"a = 1\n"}


def test_links_are_what_they_are_on_disk(git: Any, tmp_path: Path, blobs: Blobs) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside.py"
    outside.write_text("secret = 1\n")
    (tmp_path / "shop").mkdir()
    (tmp_path / "real.py").write_text("real = 1\n")
    links = {
        "shop/link.py": "../real.py",
        "shop/twice.py": "link.py",
        "shop/gone.py": "nothing.py",
        "shop/round.py": "round.py",
        "folder": "shop",
        "folder.py": "shop",
        "through.py": "folder/link.py",
    }
    for name, target in links.items():
        (tmp_path / name).symlink_to(target)
    git.commit({})
    root = tmp_path.as_posix()
    assert everything(tree(tmp_path, blobs), root) == everything(Disk(), root)
    assert tree(tmp_path, blobs).read(f"{root}/through.py") == b"real = 1\n"


def test_links_out_of_the_repository_are_not_followed(git: Any, tmp_path: Path, blobs: Blobs) -> None:
    secret = tmp_path.parent / f"{tmp_path.name}-secret.py"
    secret.write_text("secret = 1\n")
    (tmp_path / "up.py").symlink_to(f"../{secret.name}")
    (tmp_path / "full.py").symlink_to(secret)
    git.commit({})
    found = tree(tmp_path, blobs)
    for name in ("up.py", "full.py"):
        path = f"{tmp_path.as_posix()}/{name}"
        assert not found.is_readable(path)
        with pytest.raises(FileNotFoundError):
            found.read(path)


def test_a_content_that_a_clone_lacks_is_said(git: Any, tmp_path: Path, blobs: Blobs) -> None:
    with pytest.raises(UserError, match="lacks the content"):
        blobs.read("0" * 40)


def test_a_tree_that_steps_out_of_its_directory_is_not_followed(git: Any, tmp_path: Path, blobs: Blobs) -> None:
    import subprocess

    git.commit({"a.py": "a = 1\n"})
    blob = git("rev-parse", "HEAD:a.py")
    entries = f"100644 blob {blob}\tok.py\0".encode()

    def made(lines: bytes) -> str:
        command = ["git", "-C", str(tmp_path), "mktree", "-z"]
        return subprocess.run(command, input=lines, capture_output=True, check=True).stdout.decode().strip()

    inner = made(entries)
    outer = made(f"040000 tree {inner}\t..\0".encode() + entries)
    revision = git("commit-tree", "-m", "hostile", outer)
    repository = find_repository(tmp_path, "REV")
    assert list(listing(repository, revision, "REV")) == ["ok.py"]
