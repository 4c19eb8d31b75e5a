"""What would be held against nothing is a mistake, and only where a contract that is run asks for it."""

from pathlib import Path

import pytest
from archcheck.config.load import load_config
from archcheck.config.schema import Config
from archcheck.model.placement import Placement
from archcheck.run.emptiness import empty_mistakes

TOML = """\
[[layers]]
id = "L2"
modules = ["shop.api"]
[[layers]]
id = "L1"
modules = ["shop.model"]
[[contracts]]
id = "layers"
type = "layers"
[[contracts]]
id = "tx"
type = "effect"
effect = "transaction"
owners = ["L2", "shop.tools.*"]
homes = ["shop.db"]
"""


def config(tmp_path: Path, text: str = TOML) -> Config:
    (tmp_path / "layers.toml").write_text(text)
    return load_config(None, tmp_path)


def mistakes(found: Config, modules: dict[str, str | None], *ids: str) -> list[str]:
    placements = [Placement(module, f"{module}.py", layer, None, None, "") for module, layer in modules.items()]
    chosen = [contract for contract in found.contracts if contract.id in ids]
    return [f"{m.line} {m.key} {m.problem}" for m in empty_mistakes(found, "layers.toml", placements, chosen)]


FULL = {"shop.api": "L2", "shop.model": "L1", "shop.tools.x": None, "shop.db": None}


@pytest.mark.parametrize(
    ("missing", "ids", "expected"),
    [
        ("", ("layers", "tx"), []),
        ("shop.model", ("layers",), ["4 layers[1] no module is in layer L1"]),
        ("shop.model", ("tx",), []),
        ("shop.api", ("tx",), ["1 layers[0] no module is in layer L2"]),
        ("shop.tools.x", ("tx",), ["14 contracts[1].owners[1] 'shop.tools.*' matches no module"]),
        ("shop.tools.x", ("layers",), []),
        ("shop.db", ("tx",), ["15 contracts[1].homes[0] 'shop.db' matches no module"]),
    ],
)
def test_contracts(missing: str, ids: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    modules = {module: layer for module, layer in FULL.items() if module != missing}
    assert mistakes(config(tmp_path), modules, *ids) == expected


def test_check_patterns_match_something(tmp_path: Path) -> None:
    found = config(tmp_path, '[project]\ncheck = ["shop.**", "shap.**"]\n' + TOML)
    assert mistakes(found, FULL, "layers") == ["2 project.check[1] 'shap.**' matches no module"]
