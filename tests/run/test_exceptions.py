"""Entries of layers.toml and inline comments against findings: states, and findings on what is of no use."""

import datetime
from pathlib import Path

from archcheck.config.load import load_config
from archcheck.model.finding import Finding
from archcheck.model.location import Location
from archcheck.ratchet.allows import Allow
from archcheck.run.exceptions import with_states

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
owners = ["L2"]
[[exemptions]]
contract = "tx"
subject = "shop.a"
matches = 1
reason = "reviewed"
[[exemptions]]
contract = "layers"
subject = "shop.**"
reason = "old"
until = 2026-01-31
[[debt]]
id = "raw"
contract = "tx"
kind = "dbapi"
reason = "later"
"""
TODAY = datetime.date(2026, 5, 1)
ALLOW = Allow(Location("shop/b.py", 2, 1, 2, 9), "shop.b", "tx", 2, "why")


def finding(path: str, line: int, contract: str = "tx", kind: str | None = None) -> Finding:
    module = path.removesuffix(".py").replace("/", ".")
    return Finding("r", contract, "error", Location(path, line), module, "api", "m", kind=kind)


def states(
    tmp_path: Path, *findings: Finding, selected: tuple[str, ...] = ("layers", "tx")
) -> list[tuple[object, ...]]:
    (tmp_path / "layers.toml").write_text(TOML)
    config = load_config(None, tmp_path)
    judged = with_states(
        findings, [ALLOW], config, "layers.toml", contracts=["layers", "tx"], selected=selected, today=TODAY
    )
    return [(found.rule, found.location.path, found.location.line, found.state) for found in judged]


def test_all_in_use(tmp_path: Path) -> None:
    found = [finding("shop/a.py", 1), finding("shop/b.py", 2), finding("shop/c.py", 3, kind="dbapi")]
    assert states(tmp_path, *found, selected=("tx",)) == [
        ("r", "shop/a.py", 1, "exempt"),
        ("r", "shop/b.py", 2, "exempt"),
        ("r", "shop/c.py", 3, "debt"),
    ]


def test_expired_too_many_and_unused(tmp_path: Path) -> None:
    found = [finding("shop/a.py", 1), finding("shop/a.py", 4), finding("shop/c.py", 3, "layers")]
    assert states(tmp_path, *found) == [
        ("unused-allow", "layers.toml", 15, "new"),  # covers 2, may cover 1
        ("unused-allow", "layers.toml", 20, "new"),  # expired
        ("unused-allow", "layers.toml", 25, "new"),  # the debt without findings
        ("r", "shop/a.py", 1, "exempt"),
        ("r", "shop/a.py", 4, "exempt"),
        ("unused-allow", "shop/b.py", 2, "new"),
        ("r", "shop/c.py", 3, "new"),
    ]


def test_too_many_name_all_places(tmp_path: Path) -> None:
    (tmp_path / "layers.toml").write_text(TOML)
    config = load_config(None, tmp_path)
    found = [finding("shop/a.py", 1), finding("shop/a.py", 4)]
    judged = with_states(found, [], config, "layers.toml", contracts=["tx"], selected=["tx"], today=TODAY)
    (surplus,) = [each for each in judged if "may cover 1" in each.message]
    assert surplus.related == (Location("shop/a.py", 1), Location("shop/a.py", 4))


def test_contracts_that_were_not_run_leave_their_exceptions_alone(tmp_path: Path) -> None:
    assert states(tmp_path, finding("shop/c.py", 3, "layers"), selected=("layers",)) == [
        ("unused-allow", "layers.toml", 20, "new"),
        ("r", "shop/c.py", 3, "new"),
    ]
