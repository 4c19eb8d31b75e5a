"""Where a configuration keeps the checkpoints of its sweeps, and reading and changing them."""

import os
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from archcheck.config import schema
from archcheck.config.mistakes import choice
from archcheck.config.paths import below
from archcheck.config.toml import dotted, shown
from archcheck.model.errors import Mistake, UserError, user_error
from archcheck.model.sweep import Checkpoint
from archcheck.run.changing import changing
from archcheck.run.inheriting import inheritance
from archcheck.store.files import write_whole
from archcheck.store.sweep import read_sweep, render_sweep

FOLDER = "reports/sweeps"


@dataclass(frozen=True, slots=True)
class SweepFile:
    """The checkpoints of one sweep, whether there are any or not.

    Attributes:
        sweep: as it is configured.
        path: ``reports/sweeps/ID.jsonl`` beside layers.toml, absolute.
        place: as the user knows it.
    """

    sweep: schema.Sweep
    path: Path
    place: str

    def beside(self, ending: str) -> Path:
        """What else is kept of the sweep: ``reports/sweeps/ID`` with another ending.

        Raises:
            UserError: a link leads it out of the configuration's directory.
        """
        path = self.path.with_suffix(ending)
        if not below(path, self.path.parents[2]):
            place = f"{self.place.removesuffix(self.path.suffix)}{ending}"
            raise user_error(place, "leaves the directory of layers.toml", "name a file by --output")
        return path

    def read(self) -> tuple[Checkpoint, ...]:
        """The checkpoints by time; none where there is no file.

        Raises:
            UserError: it is not as archcheck writes it.
        """
        return read_sweep(self.path, self.place)

    def write(self, checkpoints: Iterable[Checkpoint]) -> None:
        """Write it, whole or not at all; to be called within ``changing``."""
        write_whole(self.path, render_sweep(checkpoints))

    def changing(self) -> AbstractContextManager[None]:
        """Keep other writers away.

        Raises:
            UserError: the file cannot be written.
        """
        return changing(self.path, self.place)


def sweep_files(config: schema.Config, cwd: Path, wanted: str | None) -> tuple[SweepFile, ...]:
    """The sweep that is asked for, or all of a configuration.

    Args:
        config: the configuration.
        cwd: the working directory.
        wanted: id of a sweep, or None for all.

    Raises:
        UserError: there is no such sweep, or none at all; one speaks of a contract that is not there; its file would
            lie outside the configuration's directory.
    """
    place = shown(config.path, cwd)
    ids = [sweep.id for sweep in config.sweeps]
    if not ids:
        raise user_error(place, "there is no sweep", "add a [[sweeps]] table with id, title and contract")
    if wanted is not None and wanted not in ids:
        raise user_error("SWEEP", "there is no such sweep", choice(wanted, ids), key=wanted)
    _refuse_unknown(config, place, cwd)
    return tuple(_file(sweep, config.directory, cwd) for sweep in config.sweeps if wanted in (None, sweep.id))


def refuse_empty(files: Iterable[SweepFile], logs: Iterable[Sequence[Checkpoint]]) -> None:
    """Stop where there is nothing to show.

    Raises:
        UserError: a sweep has no checkpoint; each of them.
    """
    empty = [file for file, log in zip(files, logs, strict=True) if not log]
    if empty:
        remedy = "archcheck sweep record {} adds the first"
        problem = "there is no checkpoint yet"
        raise UserError([Mistake(file.place, 0, "", problem, remedy.format(file.sweep.id)) for file in empty])


def contracts(files: Iterable[SweepFile]) -> tuple[str, ...]:
    """Ids of the contracts that some sweeps speak of."""
    return tuple(dict.fromkeys(file.sweep.contract for file in files))


def inside(path: str, cwd: Path, directory: Path) -> str:
    """A path relative to the working directory as checkpoints have it: relative to the directory of layers.toml."""
    return Path(os.path.relpath(cwd.resolve() / path, directory)).as_posix()


def _refuse_unknown(config: schema.Config, place: str, cwd: Path) -> None:
    """Contracts that are inherited are known only when their own file is read."""
    known: Sequence[str] = [contract.id for contract in config.contracts]
    if all(sweep.contract in known for sweep in config.sweeps):
        return
    known = [*known, *(contract.id for contract in inheritance(config, cwd).contracts)]
    mistakes = [
        Mistake(
            place,
            config.line("sweeps", at, "contract"),
            dotted(("sweeps", at, "contract")),
            f"there is no contract {sweep.contract!r}",
            choice(sweep.contract, known),
        )
        for at, sweep in enumerate(config.sweeps)
        if sweep.contract not in known
    ]
    if mistakes:
        raise UserError(mistakes)


def _file(sweep: schema.Sweep, directory: Path, cwd: Path) -> SweepFile:
    path = directory / FOLDER / f"{sweep.id}.jsonl"
    place = shown(path, cwd)
    if not below(path, directory):
        raise user_error(place, "leaves the directory of layers.toml", "sweeps stay below it")
    return SweepFile(sweep, path, place)
