"""Every module, its layer, its domain, and why it is there."""

from pathlib import Path

from archcheck.config.load import load_config
from archcheck.facts.scan import Means
from archcheck.model.placement import Placement
from archcheck.model.progress import Progress
from archcheck.run.layering import layer_map, modules
from archcheck.run.reading import found, read


def layers(
    cwd: Path, config_path: Path | None, progress: Progress, means: Means | None = None
) -> tuple[Placement, ...]:
    """The layer map, sorted by module.

    Raises:
        UserError: a faulty layers.toml, nothing to read.
    """
    config = load_config(config_path, cwd, allow_contract_types=True)
    reading = read(found(config, cwd), progress, means)
    return modules(reading, layer_map(config, reading, cwd))
