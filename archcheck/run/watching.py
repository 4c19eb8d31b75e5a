"""What has to be looked at to see that a check may come out otherwise."""

from collections.abc import Collection, Mapping
from pathlib import Path

from archcheck.config.place import NAME, nearest
from archcheck.sources.snapshot import snapshot
from archcheck.store import codeowners


def look(config: Path | None, cwd: Path, ignored: Collection[Path]) -> Mapping[str, str]:
    """Signatures of the files that a check may read, those that are not there included.

    Args:
        config: what ``--config`` names.
        cwd: the working directory.
        ignored: files that the check itself writes.
    """
    found = (cwd / config).absolute() if config is not None else nearest(cwd)
    directory = (found.parent if found is not None else cwd).resolve()
    repository = codeowners.repository(directory)
    others = [*codeowners.sought(directory), repository / ".git" / "HEAD", repository / ".git" / "index"]
    if found is not None:
        others += [found]
    others += [folder / NAME for folder in (cwd, *cwd.parents)]
    return snapshot(directory, others, ignored)
