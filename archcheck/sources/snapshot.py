"""What the file system says of everything that a check may read, so that a change is seen by looking again."""

import os
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from archcheck.model.inputs import signature
from archcheck.sources.walk import is_entered

_ENDINGS = (
    ".py",
    ".toml",
    ".cfg",
    ".importlinter",
    ".lock",
    ".txt",
    ".json",
    "pyvenv.cfg",
    "CODEOWNERS",
    ".gitlab-ci.yml",
)


def snapshot(directory: Path, others: Iterable[Path] = (), ignored: Collection[Path] = ()) -> Mapping[str, str]:
    """Signatures by path, of more files rather than of fewer: a change that means nothing costs a run.

    Args:
        directory: that is checked.
        others: files besides.
        ignored: files that are written and not read.
    """
    left_out = {str(path) for path in ignored}
    paths = [*_below(str(directory)), *map(str, others)]
    return {path: _signature(path) for path in paths if path not in left_out}


def _below(top: str) -> Iterator[str]:
    pending = [top]
    while pending:
        directory = pending.pop()
        try:
            entries = list(os.scandir(directory))
        except OSError:
            continue
        in_package = directory != top and any(entry.name == "__init__.py" for entry in entries)
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if is_entered(entry.name, in_package=in_package):
                    pending.append(entry.path)
            elif entry.name.endswith(_ENDINGS):
                yield entry.path


def _signature(path: str) -> str:
    try:
        found = Path(path).stat()
        return "directory" if stat.S_ISDIR(found.st_mode) else signature(found)
    except OSError as error:
        return type(error).__name__
