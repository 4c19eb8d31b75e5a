"""``archcheck sweep chart``: the burndown of a sweep, from its log alone."""

from pathlib import Path

from archcheck.config.toml import shown
from archcheck.model.burndown import Burndown
from archcheck.ratchet.burndown import burndown
from archcheck.run.changing import changing
from archcheck.run.check import Options, configuration
from archcheck.run.sweep_file import refuse_empty, sweep_files
from archcheck.store.files import write_whole


def charts(cwd: Path, options: Options, ending: str, wanted: str | None = None) -> tuple[tuple[Burndown, Path], ...]:
    """The burndown of a sweep, or of every sweep, and the file that it goes into unless another is named.

    Args:
        cwd: the working directory.
        options: as for ``check``; the project itself is not read.
        ending: of the file.
        wanted: id of the sweep, or None for all.

    Raises:
        UserError: there is no such sweep, or it has no checkpoint yet; its log is not as archcheck writes it.
    """
    files = sweep_files(configuration(cwd, options), cwd, wanted)
    logs = [file.read() for file in files]
    refuse_empty(files, logs)
    return tuple(
        (burndown(file.sweep.title or file.sweep.id, log, file.sweep.target), file.beside(ending))
        for file, log in zip(files, logs, strict=True)
    )


def write(picture: Path, drawn: str | bytes, cwd: Path) -> None:
    """Write a picture beside the log; what a killed run has left of one goes.

    Raises:
        UserError: it cannot be written.
    """
    with changing(picture, shown(picture, cwd)):
        write_whole(picture, drawn)
