"""Starting git, so that a hostile repository has nothing to say in it.

What is asked of git reads objects alone. Whatever the configuration of a repository could make it run besides (hooks, a file system
monitor, a pager, filters, drivers of diff, transports) is switched off, and what the environment says of other repositories is not
handed on: within a hook, ``GIT_DIR`` would name one.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from archcheck.model.errors import UserError, user_error

_SAFE = (
    "--no-pager",
    "--no-optional-locks",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "log.showSignature=false"),
    # A clone that lacks objects fetches them on demand, by whatever transport its configuration names.
    *("-c", "protocol.allow=never"),
)
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_HANDED_ON = frozenset(["GIT_CEILING_DIRECTORIES", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_SYSTEM"])


class GitFailed(Exception):
    """Git ended with another exit code than 0.

    Attributes:
        said: the first line of its complaint, without its ``fatal:``.
    """

    def __init__(self, said: str) -> None:
        self.said = said
        super().__init__(said)


def run(directory: Path, *arguments: str) -> bytes:
    """What a command of git writes to stdout.

    Args:
        directory: where it is run.
        arguments: the command and its arguments; what comes from a user stands behind ``--end-of-options``.

    Raises:
        GitFailed: it did not work.
        UserError: there is no git.
    """
    done = subprocess.run(
        _command(directory, arguments), stdin=subprocess.DEVNULL, capture_output=True, env=_environment(), check=False
    )
    if done.returncode:
        raise GitFailed(_complaint(done.stderr))
    return done.stdout


def start(directory: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A command of git that answers on stdout what it is asked on stdin; arguments and errors as for ``run``."""
    return subprocess.Popen(
        _command(directory, arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    )


def failed(place: str, error: GitFailed) -> UserError:
    """A failure that nothing more is known of, as the user's to mend."""
    return user_error(place, f"git cannot read it: {error.said}")


def _command(directory: Path, arguments: tuple[str, ...]) -> list[str]:
    return [_program(), *_SAFE, "-C", str(directory), *arguments]


@cache
def _program() -> str:
    """By its full path: the directory of the checked project has no say in which program is meant."""
    found = shutil.which("git")
    if found is None:
        raise user_error("git", "is not there", "install git, or leave out what asks for the history")
    return str(Path(found).absolute())


def _environment() -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _HANDED_ON}
    return {**kept, **_ENVIRONMENT}


def _complaint(stderr: bytes) -> str:
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else "git says nothing"
