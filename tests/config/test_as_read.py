from pathlib import Path

from archcheck.config.as_read import settings
from archcheck.config.load import load_config
from archcheck.model.review import Setting

TEXT = """
[project]
packages = ["shop"]

[[layers]]
id = "L1"
modules = ["shop.**"]

[[contracts]]
id = "domains"
type = "independence"
modules = ["shop.a", "shop.b"]

[[exemptions]]
contract = "domains"
subject = "shop.a"
reason = "it \\"is\\" so"
until = 2027-03-31
"""


def test_given_and_default(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").touch()
    (tmp_path / "layers.toml").write_text(TEXT, encoding="utf-8")
    found = settings(load_config(None, tmp_path))
    assert Setting("[project]", "packages", '["shop"]', True) in found
    assert Setting("[project]", "check", '["**"]', False) in found
    assert Setting("[[layers]] L1", "modules", '["shop.**"]', True) in found
    assert Setting("[[contracts]] domains", "modules", '["shop.a", "shop.b"]', True) in found
    assert Setting("[[exemptions]] 1", "until", "2027-03-31", True) in found
    assert Setting("[[exemptions]] 1", "reason", '"it \\"is\\" so"', True) in found
    assert Setting("[import_linter]", "inherit", "false", False) in found
    assert not [each for each in found if each.value == "None"]
