"""``archcheck baseline show``: what is listed, without a look at the project."""

from pathlib import Path

from archcheck.config.load import load_config
from archcheck.model.baseline import Baseline
from archcheck.model.errors import user_error
from archcheck.run.baseline_file import CREATE, BaselineFile, baseline_file


def show(cwd: Path, config_path: Path | None) -> tuple[BaselineFile, Baseline]:
    """The baseline of a configuration.

    Raises:
        UserError: there is none, or it is not as archcheck writes it.
    """
    file = baseline_file(load_config(config_path, cwd, allow_contract_types=True), cwd)
    baseline = file.read()
    if baseline is None:
        raise user_error(file.place, "there is no baseline", CREATE)
    return file, baseline
