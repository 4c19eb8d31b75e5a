"""Where a configuration keeps its baseline, and reading and changing it."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from archcheck.config import schema
from archcheck.config.paths import below
from archcheck.config.toml import shown
from archcheck.model.baseline import Baseline, Mode
from archcheck.model.errors import user_error
from archcheck.ratchet.baseline import NEVER
from archcheck.rules.table import RULES
from archcheck.run.changing import changing
from archcheck.store.baseline import read_baseline, render_baseline
from archcheck.store.files import write_whole

CREATE = "archcheck baseline create writes one"
LISTABLE = tuple(rule for rule in RULES if rule not in NEVER)


@dataclass(frozen=True, slots=True)
class BaselineFile:
    """The file that ``[baseline]`` names, whether it is there or not.

    Attributes:
        path: absolute.
        place: as the user knows it.
        mode: ``strict`` or ``lenient``.
    """

    path: Path
    place: str
    mode: Mode

    def read(self) -> Baseline | None:
        """Its entries; None where there is no file.

        Raises:
            UserError: it is not as archcheck writes it.
        """
        return read_baseline(self.path, self.place, LISTABLE)

    def write(self, baseline: Baseline) -> None:
        """Write it, whole or not at all; to be called within ``changing``."""
        write_whole(self.path, render_baseline(baseline))

    def changing(self) -> AbstractContextManager[None]:
        """Keep other writers away.

        Raises:
            UserError: the file cannot be written.
        """
        return changing(self.path, self.place)


def baseline_file(config: schema.Config, cwd: Path) -> BaselineFile:
    """The baseline of a configuration; its default place where there is no ``[baseline]``.

    Raises:
        UserError: a symbolic link leads out of the configuration's directory.
    """
    settings = config.baseline or schema.Baseline()
    path = config.directory / settings.file
    place = shown(path, cwd)
    if not below(path, config.directory):
        raise user_error(place, "leaves the directory of layers.toml", "the baseline stays below it")
    return BaselineFile(path, place, settings.mode)
