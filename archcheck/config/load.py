"""layers.toml -> Config, or one error with every mistake in it."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from archcheck.config.contract_types import contract_type_mistakes
from archcheck.config.linter_options import OPTIONS
from archcheck.config.mistakes import choice, described, validated
from archcheck.config.paths import path_mistakes
from archcheck.config.place import config_file
from archcheck.config.references import reference_mistakes
from archcheck.config.schema import Config, Document, LinterContract
from archcheck.config.select import EACH, select, texts
from archcheck.config.toml import TomlFile, read_toml, shown
from archcheck.model.errors import Mistake, UserError


def load_config(path: Path | None, cwd: Path, *, allow_contract_types: bool = False) -> Config:
    """Read and validate the configuration.

    Args:
        path: the file, as ``--config`` names it; None looks for layers.toml in the working directory and its parents.
        cwd: the working directory.
        allow_contract_types: whether contract classes of the user's own may run.

    Raises:
        UserError: there is no file, or it has mistakes: all of them, each with its line.
    """
    found = config_file(path, cwd)
    directory = found.parent.resolve()
    file = read_toml(found, shown(found, cwd.absolute()))
    document, mistakes = validated(Document, file)
    for mistake in _further(file, directory, cwd, allow_contract_types):
        if not any((mistake.line, mistake.key) == (other.line, other.key) for other in mistakes):
            mistakes.append(mistake)
    if document is None or mistakes:
        raise UserError(mistakes)
    return Config.of(document, directory / found.name, directory, file.lines)


def _further(file: TomlFile, directory: Path, cwd: Path, allowed: bool) -> Iterator[Mistake]:
    """What no model can see: names, places, and options of import-linter's."""
    yield from reference_mistakes(file)
    yield from path_mistakes(file, directory)
    yield from _options(file)
    roots = [directory / root for _, root in texts(file.data, "project", "roots", EACH)]
    yield from contract_type_mistakes(file, [cwd, directory, *roots], allowed=allowed)


def _options(file: TomlFile) -> Iterator[Mistake]:
    common = LinterContract.model_fields.keys() - {"options"}
    for at, contract in select(file.data, "contracts", EACH):
        kind = contract.get("type") if isinstance(contract, dict) else None
        model = OPTIONS.get(kind) if isinstance(kind, str) else None
        if model is None or not isinstance(contract, dict):
            continue
        own = {key: value for key, value in contract.items() if key not in common}
        for key in own.keys() - model.model_fields.keys():
            yield file.mistake((*at, key), "unknown key", choice(key, sorted({*common, *model.model_fields})))
        try:
            model.model_validate({key: value for key, value in own.items() if key in model.model_fields})
        except ValidationError as error:
            yield from described(model, error, file, at)
