"""``archcheck check --against REV``: only what the files on disk add, from the whole of both sides."""

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Done, Run

LAYERS = """\
[[layers]]
id = "L4"
modules = ["shop.api"]

[[layers]]
id = "L1"
modules = ["shop", "shop.driver", "shop.raw"]

[[contracts]]
id = "layers"
type = "layers"

[[contracts]]
id = "transactions"
type = "effect"
effect = "transaction"
owners = ["L4"]
"""
SESSION = "from sqlalchemy.orm import Session\n\n\n"
SAVE = "def save(session: Session) -> None:\n    session.commit()\n\n\n"
TWICE = "def twice(session: Session) -> None:\n    session.commit()\n    session.commit()\n\n\n"
PROJECT = {
    "layers.toml": LAYERS,
    "shop/__init__.py": "",
    "shop/api.py": "",
    "shop/driver.py": SESSION + SAVE,
    "shop/raw.py": "",
}


@pytest.fixture
def run(git: Any, archcheck: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    git.commit(PROJECT)
    monkeypatch.chdir(tmp_path)
    return archcheck


def against(run: Run, revision: str = "HEAD", *more: str) -> Done:
    return run("check", "--against", revision, "--format", "json", *more)


def test_nothing_added(run: Run) -> None:
    done = against(run)
    assert (done.code, done.findings) == (0, [])
    assert run("check").code == 1


def test_what_is_added_is_shown_alone(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "shop/driver.py"
    path.write_text("# a line above\n" + path.read_text() + TWICE)
    done = against(run)
    assert done.code == 1
    assert done.said == [("shop.driver:twice", "sqlalchemy.orm.Session.commit")] * 2
    assert json.loads(done.out)["against"]["name"] == "HEAD"


def test_verdicts_are_of_the_whole(run: Run) -> None:
    verdicts = [contract["verdict"] for contract in json.loads(against(run).out)["contracts"]]
    assert verdicts == ["kept", "broken"]


def test_only_the_excess_of_one_identity(run: Run, git: Any, tmp_path: Path) -> None:
    first = git("rev-parse", "HEAD")
    path = tmp_path / "shop/driver.py"
    path.write_text(path.read_text().replace("    session.commit()\n", "    session.commit()\n    session.commit()\n"))
    git.commit()
    done = against(run, first)
    assert [finding["line"] for finding in done.findings] == [6]
    assert f"{first} has 1 of these in shop.driver:save" in done.findings[0]["evidence"]


def test_the_whole_of_both_sides(run: Run, tmp_path: Path) -> None:
    """A caller far away gives a receiver its type: the finding stands in a file that has not changed."""
    base = tmp_path / "shop/raw.py"
    base.write_text("def end(it):\n    it.commit()\n")
    assert [said for said in against(run).said if "raw" in said[0]] == [("shop.raw:end", "commit")]


def test_a_new_path_names_the_step_that_made_it(run: Run, git: Any, tmp_path: Path) -> None:
    git.commit({"shop/raw.py": "from shop import driver\n", "shop/driver.py": ""})
    (tmp_path / "shop/driver.py").write_text("\nimport shop.api\n")
    found = {finding["subject"]: finding for finding in against(run).findings}
    assert set(found) == {"shop.driver"}
    step = "HEAD does not have this step: shop.driver imports shop.api (shop/driver.py:2)"
    assert all(step in finding["evidence"] for finding in found.values())


def test_a_path_whose_steps_were_there(run: Run, git: Any, tmp_path: Path) -> None:
    git.commit({"shop/raw.py": "import shop.api\n", "layers.toml": LAYERS.replace(', "shop.raw"', "")})
    (tmp_path / "layers.toml").write_text(LAYERS)
    assert against(run).findings == [], "both sides are judged by the configuration on disk"
    header = LAYERS.replace('"shop.driver", "shop.raw"', '"shop.driver"') + '\n[assign]\nby = ["modules", "header"]\n'
    (tmp_path / "layers.toml").write_text(header)
    (tmp_path / "shop/raw.py").write_text("# Layer: L1\nimport shop.api\n")
    (finding,) = [finding for finding in against(run).findings if finding["rule"] == "layer-import"]
    assert "HEAD has every step of it: what is around them has changed" in finding["evidence"]


def test_a_call_path_past_the_owners(run: Run, git: Any, tmp_path: Path) -> None:
    git.commit(
        {
            "layers.toml": LAYERS + 'mode = "through"\n',
            "shop/api.py": "import shop.driver\n\n\ndef place(s):\n    shop.driver.save(s)\n",
        }
    )
    assert run("check", "--format", "json").findings == []
    (tmp_path / "shop/raw.py").write_text("import shop.driver\n\n\ndef job(s):\n    shop.driver.save(s)\n")
    path, use = against(run).findings
    assert (path["path"], use["path"]) == ("shop/driver.py", "shop/raw.py")
    assert "HEAD does not have this step: shop.raw:job calls shop.driver:save (shop/raw.py:5)" in path["evidence"]
    assert not any("step" in said for said in use["evidence"]), "the use of a wrapper is a site, and new itself"


def test_a_renamed_file_adds_nothing(run: Run, git: Any) -> None:
    first = git("rev-parse", "HEAD")
    git("mv", "shop/driver.py", "shop/wholly_other.py")
    git.commit({"layers.toml": LAYERS.replace("shop.driver", "shop.wholly_other")})
    done = against(run, first)
    assert (done.code, done.findings) == (0, [])


def test_what_must_match_something_is_asked_of_the_disk_alone(run: Run, git: Any, tmp_path: Path) -> None:
    first = git("rev-parse", "HEAD")
    more = {
        "shop/later.py": "import shop.api\n",
        "shop/old.py": "",
        "layers.toml": LAYERS.replace('"shop.raw"', '"shop.raw", "shop.later"')
        + 'homes = ["shop.later"]\n\n[[layers]]\nid = "L0"\nmodules = ["shop.old"]\n'
        + '\n[[contracts]]\nid = "apart"\ntype = "forbidden"\nsource_modules = ["shop.later", "shop.driver"]\n'
        + 'forbidden_modules = ["shop.old"]\n'
        + '\n[[exemptions]]\ncontract = "layers"\nsubject = "shop.later"\nreason = "for now"\n'
        + '\n[project]\nexclude = ["shop.gone"]\n',
        "shop/gone.py": "",
    }
    git.commit(more)
    done = against(run, first)
    assert (done.code, [finding["state"] for finding in done.findings]) == (0, ["exempt"]), done.err


def test_an_exception_taken_away_is_added(run: Run, git: Any, tmp_path: Path) -> None:
    allowed = SAVE.replace("commit()\n", "commit()  # archcheck: allow[transactions] for now\n")
    git.commit({"shop/driver.py": SESSION + allowed})
    assert against(run).findings == []
    (tmp_path / "shop/driver.py").write_text(SESSION + SAVE)
    assert [finding["state"] for finding in against(run).findings] == ["new"]


def test_the_baseline_holds_here_as_well(run: Run, git: Any, tmp_path: Path) -> None:
    assert run("baseline", "create").code == 0
    git.commit()
    path = tmp_path / "shop/driver.py"
    path.write_text(path.read_text() + TWICE)
    assert run("baseline", "add", "--reason", "a second step").code == 0
    done = against(run)
    assert (done.code, [finding["state"] for finding in done.findings]) == (0, ["known", "known"])
    path.write_text(SESSION)
    done = against(run)
    assert done.code == 1, "what this change has mended is still listed"
    git.commit()
    assert against(run).code == 0, "what was mended before is not this change's to prune"


def test_text(run: Run, git: Any, tmp_path: Path) -> None:
    (tmp_path / "shop/driver.py").write_text("")
    done = run("check", "--against", "main")
    head = git("rev-parse", "HEAD")
    assert f"Only what is added over main ({head[:12]}); 1 finding of it is gone." in done.out


def test_no_such_revision(run: Run) -> None:
    done = run("check", "--against", "nothing")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("--against: there is no commit 'nothing' in this repository; ")


def test_an_older_state_without_the_project(run: Run, git: Any) -> None:
    git("checkout", "-q", "--orphan", "empty")
    git("rm", "-rqf", ".")
    git.commit({"README": "nothing"})
    git("checkout", "-q", "main")
    done = against(run, "empty")
    assert done.code == 2
    assert "there is no Python file" in done.err
