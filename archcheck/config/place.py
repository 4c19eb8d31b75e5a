"""Where the configuration is; that is asked before it is read."""

from pathlib import Path

from archcheck.model.errors import user_error

NAME = "layers.toml"


def config_file(named: Path | None, cwd: Path) -> Path:
    """The file that ``--config`` names, there or not, or the nearest layers.toml.

    Raises:
        UserError: none is named, and there is none.
    """
    if named is not None:
        return (cwd / named).absolute()
    found = nearest(cwd.absolute())
    if found is None:
        raise user_error(NAME, f"there is none in {cwd.absolute()} nor above it", "archcheck init writes one")
    return found


def nearest(cwd: Path) -> Path | None:
    """The layers.toml in a directory or the nearest of its parents."""
    return next((folder / NAME for folder in (cwd, *cwd.parents) if (folder / NAME).is_file()), None)
