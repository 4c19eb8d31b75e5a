"""What tests of several rooms need: a cache that is not that of the user who runs them, and repositories."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

# A law holds however long it takes: a busy machine is no failure.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True, scope="session")
def cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ARCHCHECK_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@dataclass(frozen=True)
class Git:
    """A repository in ``root`` that only its test has a say in."""

    root: Path

    def __call__(self, *arguments: str, at: str | None = None) -> str:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        nobody = {
            f"GIT_{who}_{what}": text
            for who in ("AUTHOR", "COMMITTER")
            for what, text in (("NAME", "nobody"), ("EMAIL", "nobody@example.org"), ("DATE", at))
            if text is not None
        }
        done = subprocess.run(
            ["git", "-C", str(self.root), *arguments],
            env={**kept, **nobody, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def commit(self, files: dict[str, str | None] | None = None, at: str | None = None) -> str:
        """Write or remove files and commit everything; the commit's name."""
        for name, text in (files or {}).items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_text(text)
        self("add", "-A")
        self("commit", "-q", "--allow-empty", "-m", "a step", at=at)
        return self("rev-parse", "HEAD")


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """A new repository in ``tmp_path``."""
    made = Git(tmp_path)
    made("init", "-q", "-b", "main")
    return made
