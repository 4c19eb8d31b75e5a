"""The JSON Schema of layers.toml, made from the models that validate it."""

from archcheck.config.linter_options import OPTIONS
from archcheck.config.schema import Document

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NULL = {"type": "null"}


def config_schema() -> dict[str, object]:
    """JSON Schema (draft 2020-12) of layers.toml; a date of TOML is a string of format ``date`` in it."""
    schema = Document.model_json_schema()
    definitions = schema.pop("$defs")
    definitions["LinterContract"] = _linter_contract(definitions["LinterContract"])
    return {"$schema": DIALECT, "title": "layers.toml", **without_noise({**schema, "$defs": definitions})}


def without_noise(schema: dict[str, object]) -> dict[str, object]:
    """A schema as pydantic makes it, for people: without titles that repeat the keys, and without null."""
    cleaned = _cleaned(schema)
    assert isinstance(cleaned, dict)
    return cleaned


def _linter_contract(contract: dict[str, object]) -> dict[str, object]:
    """The keys of the contract's type beside those of every contract; a type of the user's own has any keys."""
    properties = contract["properties"]
    assert isinstance(properties, dict)
    common = {name: schema for name, schema in properties.items() if name != "options"}
    cases = [_case(kind, common) for kind in OPTIONS]
    return {**contract, "properties": common, "additionalProperties": True, "allOf": cases}


def _case(kind: str, common: dict[str, object]) -> dict[str, object]:
    options = OPTIONS[kind].model_json_schema()
    keys = {**dict.fromkeys(common, True), **options["properties"]}
    then = {"properties": keys, "required": options.get("required", []), "additionalProperties": False}
    return {"if": {"properties": {"type": {"const": kind}}, "required": ["type"]}, "then": then}


def _cleaned(schema: object) -> object:
    """Without the titles that repeat the keys, and without null, which TOML does not have."""
    if isinstance(schema, list):
        return [_cleaned(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: value for key, value in schema.items() if not _noise(key, value)}
    cases = kept.get("anyOf")
    if isinstance(cases, list) and NULL in cases and len(cases) == 2:
        only = next(case for case in cases if case != NULL)
        kept = {**only, **{key: value for key, value in kept.items() if key != "anyOf"}}
    return {key: _cleaned(value) for key, value in kept.items()}


def _noise(key: str, value: object) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value is None)
