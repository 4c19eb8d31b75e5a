"""``archcheck sweep log``: a sweep as a document, in which people may write, too."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from archcheck.config.toml import shown
from archcheck.model.sweep import Remainder, SweepStatus
from archcheck.report.sweep_log import render_log, render_title
from archcheck.run.changing import changing
from archcheck.run.check import Options, configuration
from archcheck.run.sweep import Clock, found, today
from archcheck.run.sweep_file import contracts, inside, refuse_empty, sweep_files
from archcheck.run.sweep_status import on
from archcheck.store.document import Part, read_document, with_part
from archcheck.store.files import write_whole

ENDING = ".md"


def parts(
    cwd: Path, options: Options, wanted: str | None = None, clock: Clock = today
) -> tuple[tuple[Part, Path], ...]:
    """What is to be said of a sweep, or of every sweep, and the document that it goes into unless another is named.

    Args:
        cwd: the working directory.
        options: as for ``check``, without paths and contracts.
        wanted: id of the sweep, or None for all.
        clock: says when it is.

    Raises:
        UserError: as for ``statuses``; a sweep has no checkpoint yet.
    """
    config = configuration(cwd, options)
    files = sweep_files(config, cwd, wanted)
    logs = [file.read() for file in files]
    refuse_empty(files, logs)
    subject, findings = found(config, cwd, options, contracts(files))
    seen = (
        _seen_from(each, cwd, config.directory) for each in on(subject, findings, zip(files, logs, strict=True), clock)
    )
    return tuple(
        (Part(status.id, render_title(status), render_log(status)), file.beside(ENDING))
        for status, file in zip(seen, files, strict=True)
    )


def write(document: Path, parts_: Sequence[Part], cwd: Path) -> bool:
    """Put parts into a document; whether it is another one now.

    Raises:
        UserError: its marks are damaged, or it cannot be read or written; it is as it was then.
    """
    place = shown(document, cwd)
    with changing(document, place):
        before = text = read_document(document, place)
        for part in parts_:
            text = with_part(text, place, part)
        if text == before or text is None:
            return False
        write_whole(document, text)
    return True


def _seen_from(status: SweepStatus, cwd: Path, directory: Path) -> SweepStatus:
    """The same with paths relative to the directory of layers.toml, wherever the command was run."""

    def each(found: Iterable[Remainder]) -> tuple[Remainder, ...]:
        return tuple(replace(one, path=inside(one.path, cwd, directory)) for one in found)

    return replace(
        status,
        files=tuple(replace(one, path=inside(one.path, cwd, directory)) for one in status.files),
        debt=each(status.debt),
        legitimate=each(status.legitimate),
    )
