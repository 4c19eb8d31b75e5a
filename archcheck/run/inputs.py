"""What a run depends on besides the project's own files: every file that it looks for, whether or not it is there.

What the rooms below look at is known to them and not asked of them here; that nothing is missing from this list is held by a test that
watches every question to the file system.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from archcheck.config.lock_files import GLOB, LOCK_FILES
from archcheck.config.place import NAME
from archcheck.config.schema import Baseline, Config
from archcheck.model.inputs import History, Inputs
from archcheck.run.reading import Reading
from archcheck.sources.inputs import Read, looked_at
from archcheck.store import codeowners

_LINTER_FILES = ("setup.cfg", ".importlinter", "pyproject.toml")
_DATE = re.compile(rb"\d{4}-\d\d-\d\d")


def around(
    config: Config | None, named: Path | None, paths: Sequence[Path], cwd: Path, today: datetime.date | None = None
) -> Inputs | None:
    """The inputs of a run on a configuration, or without one; None where a run does what archcheck does not know.

    Args:
        config: the configuration.
        named: what ``--config`` says.
        paths: what the command line says.
        cwd: the working directory.
        today: what dates are held against, if they are.
    """
    if config is not None and config.import_linter.contract_types:
        # A class of the user's own may look at whatever it likes.
        return None
    here = cwd.absolute()
    files = [*_sought(named, here), *_locks(here)]
    places = [here, *(here / path for path in paths)]
    globs = [(str(here), GLOB)]
    if config is not None:
        files += _configured(config)
        places += [(here / named).absolute().parent if named else config.directory]
        places += [config.directory / root for root in config.project.roots]
        globs += [(str(config.directory), glob) for glob in (GLOB, *config.catalog.files)]
    chosen = {str(path) for path in (*files, *(path for top, glob in globs for path in Path(top).glob(glob)))}
    date = today.isoformat() if today and any(_dated(path) for path in _dating(config)) else ""
    return looked_at(chosen, globs, map(str, places), date)


def read(reading: Reading, histories: Sequence[History] = ()) -> Read:
    """What was read of the project."""
    sources = reading.sources
    files = [*sources.looked_into, *(file.absolute for file in reading.files)]
    return Read(sources.walks, files, reading.seen, histories)


def _sought(named: Path | None, here: Path) -> Iterator[Path]:
    """Where layers.toml is looked for."""
    if named is not None:
        yield here / named
        return
    for folder in (here, *here.parents):
        yield folder / NAME
        if (folder / NAME).is_file():
            return


def _configured(config: Config) -> Iterator[Path]:
    directory = config.directory
    yield config.path
    yield _baseline(config)
    yield from _locks(directory)
    yield from (directory / name for name in _LINTER_FILES)
    yield from (folder / "__init__.py" for folder in (directory, *directory.parents))
    yield from codeowners.sought(directory)


def _locks(directory: Path) -> Iterator[Path]:
    return (directory / name for name in LOCK_FILES)


def _baseline(config: Config) -> Path:
    return config.directory / (config.baseline or Baseline()).file


def _dating(config: Config | None) -> Iterator[Path]:
    """The files whose dates are held against that of the run."""
    if config is not None:
        yield config.path
        yield _baseline(config)


def _dated(path: Path) -> bool:
    """Whether a file names any date at all; which of them count is not to be known here."""
    try:
        return path.is_file() and _DATE.search(path.read_bytes()) is not None
    except OSError:
        return True
