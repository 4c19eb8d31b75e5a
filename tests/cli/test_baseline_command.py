"""``archcheck baseline`` and what ``check`` makes of it, from files to exit code."""

import json
from pathlib import Path

import jsonschema
import pytest
from archcheck.report.schemas import SCHEMAS

from .conftest import Run

LAYERS = """\
[[layers]]
id = "L4"
modules = ["shop.api"]

[[layers]]
id = "L1"
modules = ["shop", "shop.driver", "shop.raw"]

[[contracts]]
id = "transactions"
type = "effect"
effect = "transaction"
owners = ["L4"]

[[contracts]]
id = "layers"
type = "layers"
"""
DRIVER = """\
from sqlalchemy.orm import Session


def save(session: Session) -> None:
    session.commit()


def twice(session: Session) -> None:
    session.commit()
    session.commit()
"""
RAW = "import sqlite3\n\n\ndef raw(connection: sqlite3.Connection) -> None:\n    connection.commit()\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    files = {"layers.toml": LAYERS, "shop/__init__.py": "", "shop/api.py": "", "shop/driver.py": DRIVER}
    for name, text in {**files, "shop/raw.py": RAW}.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return tmp_path


@pytest.fixture
def run(project: Path, archcheck: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(project)
    return archcheck


def change(project: Path, name: str, old: str, new: str) -> None:
    path = project / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def report(run: Run, *arguments: str) -> dict[str, object]:
    document: dict[str, object] = json.loads(run("check", "--format", "json", *arguments).out)
    jsonschema.validate(document, SCHEMAS["report"])
    return document


def entries(project: Path) -> list[dict[str, object]]:
    document: list[dict[str, object]] = json.loads((project / "reports/baseline.json").read_text())
    jsonschema.validate(document, SCHEMAS["baseline"])
    return document[1:]


def test_create_then_check(run: Run, project: Path) -> None:
    assert run("check").code == 1
    created = run("baseline", "create")
    assert (created.code, created.out, created.err) == (0, "reports/baseline.json: 4 findings in 3 entries\n", "")
    assert [(each["subject"], each["count"], each["kind"]) for each in entries(project)] == [
        ("shop.driver:save", 1, "orm"),
        ("shop.driver:twice", 2, "orm"),
        ("shop.raw:raw", 1, "dbapi"),
    ]
    checked = run("check")
    assert checked.code == 0
    assert checked.out.endswith("Nothing new. Not shown: 4 known.\nbaseline 4 (+0 -0)\n")
    assert [file.name for file in (project / "reports").iterdir()] == ["baseline.json"]


def test_check_reads_only(run: Run, project: Path) -> None:
    run("baseline", "create")
    change(project, "shop/driver.py", "    session.commit()\n\n", "    session.flush()\n\n")
    before = {path: path.stat().st_mtime_ns for path in project.rglob("*") if "__pycache__" not in path.parts}
    run("check")
    assert before == {path: path.stat().st_mtime_ns for path in project.rglob("*") if "__pycache__" not in path.parts}


def test_a_fix_and_a_new_finding_in_one_run(run: Run, project: Path) -> None:
    run("baseline", "create")
    change(project, "shop/driver.py", "    session.commit()\n\n", "    session.rollback()\n\n")
    checked = run("check")
    assert checked.code == 1
    assert "effect-site [transactions, certain]\n       save (L1) rolls back" in checked.out
    assert (
        "reports/baseline.json\n"
        "     2 stale effect-site [transactions] 1 listed, 0 found\n"
        "       sqlalchemy.orm.Session.commit in shop.driver:save\n"
        "       archcheck baseline prune takes out what is mended\n"
    ) in checked.out
    assert checked.out.endswith("baseline 4 (+1 -1)\n")
    document = report(run)
    assert document["baseline"] == {
        "file": "reports/baseline.json",
        "mode": "strict",
        "listed": 4,
        "new": 1,
        "gone": 1,
        "other_catalog": False,
    }
    (stale,) = document["stale"]  # type: ignore[misc]
    assert (stale["subject"], stale["listed"], stale["found"], stale["line"]) == ("shop.driver:save", 1, 0, 2)


@pytest.mark.parametrize(("mode", "code"), [("strict", 1), ("lenient", 0)])
def test_a_fixed_entry_fails_a_strict_baseline_whatever_the_format(
    run: Run, project: Path, mode: str, code: int
) -> None:
    (project / "layers.toml").write_text(f'{LAYERS}\n[baseline]\nfile = "known.json"\nmode = "{mode}"\n')
    run("baseline", "create")
    assert (project / "known.json").is_file()
    change(project, "shop/driver.py", "    session.commit()\n    session.commit()\n", "    session.commit()\n")
    for format_ in ("text", "json", "sarif", "github", "gitlab", "junit", "markdown"):
        assert run("check", "--format", format_).code == code, format_
    assert "archcheck baseline prune" in run("check", "--quiet").out
    pruned = run("baseline", "prune")
    assert pruned.code == 0
    assert pruned.out == (
        "known.json: 3 findings in 3 entries\n"
        "  - effect-site [transactions] sqlalchemy.orm.Session.commit in shop.driver:twice  2 -> 1\n"
    )
    assert run("check").code == 0
    assert run("baseline", "prune").out.endswith("  nothing to change\n")


def test_excess_names_all_places(run: Run, project: Path) -> None:
    run("baseline", "create")
    change(project, "shop/driver.py", "    session.commit()\n    session.commit()\n", "    session.commit()\n" * 3)
    checked = run("check")
    assert checked.code == 1
    assert "see also shop/driver.py:9\n       see also shop/driver.py:10" in checked.out
    assert checked.out.endswith("1 new error. Not shown: 4 known.\nbaseline 4 (+1 -0)\n")


def test_a_part_of_the_tree_calls_nothing_else_stale(run: Run, project: Path) -> None:
    run("baseline", "create")
    change(project, "shop/raw.py", "connection.commit()", "pass")
    change(project, "shop/driver.py", "    session.commit()\n\n", "    session.flush()\n\n")
    assert run("check", "shop/api.py").code == 0
    assert run("check", "--contract", "layers").code == 0
    assert [each["subject"] for each in report(run, "shop/raw.py")["stale"]] == ["shop.raw:raw"]  # type: ignore[attr-defined]
    assert report(run)["summary"]["stale"] == 2  # type: ignore[index]
    (project / "shop/raw.py").unlink()
    change(project, "layers.toml", ', "shop.raw"', "")
    assert [each["subject"] for each in report(run, "shop")["stale"]] == ["shop.driver:save", "shop.raw:raw"]  # type: ignore[attr-defined]
    assert report(run, "shop/driver.py")["summary"]["stale"] == 1  # type: ignore[index]


def test_what_became_unreadable_is_not_stale(run: Run, project: Path) -> None:
    run("baseline", "create")
    before = entries(project)
    (project / "shop/driver.py").write_text("def broken(:\n")
    checked = run("check")
    assert checked.code == 1
    assert "unread-file" in checked.out
    assert checked.out.endswith("baseline 4 (+1 -0)\n")
    run("baseline", "prune")
    assert entries(project) == before


def test_conflict_marks_and_other_garbage(run: Run, project: Path) -> None:
    run("baseline", "create")
    path = project / "reports/baseline.json"
    whole = path.read_text()
    path.write_text(whole.replace(",{", "<<<<<<< HEAD\n,{", 1))
    for command in (["check"], ["baseline", "prune"], ["baseline", "show"], ["baseline", "add", "--reason", "x"]):
        done = run(*command)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith("reports/baseline.json:2: is the mark of a merge conflict")
    path.write_text("")
    assert run("check").code == 2
    assert run("baseline", "create").code == 2
    assert run("baseline", "create", "--force").code == 0
    assert path.read_text() == whole


def test_create_writes_over_nothing_unless_forced(run: Run, project: Path) -> None:
    run("baseline", "create")
    change(project, "shop/driver.py", "    session.commit()\n\n", "    session.rollback()\n\n")
    refused = run("baseline", "create")
    assert refused.code == 2
    assert refused.err.startswith("reports/baseline.json: there is a baseline already; archcheck baseline prune")
    assert run("baseline", "create", "--force").out == (
        "reports/baseline.json: 4 findings in 3 entries\n"
        "  - effect-site [transactions] sqlalchemy.orm.Session.commit in shop.driver:save  1 -> 0\n"
        "  + effect-site [transactions] sqlalchemy.orm.Session.rollback in shop.driver:save  0 -> 1\n"
    )
    assert run("check").code == 0


def test_create_says_what_it_does_not_take_in(run: Run, project: Path) -> None:
    exemption = '[[exemptions]]\ncontract = "transactions"\nsubject = "shop.raw"\nreason = "r"\nuntil = 2020-01-01\n'
    (project / "layers.toml").write_text(f"{LAYERS}\n{exemption}")
    created = run("baseline", "create").out
    assert created.startswith("reports/baseline.json: 3 findings in 2 entries\n")
    assert "Not taken in: 1 effect-site, 1 unused-allow. They stay new" in created
    assert run("check").code == 1
    refused = run("baseline", "add", "shop/raw.py", "--reason", "r")
    assert refused.code == 2
    assert "shop/raw.py:5: an exemption of shop.raw:raw has expired; give it a new date" in refused.err


def test_add(run: Run, project: Path) -> None:
    run("baseline", "create")
    change(project, "shop/driver.py", "    session.commit()\n\n", "    session.rollback()\n    session.begin()\n\n")
    assert run("check").code == 1
    added = run("baseline", "add", "shop/driver.py:5", "--reason", "later", "--owner", "@data", "--until", "2999-01-31")
    assert added.out == (
        "reports/baseline.json: 5 findings in 4 entries\n"
        "  + effect-site [transactions] sqlalchemy.orm.Session.rollback in shop.driver:save  0 -> 1\n"
    )
    (entry,) = [each for each in entries(project) if "reason" in each]
    assert (entry["reason"], entry["owner"], entry["until"]) == ("later", "@data", "2999-01-31")
    (begin,) = [each for each in report(run)["findings"] if each["state"] == "new"]  # type: ignore[attr-defined]
    assert begin["line"] == 6
    assert run("baseline", "add", begin["fingerprint"], "--reason", "later").code == 0
    run("baseline", "prune")
    known = run("check", "--show", "known")
    assert known.code == 0
    assert "known later" in known.out


def test_an_entry_past_its_day_has_no_force(run: Run, project: Path) -> None:
    run("baseline", "create")
    path = project / "reports/baseline.json"
    path.write_text(path.read_text().replace('"count": 2', '"count": 2, "reason": "r", "until": "2020-01-31"'))
    checked = run("check")
    assert checked.code == 1
    assert "the baseline's entry on sqlalchemy.orm.Session.commit in shop.driver:twice" in " ".join(checked.out.split())
    assert checked.out.endswith("3 new errors. Not shown: 2 known.\nbaseline 4 (+2 -0)\n")
    run("baseline", "prune")
    assert len(entries(project)) == 3
    assert run("baseline", "add", "shop/driver.py", "--reason", "once more", "--until", "2999-01-31").code == 0
    assert [each["count"] for each in entries(project)] == [1, 2, 1]
    assert run("check").code == 0


def test_findings_and_entries_by_owner(run: Run, project: Path) -> None:
    (project / "CODEOWNERS").write_text("* @all\n/shop/driver.py @drivers @data\n/shop/raw.py\n")
    run("baseline", "create")
    (project / "shop/raw.py").write_text("")
    change(project, "shop/driver.py", "    session.commit()\n\n", "    session.rollback()\n\n")
    checked = run("check", "--statistics")
    assert "shop/driver.py  @drivers @data\n" in checked.out
    assert "owner new known debt exempt @data 1 2 0 0 @drivers 1 2 0 0" in " ".join(checked.out.split())
    document = report(run)
    assert document["owners_file"] == "CODEOWNERS"
    assert document["owners"] == [
        {"owner": owner, "new": new, "known": known, "debt": 0, "exempt": 0, "stale": 1}
        for owner, new, known in (("@data", 1, 2), ("@drivers", 1, 2), (None, 0, 0))
    ]
    assert "@drivers @data  3\n" in run("baseline", "show", "--by", "owner").out
    shown = json.loads(run("baseline", "show", "--format", "json").out)
    jsonschema.validate(shown, SCHEMAS["known"])
    assert [each["owners"] for each in shown["entries"]] == [["@drivers", "@data"], ["@drivers", "@data"], []]


def test_moved_findings_wait_for_their_new_names(run: Run, project: Path) -> None:
    run("baseline", "create")
    before = entries(project)
    (project / "shop/driver.py").rename(project / "shop/drivers.py")
    change(project, "layers.toml", '"shop.driver"', '"shop.drivers"')
    checked = run("check")
    assert checked.code == 0
    assert (
        "Moved\n  shop/drivers.py:5 effect-site [likely] sqlalchemy.orm.Session.commit\n      was shop.driver:save\n"
    ) in checked.out
    assert "  archcheck baseline prune --accept-moves takes the new names over\n" in checked.out
    assert checked.out.endswith("baseline 4 (+0 -0), 3 moved\n")
    assert "3 findings moved: archcheck baseline prune --accept-moves" in run("baseline", "prune").out
    assert entries(project) == before
    assert run("baseline", "prune", "--accept-moves").out == (
        "reports/baseline.json: 4 findings in 3 entries\n"
        "  - effect-site [transactions] sqlalchemy.orm.Session.commit in shop.driver:save  1 -> 0\n"
        "  - effect-site [transactions] sqlalchemy.orm.Session.commit in shop.driver:twice  2 -> 0\n"
        "  + effect-site [transactions] sqlalchemy.orm.Session.commit in shop.drivers:save  0 -> 1\n"
        "  + effect-site [transactions] sqlalchemy.orm.Session.commit in shop.drivers:twice  0 -> 2\n"
    )
    assert run("check").out.endswith("baseline 4 (+0 -0)\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--reason", " "], "--reason: is empty"),
        (["--reason", "r", "--until", "soon"], "--until: 'soon' is no date; write it as 2027-03-31"),
        (["--reason", "r", "--until", "2020-01-01"], "--until: 2020-01-01 is past"),
        (["--reason", "r", "shop/api.py"], "FINDING: shop/api.py: no new finding is there; name a file"),
        (["--reason", "r", "--contract", "nope"], "--contract: nope: there is no such contract"),
    ],
)
def test_add_refuses(run: Run, arguments: list[str], message: str) -> None:
    refused = run("baseline", "add", *arguments)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith(message)


def test_nothing_to_add_and_no_baseline(run: Run) -> None:
    assert (
        run("baseline", "prune").err
        == "reports/baseline.json: there is no baseline; archcheck baseline create writes one\n"
    )
    assert run("baseline", "show").code == 2
    assert run("baseline", "add", "--reason", "all of it").code == 0
    assert run("baseline", "add", "--reason", "more").err == "baseline add: there is nothing new to take in\n"


def test_show(run: Run) -> None:
    run("baseline", "add", "--reason", "old code", "--owner", "@data", "--until", "2999-01-31")
    assert run("baseline", "show", "--by", "module").out == (
        "reports/baseline.json: 4 findings in 3 entries, strict\n"
        "\n"
        "shop.driver  3\n"
        "  effect-site [transactions] sqlalchemy.orm.Session.commit in shop.driver:save  1\n"
        "      @data, until 2999-01-31, old code\n"
        "  effect-site [transactions] sqlalchemy.orm.Session.commit in shop.driver:twice  2\n"
        "      @data, until 2999-01-31, old code\n"
        "\n"
        "shop.raw  1\n"
        "  effect-site [transactions] sqlite3.Connection.commit in shop.raw:raw  1\n"
        "      @data, until 2999-01-31, old code\n"
    )
    document = json.loads(run("baseline", "show", "--format", "json").out)
    jsonschema.validate(document, SCHEMAS["known"])
    assert (document["listed"], document["mode"], len(document["entries"])) == (4, "strict", 3)


def test_another_catalog_is_said_where_it_may_matter(run: Run, project: Path) -> None:
    run("baseline", "create")
    path = project / "reports/baseline.json"
    path.write_text(path.read_text().replace('"catalog": "', '"catalog": "f'))
    assert run("check").out.endswith("\nbaseline 4 (+0 -0)\n")
    change(project, "shop/driver.py", "    session.commit()\n\n", "    session.flush()\n\n")
    assert "baseline 4 (+0 -1), written with another catalog" in run("check").out
    run("baseline", "prune")
    assert run("check").out.endswith("\nbaseline 3 (+0 -0)\n")


def test_a_baseline_outside_is_neither_read_nor_written(
    run: Run, project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (project / "reports").symlink_to(elsewhere)
    for command in (["check"], ["baseline", "create"]):
        refused = run(*command)
        assert refused.code == 2
        assert "leaves the directory" in refused.err
    assert not list(elsewhere.iterdir())
