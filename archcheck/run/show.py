"""``archcheck baseline show``: what is listed and whose it is; the project is not checked."""

from pathlib import Path

from archcheck.config.load import load_config
from archcheck.model.change import Listing
from archcheck.model.errors import user_error
from archcheck.run.baseline_file import CREATE, baseline_file
from archcheck.run.owners import module_paths, owners, path_of
from archcheck.run.reading import found


def show(cwd: Path, config_path: Path | None) -> Listing:
    """The baseline of a configuration.

    Raises:
        UserError: there is none, or it is not as archcheck writes it.
    """
    config = load_config(config_path, cwd, allow_contract_types=True)
    file = baseline_file(config, cwd)
    baseline = file.read()
    if baseline is None:
        raise user_error(file.place, "there is no baseline", CREATE)
    code_owners = owners(config.directory, cwd)
    owned: tuple[tuple[str, ...], ...] = ((),) * len(baseline.entries)
    if code_owners is not None:
        paths = module_paths(found(config, cwd).files)
        owned = tuple(code_owners.of(path_of(entry.subject, paths)) for entry in baseline.entries)
    return Listing(file.place, file.mode, baseline, owned)
