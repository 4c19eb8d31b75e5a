"""A project's own import-linter configuration: ``setup.cfg``, ``.importlinter`` or ``pyproject.toml``, read as import-linter does."""

import configparser
import os
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from importlinter.application.app_config import settings
from importlinter.application.user_options import UserOptions
from importlinter.configuration import configure

from archcheck.model.errors import user_error

_FILES = (("ini", ("setup.cfg", ".importlinter")), ("toml", ("pyproject.toml",)))


@dataclass(frozen=True, slots=True)
class Inherited:
    """Contracts of a project's own import-linter configuration.

    Attributes:
        path: the file.
        session: its general options; ``root_packages`` is always a list.
        contracts: the options of each contract, with ``id``, ``name`` and ``type``.
    """

    path: Path
    session: Mapping[str, Any]
    contracts: tuple[Mapping[str, Any], ...]

    @property
    def root_packages(self) -> list[str]:
        """The packages that its graph is made of."""
        return list(self.session["root_packages"])

    def is_on(self, option: str) -> bool:
        """Whether a general option is switched on."""
        return str(self.session.get(option, "false")).lower() == "true"


def inherited(directory: Path, cwd: Path) -> Inherited | None:
    """The contracts of the first file that has any, in import-linter's order; None where there is no configuration.

    Args:
        directory: where the files are.
        cwd: the working directory, for messages.

    Raises:
        UserError: the file cannot be read, names no root package or no contract, or gives two contracts one id.
    """
    configure()
    for kind, names in _FILES:
        for name in names:
            path = directory / name
            place = os.path.relpath(path, cwd)
            options = _options(kind, path, place) if path.is_file() else None
            if options is not None:
                return _inherited(path, place, options.session_options, options.contracts_options)
    return None


def _options(kind: str, path: Path, place: str) -> UserOptions | None:
    try:
        found: UserOptions | None = settings.USER_OPTION_READERS[kind].read_options(str(path))
    except (configparser.Error, tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise user_error(place, f"cannot be read: {' '.join(str(error).split())}", "correct the file") from error
    return found


def _inherited(path: Path, place: str, session: dict[str, Any], contracts: Sequence[dict[str, Any]]) -> Inherited:
    roots = session.get("root_packages") or session.get("root_package")
    if not roots:
        raise user_error(place, "import-linter's configuration names no root_package", "add root_package")
    if not contracts:
        raise user_error(place, "import-linter's configuration has no contract", "add one, or take out inherit")
    session["root_packages"] = [roots] if isinstance(roots, str) else list(roots)
    named = [
        {**options, "id": str(options.get("id") or f"contract-{number}"), "name": str(options.get("name", number))}
        for number, options in enumerate(contracts, start=1)
    ]
    twice = [name for name, count in Counter(options["id"] for options in named).items() if count > 1]
    if twice:
        raise user_error(place, f"two contracts have the id {twice[0]}", "rename one")
    return Inherited(path, session, tuple(named))
