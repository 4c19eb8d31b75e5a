"""``archcheck sweep chart``: the burndown of a sweep, from its log alone."""

from pathlib import Path

from archcheck.model.burndown import Burndown
from archcheck.ratchet.burndown import burndown
from archcheck.run.check import Options, configuration
from archcheck.run.sweep_file import refuse_empty, sweep_files


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
