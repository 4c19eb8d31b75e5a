"""``archcheck fleet``: many repositories side by side, broken ones included."""

import json
import os
from pathlib import Path

import jsonschema
import pytest
from archcheck.cli.app import app
from archcheck.facts.scan import Means
from archcheck.model.errors import UserError
from archcheck.report.fleet_json import FLEET
from archcheck.run import check
from typer.testing import CliRunner

LAYERS = '[[contracts]]\nid = "tx"\ntype = "effect"\neffect = "transaction"\nowners = ["shop.api"]\n'
COMMIT = "import sqlite3\n\ndef save(c: sqlite3.Connection) -> None:\n    c.commit()\n"
KEPT = "def save() -> None: ...\n"
STALE = "[baseline]\nfile = 'baseline.json'\n"


def repository(folder: Path, driver: str, layers: str = LAYERS, **files: str) -> Path:
    (folder / "shop").mkdir(parents=True)
    (folder / "layers.toml").write_text(layers)
    (folder / "shop" / "__init__.py").write_text("")
    (folder / "shop" / "api.py").write_text("from shop import driver\n\ndef route(c): driver.save(c)\n")
    (folder / "shop" / "driver.py").write_text(driver)
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One that passes, two that fail, one of them with owners of its own, one with a faulty layers.toml, and one that is not there."""
    repository(tmp_path / "good", KEPT)
    repository(tmp_path / "bad", COMMIT)
    repository(tmp_path / "worse", COMMIT + COMMIT.replace("save", "more"), CODEOWNERS="/shop/ @drivers\n")
    repository(tmp_path / "faulty", KEPT, LAYERS.replace("owners", "owner"))
    (tmp_path / "worse" / ".git").mkdir()
    text = "".join(f'[[repositories]]\npath = "{name}"\n' for name in ("good", "bad", "gone", "worse", "faulty"))
    (tmp_path / "fleet.toml").write_text(
        text.replace('path = "bad"\n', 'path = "bad"\nowner = "@bad"\n').replace(
            'path = "gone"\n', 'path = "gone"\nurl = "https://example.org/gone.git"\n'
        )
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARCHCHECK_EXECUTOR", "serial")
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ("fleet", *arguments))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout


def test_side_by_side(fleet: Path) -> None:
    code, text = run("fleet.toml")
    assert code == 2
    assert (
        text
        == """\
repository  exit  modules  unread  sites  new  known  debt  exempt  stale
faulty         2
    layers.toml:1: contracts[0].owners: is missing; layers.toml:5: contracts[0].owner: unknown key;
    allowed: id, severity, reason, guidance, type, effect, owners, homes, mode, certainty, unproven,
    orphans; did you mean owners?
gone           2
    gone: there is no such directory; clone it there: https://example.org/gone.git
worse          1        3       0      3    2      0     0       0      0
    effect-site 2
bad            1        3       0      2    1      0     0       0      0
    effect-site 1
good           0        3       0      0    0      0     0       0      0
all            2        9       0      5    3      0     0       0      0

rule         new  known  debt  exempt  most in
effect-site    3      0     0       0  worse 2, bad 1

owner     new  known  debt  exempt  most in
@drivers    2      0     0       0  worse 2
@bad        1      0     0       0  bad 1

What to do first
   1. faulty  layers.toml:1: contracts[0].owners: is missing
   2. gone    gone: there is no such directory; clone it there: https://example.org/gone.git
   3. worse   2 of 2 new findings are in shop/driver.py
              lift shop.driver:more to an owner: clears 1 of 2 call sites of tx  shop/driver.py:7
   4. bad     1 of 1 new finding is in shop/driver.py

5 repositories: 2 could not be checked, 2 failed, 1 passed.
"""
    )


def test_json_keeps_its_schema_and_sums_up(fleet: Path) -> None:
    code, text = run("fleet.toml", "--format", "json")
    value = json.loads(text)
    jsonschema.validate(value, FLEET)
    assert code == value["summary"]["exit_code"] == 2
    for key in ("modules", "unread", "call_sites", "stale"):
        assert value["summary"][key] == sum(each["summary"][key] for each in value["repositories"] if each["summary"])
    assert value["summary"]["findings"]["new"] == sum(rule["new"] for rule in value["rules"]) == 3
    assert [each["name"] for each in value["repositories"]] == ["faulty", "gone", "worse", "bad", "good"]
    assert value["repositories"][1]["mistakes"] == [
        "gone: there is no such directory; clone it there: https://example.org/gone.git"
    ]


def test_each_is_checked_as_by_itself(fleet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {each["name"]: each for each in json.loads(run("fleet.toml", "--format", "json")[1])["repositories"]}
    for name in ("good", "bad", "worse"):
        monkeypatch.chdir(fleet / name)
        result = CliRunner().invoke(app, ["check", "--format", "json"])
        alone = json.loads(result.stdout)
        assert (rows[name]["exit_code"], rows[name]["summary"], rows[name]["contracts"]) == (
            result.exit_code,
            alone["summary"],
            alone["contracts"],
        )


def test_whatever_reads_it_the_bytes_are_the_same(fleet: Path) -> None:
    def written(*arguments: str) -> tuple[int, str, str]:
        code, text = run(
            "fleet.toml", "--output", "json=a.json", "--output", "markdown=a.md", "--output", "-", *arguments
        )
        return code, text, Path("a.json").read_text() + Path("a.md").read_text()

    serial = written("--executor", "serial", "--no-cache")
    assert written("--executor", "processes:2", "--no-cache") == serial
    assert written("--executor", "processes:3") == serial
    assert written("--executor", "threads:2") == serial


def test_several_outputs_from_one_run(fleet: Path) -> None:
    code, text = run("fleet.toml", "--output", "json=roll-up.json", "--output", "markdown=roll-up.md", "--output", "-")
    assert (code, text) == run("fleet.toml")
    assert json.loads((fleet / "roll-up.json").read_text())["schema"] == "archcheck.fleet/1"
    page = (fleet / "roll-up.md").read_text()
    assert page.startswith("## archcheck: 5 repositories: 2 could not be checked, 2 failed, 1 passed.\n")
    assert "| `worse` | **failed** | 3 | 0 | 3 | 2 | 0 | 0 | 0 | 0 | `effect-site` 2 |" in page


def test_the_exit_code_is_the_worst(fleet: Path) -> None:
    for names, expected in ((("good",), 0), (("good", "bad"), 1), (("bad", "gone"), 2)):
        Path("some.toml").write_text("".join(f'[[repositories]]\npath = "{name}"\n' for name in names))
        assert run("some.toml")[0] == expected


def test_a_bug_in_one_is_a_row(fleet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = check.check

    def broken(cwd: Path, options: check.Options) -> object:
        if cwd.name == "bad":
            raise ZeroDivisionError("by zero")
        return real(cwd, options)

    monkeypatch.setattr(check, "check", broken)
    result = CliRunner().invoke(app, ["fleet", "fleet.toml", "--executor", "serial"])
    assert result.exit_code == 3
    assert "bad            3\n    a bug in archcheck: ZeroDivisionError: by zero\n" in result.stdout
    assert "Traceback (most recent call last)" in result.stderr
    assert "Traceback" not in result.stdout


def test_a_process_that_is_killed_takes_no_repository_along(fleet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = run("fleet.toml", "--executor", "serial")
    from archcheck.facts import extraction
    from archcheck.run import fleet as use_case

    def dying(workers: int) -> object:
        executor = extraction.processes(workers)
        executor.submit(os._exit, 1).exception()
        return executor

    monkeypatch.setattr(use_case, "processes", dying)
    assert run("fleet.toml", "--executor", "processes:2") == whole


def test_stale_entries_of_a_baseline_are_work(fleet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (fleet / "bad" / "layers.toml").write_text(LAYERS + STALE)
    monkeypatch.chdir(fleet / "bad")
    assert CliRunner().invoke(app, ["baseline", "create"]).exit_code == 0
    (fleet / "bad" / "shop" / "driver.py").write_text(KEPT)
    monkeypatch.chdir(fleet)
    text = run("fleet.toml")[1]
    assert "bad            1        3       0      0    0      0     0       0      1\n" in text
    assert "bad     archcheck baseline prune: 1 entry of baseline.json is found no more" in text


def test_no_repository_brings_the_cache(fleet: Path) -> None:
    with pytest.raises(UserError, match=r"--cache-dir: .* lies in the checked repository"):
        run("fleet.toml", "--cache-dir", "worse/cache")


@pytest.mark.parametrize("name", ["text", "json", "markdown"])
def test_names_that_mean_harm(
    hostile_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    evil = "<img src=x onerror=alert(1)> | \\u202e\\u001b[31m ::error::`"
    (tmp_path / "fleet.toml").write_text(
        f'[[repositories]]\npath = "project"\nname = "{evil}"\nowner = "{evil}"\n[[repositories]]\npath = "{evil}/x"\n'
    )
    monkeypatch.chdir(tmp_path)
    code, text = run("fleet.toml", "--format", name)
    assert code == 2
    assert not any(mark in text for mark in ("\u202e", "\u001b", "\n::error"))
    assert name != "markdown" or "<img" not in text


def test_progress_is_told_in_repositories(fleet: Path) -> None:
    from archcheck.run import fleet as use_case

    told: list[tuple[str, int, int]] = []
    listed = use_case.repositories(Path("fleet.toml"), fleet)
    use_case.fleet(
        Path("fleet.toml"),
        fleet,
        listed,
        use_case.Options(progress=lambda *each: told.append(each), means=Means(workers=1)),
    )
    assert told == [("repositories", done, 5) for done in range(6)]
