"""The review of the example, read against its own list of faults."""

import shutil
from collections import Counter
from pathlib import Path

import pytest
from archcheck.model.errors import UserError
from archcheck.model.review import Review
from archcheck.run.review import Options, folder, review

ROOT = Path(__file__).parent.parent.parent
SHOP = ROOT / "examples" / "shop"


@pytest.fixture(scope="module")
def shop() -> Review:
    return review(SHOP, Options(label="today"))


def test_cells_hold_all_modules_and_findings(shop: Review) -> None:
    assert (shop.title, shop.label, shop.area_word) == ("shop", "today", "domain")
    assert sum(node.modules for node in shop.cells.nodes) == len(shop.modules) == shop.report.summary.modules
    counting = [finding for finding in shop.report.findings if finding.state != "exempt" and finding.module]
    assert sum(node.findings for node in shop.cells.nodes) == len(counting)


def test_edges_are_the_imports_between_cells(shop: Review) -> None:
    inside = sum(node.inner for node in shop.cells.nodes)
    assert inside + sum(edge.count for edge in shop.cells.edges) == len(shop.imports)
    red = {(edge.source, edge.target) for edge in shop.cells.edges if edge.findings}
    assert red == {("L2/orders", "L3/orders"), ("L2/shipping", "L4/shipping"), ("L3/catalogue", "L1/billing")}


def test_the_inventory_says_how_each_site_stands(shop: Review) -> None:
    standing = {(e.site.module, e.site.function, e.site.api): e.standing for e in shop.inventory}
    assert standing["shop.orders.coordinators", "place", "sqlalchemy.orm.Session.commit"] == "owner"
    assert standing["shop.db", "session_scope", "sqlalchemy.orm.Session.commit"] == "allowed"
    assert standing["shop.orders.repositories", "OrderRepository.save", "sqlalchemy.orm.Session.commit"] == "finding"
    found = {finding.fingerprint for finding in shop.report.findings if finding.rule == "effect-site"}
    assert {entry.finding for entry in shop.inventory if entry.standing == "finding"} == found


def test_the_worklist_holds_what_is_reached_past_the_owners_and_is_not_exempt(shop: Review) -> None:
    (worklist,) = shop.report.worklists
    assert (worklist.contract, worklist.sites, worklist.reached, worklist.below) == ("transactions", 8, 4, 4)
    assert [(step.function, step.layer, step.clears, step.left) for step in worklist.steps] == [
        ("shop.billing.drivers:LedgerDriver.cancel", "L2", 1, 3),
        ("shop.billing.drivers:LedgerDriver.close_year", "L2", 1, 2),
        ("shop.orders.repositories:OrderRepository.save", "L2", 1, 1),
        ("shop.orders.services:OrderService.forget", "L3", 1, 0),
    ]


def test_source_lines_are_around_findings_and_on_paths(shop: Review) -> None:
    for finding in shop.report.findings:
        lines = shop.lines[finding.location.path]
        assert finding.location.line in lines
        for step in finding.witness:
            assert step.line in shop.lines[step.path]
    finding = next(finding for finding in shop.report.findings if finding.function == "OrderRepository.save")
    line = finding.location.line
    assert shop.lines[finding.location.path][line] == "        self._session.commit()"
    assert {line - 2, line - 1, line, line + 1, line + 2} <= set(shop.lines[finding.location.path])


def test_cycles_and_coupling(shop: Review) -> None:
    assert [(cycle.package, cycle.members) for cycle in shop.cycles] == [
        ("shop.orders", ("shop.orders.repositories", "shop.orders.services")),
        ("shop.shipping", ("shop.shipping.coordinators", "shop.shipping.drivers")),
    ]
    assert Counter(each.package for each in shop.couplings) == Counter(
        ["shop", "shop.billing", "shop.catalogue", "shop.orders", "shop.shipping"]
    )


def test_manual_pages_are_those_of_the_findings(shop: Review) -> None:
    assert {manual.rule for manual in shop.manuals} == {finding.rule for finding in shop.report.findings}


def test_tests_and_sites_without_a_contract(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    for name, text in (
        ("__init__", ""),
        ("db", "import sqlite3\n\ndef f(c: sqlite3.Connection) -> None:\n    c.commit()\n    c.rollback()\n"),
        (
            "test_db",
            "import sqlite3\nfrom shop import db\n\ndef test(c: sqlite3.Connection) -> None:\n    c.commit()\n",
        ),
    ):
        (tmp_path / "shop" / f"{name}.py").write_text(text, encoding="utf-8")
    contract = '[[contracts]]\nid = "c"\ntype = "effect"\neffect = "transaction.commit"\nowners = ["shop.db"]\n'
    (tmp_path / "layers.toml").write_text(contract, encoding="utf-8")
    found = review(tmp_path, Options())
    assert [(e.site.api.rpartition(".")[2], e.contract, e.standing) for e in found.inventory] == [
        ("commit", "c", "owner"),
        ("commit", "c", "test"),
        ("rollback", None, "allowed"),
    ]
    assert [module.place.module for module in found.modules if module.is_test] == ["shop.test_db"]
    assert found.imports == ()
    assert [node.modules for node in found.cells.nodes] == [2]


def test_the_folder_stays_below_the_configuration(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "layers.toml").write_text((SHOP / "layers.toml").read_text(encoding="utf-8"), encoding="utf-8")
    (project / "reports").symlink_to(tmp_path)
    with pytest.raises(UserError, match="leaves the directory"):
        folder(project, None)
    (project / "reports").unlink()
    assert folder(project, None) == project.resolve() / "reports"
    assert (project / "reports").is_dir()


def test_the_sweep_says_what_the_check_has_found(shop: Review) -> None:
    (sweep,) = shop.sweeps
    assert (sweep.status.id, sweep.status.contract) == ("commits", "transactions")
    left = [f for f in shop.report.findings if f.contract == "transactions" and f.state == "new"]
    assert sweep.status.total == sweep.burndown.totals[-1] == len(left)
    assert [each.total for each in sweep.status.log] == [6, 9]
    assert sweep.status.unrecorded is None, "the log of the example is up to date"


def test_a_sweep_whose_log_is_broken(tmp_path: Path) -> None:
    shutil.copytree(SHOP, tmp_path / "shop")
    log = tmp_path / "shop/reports/sweeps/commits.jsonl"
    log.write_text(log.read_text("utf-8")[:-2], encoding="utf-8")
    with pytest.raises(UserError, match="the file is cut off"):
        review(tmp_path / "shop", Options())
    log.unlink()
    (sweep,) = review(tmp_path / "shop", Options()).sweeps
    assert (sweep.status.log, sweep.burndown.totals) == ((), (sweep.status.total,))
