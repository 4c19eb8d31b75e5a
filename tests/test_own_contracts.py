"""archcheck keeps its own contracts, without a baseline, an exemption or a comment; and each of them checks something."""

import tomllib
from pathlib import Path

from archcheck.run.check import Options, check

ROOT = Path(__file__).parent.parent


def test_archcheck_keeps_its_own_contracts() -> None:
    report = check(ROOT, Options(config=ROOT / "layers.toml"))
    assert [(each.rule, each.location.path, each.location.line, each.message) for each in report.findings] == []
    assert [each.id for each in report.contracts if each.verdict != "kept" or not each.checked] == []
    assert (report.summary.unread, report.summary.unassigned, report.summary.unproven) == (0, 0, 0)


def test_nothing_is_excused() -> None:
    document = tomllib.loads((ROOT / "layers.toml").read_text(encoding="utf-8"))
    assert not document.keys() & {"exemptions", "debt", "baseline"}
    assert all("reason" in contract for contract in document["contracts"])
