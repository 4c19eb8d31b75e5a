"""The JSON Schema takes what load_config takes, and refuses what it refuses by shape alone."""

import datetime
import tomllib

import jsonschema
import pytest
from archcheck.config.json_schema import config_schema

WHOLE = """
[project]
roots = ["src"]
check = ["shop.**"]
domains = ["shop.{domain}.**"]
[[layers]]
id = "L4"
modules = ["shop.api.**"]
aliases = ["L4.1"]
[assign]
by = ["modules", "header"]
header_lines = 20
[[contracts]]
id = "layers"
type = "layers"
closed = ["L4"]
ignore_imports = ["shop.a -> shop.b"]
[[contracts]]
id = "transactions"
type = "effect"
effect = "transaction"
owners = ["L4"]
[[contracts]]
id = "domains"
type = "independence"
modules = ["shop.orders"]
severity = "warning"
[[contracts]]
id = "tools"
type = "forbidden"
source_modules = ["tools"]
forbidden_modules = ["shop"]
allow_indirect_imports = true
[[contracts]]
id = "own"
type = "own"
anything = { at = ["all"] }
[import_linter]
contract_types = ["own: house.rules.Rule"]
[[effects]]
id = "clock"
apis = ["time.time"]
[catalog]
versions = { pymysql = "1.1" }
[[exemptions]]
contract = "transactions"
subject = "shop.tools.**"
reason = "one-off tools"
matches = 2
until = 2027-03-31
[[debt]]
id = "raw-sql"
contract = "transactions"
reason = "later"
"""
EXEMPTION = '[[exemptions]]\ncontract = "c"\nsubject = "a"\nreason = "r"\n'
CONTRACT = '[[contracts]]\nid = "c"\n'


def validator() -> jsonschema.Draft202012Validator:
    schema = config_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def as_json(value: object) -> object:
    match value:
        case dict():
            return {key: as_json(inner) for key, inner in value.items()}
        case list():
            return [as_json(inner) for inner in value]
        case datetime.date():
            return value.isoformat()
        case _:
            return value


def errors(text: str) -> list[str]:
    return [error.json_path for error in validator().iter_errors(as_json(tomllib.loads(text)))]


@pytest.mark.parametrize("text", ["", WHOLE])
def test_good(text: str) -> None:
    assert errors(text) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("projects = {}", "$"),
        ('[project]\nroot = ["."]', "$.project"),
        ('[project]\nroots = "src"', "$.project.roots"),
        ("[project]\nroots = []", "$.project.roots"),
        ('[assign]\nby = ["names"]', "$.assign.by[0]"),
        ("[assign]\nheader_lines = 201", "$.assign.header_lines"),
        ('[[layers]]\nid = "L 4"', "$.layers[0].id"),
        ("[[layers]]\nmodules = []", "$.layers[0]"),
        (CONTRACT + 'type = "layers"\nclose = []', "$.contracts[0]"),
        (CONTRACT + 'type = "effect"\neffect = "write"', "$.contracts[0]"),
        (CONTRACT + 'type = "effect"\neffect = "write"\nowners = ["a"]\nmode = "outside"', "$.contracts[0]"),
        (CONTRACT, "$.contracts[0]"),
        (CONTRACT + 'type = "independence"', "$.contracts[0]"),
        (CONTRACT + 'type = "independence"\nmodules = ["a"]\nmodule = ["b"]', "$.contracts[0]"),
        ('[import_linter]\ncontract_types = ["house.rules.Rule"]', "$.import_linter.contract_types[0]"),
        (EXEMPTION + "matches = 0", "$.exemptions[0].matches"),
        (EXEMPTION + 'until = "soon"', "$.exemptions[0].until"),
        (EXEMPTION + 'kind = "sqlite"', "$.exemptions[0].kind"),
        ('[[debt]]\nid = "d"\ncontract = "c"', "$.debt[0]"),
        ('[baseline]\nmode = "soft"', "$.baseline.mode"),
    ],
)
def test_bad(text: str, place: str) -> None:
    assert place in errors(text)


def test_every_key_has_a_description() -> None:
    schema = config_schema()
    tables = [schema, *schema["$defs"].values()]  # type: ignore[attr-defined, index, misc]
    for table in tables:
        for key, value in table["properties"].items():
            assert "description" in value or "$ref" in value, key


def test_no_null() -> None:
    assert "null" not in str(config_schema())
