"""Names in layers.toml that stand for something else in it: ids, layers, contracts, effects."""

import re
from collections.abc import Collection, Iterator

from archcheck.config.locate import KeyPath
from archcheck.config.mistakes import choice, similar
from archcheck.config.schema import LINTER_TYPES
from archcheck.config.select import EACH, select, texts, words
from archcheck.config.toml import TomlFile
from archcheck.model.errors import Mistake
from archcheck.model.site import TRANSACTION_EFFECTS

BUILT_IN_EFFECTS = ("transaction", "write", "clock", "random", "sleep", "network", "process", "filesystem")

_TABLES = ("layers", "contracts", "effects", "debt", "sweeps")
_LINTER_LAYERS = ("layers", "containers", "exhaustive", "exhaustive_ignores")


def reference_mistakes(file: TomlFile) -> Iterator[Mistake]:
    """Every name that stands for nothing, or for two things."""
    yield from _duplicate_ids(file)
    yield from _layers(file)
    yield from _contract_types(file)
    yield from _layers_contracts(file)
    yield from _owners(file)
    yield from _effects(file)
    yield from _contracts(file)


def effect_ids(data: object) -> list[str]:
    """Every effect that can be named: the built-in ones, the user's, and what the dots of the latter narrow."""
    own = words(data, "effects", EACH, "id")
    parents = [".".join(parts[:end]) for parts in (name.split(".") for name in own) for end in range(1, len(parts) + 1)]
    return list(dict.fromkeys([*BUILT_IN_EFFECTS, *TRANSACTION_EFFECTS, *parents]))


def _duplicate_ids(file: TomlFile) -> Iterator[Mistake]:
    for table in _TABLES:
        yield from _duplicates(file, texts(file.data, table, EACH, "id"))


def _duplicates(file: TomlFile, found: Iterator[tuple[KeyPath, str]]) -> Iterator[Mistake]:
    first: dict[str, KeyPath] = {}
    for path, name in found:
        if name in first:
            yield file.mistake(path, f"{name!r} is there twice", f"first on line {file.lines.at(first[name])}")
        first.setdefault(name, path)


def _layers(file: TomlFile) -> Iterator[Mistake]:
    ids = words(file.data, "layers", EACH, "id")
    seen: dict[str, KeyPath] = {}
    for path, alias in texts(file.data, "layers", EACH, "aliases", EACH):
        if alias in ids:
            yield file.mistake(path, f"{alias!r} is the id of a layer", "an alias is another spelling")
        elif alias in seen:
            yield file.mistake(path, f"{alias!r} is there twice", f"first on line {file.lines.at(seen[alias])}")
        seen.setdefault(alias, path)
    by = words(file.data, "assign", "by", EACH)
    yield from _duplicates(file, texts(file.data, "assign", "by", EACH))
    yield from _headers(file, by)


def _headers(file: TomlFile, by: list[str]) -> Iterator[Mistake]:
    if "header" not in by:
        for path, layer in select(file.data, "layers", EACH):
            if isinstance(layer, dict) and not layer.get("modules"):
                yield file.mistake(
                    path, "has no modules", 'name some, or place modules by header: [assign] by = ["modules", "header"]'
                )
        for path, _ in select(file.data, "assign", "header"):
            yield file.mistake(path, "is not used", 'add "header" to by')


def _contract_types(file: TomlFile) -> Iterator[Mistake]:
    own = [entry.split(":")[0].strip() for entry in words(file.data, "import_linter", "contract_types", EACH)]
    types = ["layers", "effect", *LINTER_TYPES]
    for number, (path, entry) in enumerate(texts(file.data, "import_linter", "contract_types", EACH)):
        name = entry.split(":")[0].strip()
        if name in types:
            yield file.mistake(path, f"{name!r} is a contract type already", "choose another name")
        elif name in own[:number]:
            yield file.mistake(path, f"{name!r} is there twice")
    for path, name in texts(file.data, "contracts", EACH, "type"):
        if name not in (*types, *own):
            remedy = choice(name, [*types, *own])
            yield file.mistake(
                path, f"{name!r} is no contract type", f"{remedy}; others: [import_linter] contract_types"
            )


def _layers_contracts(file: TomlFile) -> Iterator[Mistake]:
    ids = words(file.data, "layers", EACH, "id")
    for index in _of_type(file, "layers"):
        yield from _layers_contract(file, ids, ("contracts", index))


def _layers_contract(file: TomlFile, ids: list[str], at: KeyPath) -> Iterator[Mistake]:
    own = next((table for _, table in select(file.data, *at) if isinstance(table, dict)), {})
    if any(key in own for key in _LINTER_LAYERS):
        remedy = "import-linter's own go into .importlinter, and [import_linter] inherit = true runs them"
        yield file.mistake((*at, "type"), "a contract of type layers checks the [[layers]] of this file", remedy)
    for key in ("order", "closed"):
        found = list(texts(file.data, *at, key, EACH))
        for path, name in found:
            if name not in ids:
                yield file.mistake(path, f"there is no layer {name!r}", choice(name, ids) or "there are no [[layers]]")
        yield from _duplicates(file, iter(found))
    order = words(file.data, *at, "order", EACH) if "order" in own else ids
    for path, name in texts(file.data, *at, "closed", EACH):
        if name in ids and name not in order:
            yield file.mistake(path, f"the closed layer {name!r} is not in order", choice(name, order))
    if len(set(order)) < 2:
        where = (*at, "order") if "order" in own else (*at, "type")
        yield file.mistake(where, "a contract of type layers needs two layers or more", "add them to [[layers]]")


def _owners(file: TomlFile) -> Iterator[Mistake]:
    ids = words(file.data, "layers", EACH, "id")
    packages = words(file.data, "project", "packages", EACH)
    for index in _of_type(file, "effect"):
        for path, owner in texts(file.data, "contracts", index, "owners", EACH):
            if owner not in (*ids, *packages) and _like_a_layer(owner, ids):
                yield file.mistake(path, f"there is no layer {owner!r}", choice(owner, ids))


def _like_a_layer(word: str, ids: Collection[str]) -> bool:
    """A bare word that is spelled like the layers' ids; any other may be a top-level module."""
    if not re.fullmatch(r"[\w-]+", word):
        return False
    shapes = {re.sub(r"\d+", "0", layer).lower() for layer in ids}
    return re.sub(r"\d+", "0", word).lower() in shapes or bool(similar(word, ids))


def _effects(file: TomlFile) -> Iterator[Mistake]:
    known = effect_ids(file.data)
    for index in _of_type(file, "effect"):
        for path, name in texts(file.data, "contracts", index, "effect"):
            if name not in known:
                yield file.mistake(path, f"there is no effect {name!r}", choice(name, known))
    has_files = bool(words(file.data, "catalog", "files", EACH))
    for path, effect in select(file.data, "effects", EACH):
        if isinstance(effect, dict) and not effect.get("apis") and not has_files:
            yield file.mistake(path, "has no apis", "name some, or add entries with this effect by [catalog] files")


def _contracts(file: TomlFile) -> Iterator[Mistake]:
    """Inherited contracts have ids of their own, which stand in other files."""
    inherits = [value for _, value in select(file.data, "import_linter", "inherit")] == [True]
    tables = [table for _, table in select(file.data, "contracts", EACH)]
    if not tables and not inherits:
        yield file.mistake(("contracts",), "there is no contract", "add a [[contracts]] table with id and type")
    ids = words(file.data, "contracts", EACH, "id")
    for table in ("exemptions", "debt", "sweeps"):
        for path, name in texts(file.data, table, EACH, "contract"):
            if name not in ids and not inherits:
                yield file.mistake(path, f"there is no contract {name!r}", choice(name, ids))


def _of_type(file: TomlFile, kind: str) -> Iterator[int]:
    for path, name in texts(file.data, "contracts", EACH, "type"):
        if name == kind and isinstance(path[1], int):
            yield path[1]
