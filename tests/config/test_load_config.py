"""A good layers.toml as values: the defaults, and every key under its own name."""

import datetime
import subprocess
import sys
from pathlib import Path

import pytest
from archcheck.config.load import load_config
from archcheck.config.schema import Config, EffectContract, LayersContract, LinterContract

LEAST = """
[[contracts]]
id = "domains"
type = "independence"
modules = ["shop.orders", "shop.billing"]
"""
WHOLE = """
[project]
roots = ["src"]
packages = ["shop"]
check = ["shop.**"]
exclude = ["shop.legacy.**"]
exclude_paths = ["vendor/**"]
tests = ["tests.**"]
domains = ["shop.{domain}.**"]

[[layers]]
id = "L4"
name = "Coordinators"
modules = ["shop.*.coordinators.**"]
aliases = ["L4.1"]
[[layers]]
id = "L3"

[assign]
by = ["modules", "header"]
header = '^# Layer: (?P<layer>\\S+)'
header_lines = 10
unassigned = "error"

[[contracts]]
id = "layers"
type = "layers"
order = ["L4", "L3"]
closed = ["L3"]
type_checking_imports = false
ignore_imports = ["shop.a -> shop.*.b"]

[[contracts]]
id = "transactions"
type = "effect"
effect = "transaction.commit"
owners = ["L4", "shop.jobs.**", "scripts"]
homes = ["shop.db"]
mode = "inside"
certainty = "certain"
severity = "warning"
unproven = "off"
orphans = "off"
reason = "one owner"
guidance = "take the session"

[[contracts]]
id = "forbidden"
type = "forbidden"
name = "No shop in tools"
source_modules = ["tools"]
forbidden_modules = ["shop"]
reason = "tools stand alone"

[[effects]]
id = "clock"
apis = ["time.time"]

[catalog]
versions = { pymysql = "1.1" }

[[exemptions]]
contract = "transactions"
subject = "shop.tools.**:Tool.*"
api = "sqlite3.**"
kind = "dbapi"
matches = 3
reason = "one-off tools"
owner = "@data"
until = 2027-03-31

[[debt]]
id = "raw-sql"
contract = "transactions"
kind = "dbapi"
reason = "later"
"""


def load(tmp_path: Path, text: str, **options: bool) -> Config:
    (tmp_path / "src").mkdir(exist_ok=True)
    (tmp_path / "layers.toml").write_text(text)
    return load_config(None, tmp_path, **options)


def test_defaults(tmp_path: Path) -> None:
    config = load(tmp_path, LEAST)
    assert (config.project.roots, config.project.packages, config.project.check) == ((), (), ("**",))
    assert config.project.tests == ("tests.**", "**.tests.**", "**.test_*", "**.conftest")
    assert (config.assign.by, config.assign.header_lines, config.assign.unassigned) == (("modules",), 30, "warning")
    assert not config.import_linter.inherit
    assert config.baseline is None


def test_every_key(tmp_path: Path) -> None:
    config = load(tmp_path, WHOLE)
    layers, effect, forbidden = config.contracts
    assert isinstance(layers, LayersContract)
    assert (layers.order, layers.closed, layers.type_checking_imports) == (("L4", "L3"), ("L3",), False)
    assert isinstance(effect, EffectContract)
    assert (effect.owners, effect.homes) == (("L4", "shop.jobs.**", "scripts"), ("shop.db",))
    assert (effect.certainty, effect.severity, effect.unproven) == ("certain", "warning", "off")
    assert isinstance(forbidden, LinterContract)
    assert forbidden.options == {
        "name": "No shop in tools",
        "source_modules": ["tools"],
        "forbidden_modules": ["shop"],
    }
    assert (forbidden.name, forbidden.reason) == ("No shop in tools", "tools stand alone")
    assert config.exemptions[0].until == datetime.date(2027, 3, 31)
    assert config.catalog.versions == {"pymysql": "1.1"}
    assert config.layers[0].aliases == ("L4.1",)


def test_lines_of_keys(tmp_path: Path) -> None:
    config = load(tmp_path, WHOLE)
    lines = WHOLE.splitlines()
    assert lines[config.line("exemptions", 0, "subject") - 1] == 'subject = "shop.tools.**:Tool.*"'
    assert lines[config.line("debt", 0) - 1] == "[[debt]]"
    assert lines[config.line("debt", 0, "not there") - 1] == "[[debt]]"


def test_name_of_a_linter_contract_is_its_id_by_default(tmp_path: Path) -> None:
    (contract,) = load(tmp_path, LEAST).contracts
    assert isinstance(contract, LinterContract)
    assert contract.name == "domains"


def test_found_in_the_nearest_parent(tmp_path: Path) -> None:
    below = tmp_path / "src" / "shop"
    below.mkdir(parents=True)
    load(tmp_path, LEAST)
    config = load_config(None, below)
    assert (config.path, config.directory) == (tmp_path.resolve() / "layers.toml", tmp_path.resolve())


def test_named_file(tmp_path: Path) -> None:
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "house.toml").write_text(LEAST)
    assert load_config(Path("conf/house.toml"), tmp_path).directory == (tmp_path / "conf").resolve()


def test_exemptions_may_name_inherited_contracts(tmp_path: Path) -> None:
    text = '[import_linter]\ninherit = true\n[[exemptions]]\ncontract = "theirs"\nsubject = "a"\nreason = "r"\n'
    assert load(tmp_path, text).exemptions[0].contract == "theirs"


def test_own_contract_class(tmp_path: Path) -> None:
    text = '[import_linter]\ncontract_types = ["own: json.decoder.JSONDecoder"]\n'
    text += '[[contracts]]\nid = "c"\ntype = "own"\nanything = { a = [1] }\n'
    (contract,) = load(tmp_path, text, allow_contract_types=True).contracts
    assert isinstance(contract, LinterContract)
    assert contract.options == {"anything": {"a": [1]}}


@pytest.mark.parametrize("effect", ["transaction.mode", "filesystem", "io", "io.disk"])
def test_effects_that_can_be_named(effect: str, tmp_path: Path) -> None:
    text = f'[[contracts]]\nid = "c"\ntype = "effect"\neffect = "{effect}"\nowners = ["shop"]\n'
    config = load(tmp_path, text + '[[effects]]\nid = "io.disk"\napis = ["os.sync"]\n')
    assert config.contracts[0].id == "c"


def test_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    (tmp_path / "layers.toml").write_bytes(b"\xef\xbb\xbf" + LEAST.replace("\n", "\r\n").encode())
    assert load_config(None, tmp_path).line("contracts", 0, "type") == 4


def test_version_loads_no_pydantic() -> None:
    code = "import sys, archcheck, archcheck.model.errors; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
