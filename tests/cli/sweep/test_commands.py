"""``archcheck sweep``, from files to exit code."""

import datetime
import json
from typing import Any

import jsonschema
import pytest
from archcheck.report.schemas import SCHEMAS

from ..conftest import Done, Run
from .conftest import LAYERS, LOG, commits, log


def test_the_first_checkpoint(run: Run, project: Any) -> None:
    head = project("rev-parse", "HEAD")
    assert run("sweep", "record") == Done(
        0, f"sweep-1: 9 left, {LOG}\n  initial baseline: 9 in 3 files, 1 design debt\n", ""
    )
    (line,) = log(project)
    assert (line["total"], line["revision"], line["modified"]) == (9, head, False)
    assert line["domains"] == {"billing": 3, "orders": 6}
    assert line["layers"] == {"L2": 9}
    assert line["kinds"] == {"orm": 9}
    assert line["states"] == {"new": 9, "known": 0, "debt": 1, "exempt": 1}
    assert [(file["path"], file.get("left", 0)) for file in line["files"]] == [
        ("shop/billing/ledger.py", 3),
        ("shop/orders/cart_driver.py", 2),
        ("shop/orders/order_driver.py", 4),
        ("shop/tools/once.py", 0),
    ]


def test_nothing_has_changed(run: Run, project: Any) -> None:
    run("sweep", "record")
    before = (project.root / LOG).read_bytes()
    (project.root / "shop/orders/cart_driver.py").write_text("\n\n" + commits(2))
    run("baseline", "create")
    done = run("sweep", "record", "sweep-1")
    assert done.code == 0
    assert done.out.startswith("sweep-1: nothing has changed since 20")
    assert done.out.endswith("; 9 left\n")
    assert (project.root / LOG).read_bytes() == before


def test_a_domain_that_is_done(run: Run, project: Any) -> None:
    run("sweep", "record")
    for name, text in (("order_driver", commits(0, 1)), ("cart_driver", commits(0))):
        (project.root / f"shop/orders/{name}.py").write_text(text)
    assert run("sweep", "record").out == (
        f"sweep-1: 3 left (-6), {LOG}\n"
        "  ORDERS DOMAIN DONE: order_driver.py -4, cart_driver.py -2\n"
        "  domain orders is done; 1 design debt in it\n"
        "  recorded with files that are not committed\n"
    )
    assert [line["modified"] for line in log(project)] == [False, True]


def test_renames_that_git_saw(run: Run, project: Any) -> None:
    run("sweep", "record")
    project("mv", "shop/orders/cart_driver.py", "shop/billing/basket.py")
    (project.root / "shop/billing/basket.py").write_text(commits(1))
    project.commit()
    assert run("sweep", "record").out.splitlines()[1] == "  billing: basket.py -1"


def test_from_another_directory(run: Run, project: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run("sweep", "record")
    monkeypatch.chdir(project.root / "shop")
    assert "nothing has changed" in run("sweep", "record").out


def test_a_note(run: Run, project: Any) -> None:
    run("sweep", "record", "--note", " started\n\x1b[31m ")
    assert log(project)[-1]["note"] == "started \x1b[31m"
    assert "nothing has changed" in run("sweep", "record").out
    assert "nothing has changed" in run("sweep", "record", "--note", "started \x1b[31m").out
    told = run("sweep", "record", "--note", "::error::x")
    assert told.out == f"sweep-1: 9 left (+0), {LOG}\n  \\x3a:error::x\n"
    assert run("sweep", "record", "--note", " ").err.startswith("--note: is empty")


def test_garbage_in_the_log(run: Run, project: Any) -> None:
    run("sweep", "record")
    path = project.root / LOG
    good = path.read_text()
    path.write_text(f"<<<<<<< HEAD\n{good}=======\n>>>>>>> other\n")
    done = run("sweep", "record")
    assert done.code == 2
    assert done.err.startswith(f"{LOG}:1: is the mark of a merge conflict")
    path.write_text(good + "{}\n")
    done = run("sweep", "record")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"{LOG}:2: is no checkpoint")
    path.write_text(good.replace('"time": "20', '"time": "30'))
    done = run("sweep", "record")
    assert done.code == 2
    assert "which is still to come" in done.err


def test_sweeps_that_are_not_there(run: Run, project: Any) -> None:
    done = run("sweep", "record", "sweep-2")
    assert done.code == 2
    assert "there is no such sweep" in done.err
    assert "did you mean sweep-1?" in done.err
    path = project.root / "layers.toml"
    path.write_text(LAYERS[: LAYERS.index("[[sweeps]]")])
    done = run("sweep", "record")
    assert (done.code, "there is no sweep" in done.err) == (2, True)
    inherit = f"[import_linter]\ninherit = true\n\n{LAYERS}".replace('"transactions"\ntarget', '"transaction"\ntarget')
    path.write_text(inherit)
    (project.root / ".importlinter").write_text(
        "[importlinter]\nroot_package = shop\n[importlinter:contract:1]\nname = apart\ntype = independence\n"
        "modules =\n    shop.orders\n    shop.billing\n"
    )
    done = run("sweep", "record")
    assert done.code == 2
    assert "sweeps[0].contract: there is no contract 'transaction'" in done.err
    assert "did you mean transactions?" in done.err


def test_a_log_that_would_lie_elsewhere(run: Run, project: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    (project.root / "reports").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    done = run("sweep", "record")
    assert done.code == 2
    assert "leaves the directory of layers.toml" in done.err


def test_without_a_repository(run: Run, project: Any) -> None:
    (project.root / ".git").rename(project.root / "gone")
    run("sweep", "record")
    assert [(line["revision"], line["modified"]) for line in log(project)] == [(None, False)]


def test_replay(run: Run, project: Any) -> None:
    project.commit({"README.md": "nothing of the project"})
    project.commit({"shop/orders/cart_driver.py": commits(0), "shop/broken.py": "def (:\n"})
    head = project("rev-parse", "HEAD")
    done = run("sweep", "replay", "--since", "HEAD~2")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        f"sweep-1: 9 -> 7 left (-2), {LOG}\n"
        "  3 commits: 2 checkpoints added, 0 were there, 1 left the project as it was\n"
        f"  1 hold files that cannot be read: {head[:12]}\n"
    )
    assert log(project)[-1]["note"] == "orders: cart_driver.py -2; 1 file cannot be read"
    assert "0 checkpoints added, 2 were there" in run("sweep", "replay", "--since", "HEAD~2").out
    assert run("sweep", "replay", "--since", "HEAD~2", "--quiet").out == ""
    assert "nothing has changed since" in run("sweep", "record").out


def test_replay_since_nothing(run: Run, project: Any) -> None:
    done = run("sweep", "replay", "--since", "nothing")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("--since: there is no commit 'nothing' in this repository")


def test_status(run: Run, project: Any) -> None:
    project.commit({"CODEOWNERS": "* @core\nshop/billing/ @money @core\n"})
    run("sweep", "record")
    for name, text in (("order_driver", commits(0, 1)), ("cart_driver", commits(0))):
        (project.root / f"shop/orders/{name}.py").write_text(text)
    done = run("sweep", "status")
    assert (done.code, done.err) == (0, "")
    day = log(project)[0]["time"][:16].replace("T", " ")
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    assert done.out == (
        "sweep-1: Commits only in L4\n"
        f"contract transactions, 1 checkpoint, since {day} UTC, target 2027-01-31\n"
        "\n"
        "  [################........]  3 of 9 left, 66 % fixed\n"
        "                              1 design debt, 1 exempt apart\n"
        "  -6 since the last checkpoint, not recorded yet: archcheck sweep record sweep-1\n"
        "\n"
        "Domains\n"
        "  billing  [........................]  3 of 3 left in 1 file\n"
        f"  orders   [########################]  done {today}, 6 fixed; 1 design debt\n"
        "\n"
        "Left, by file\n"
        "      3  shop/billing/ledger.py  @money @core\n"
        "\n"
        "Left, by owner\n"
        "      3  @core in 1 file\n"
        "      3  @money in 1 file\n"
        "\n"
        "Forecast\n"
        "  none: it takes checkpoints of 4 weeks, and there are 0\n"
    )


def test_status_names_the_lever_that_clears_most(run: Run, project: Any) -> None:
    calls = "".join(f"    f{number}(s)\n" for number in range(3))
    text = f"from shop.billing.ledger import f0, f1, f2\n\n\ndef book(s):\n{calls}"
    project.commit({"shop/billing/service.py": text, "shop/api.py": "import shop.billing.service\n"})
    done = run("sweep", "status", "sweep-1")
    assert (
        "Where one change clears most  functions that every path to several sites passes\n"
        "      6  shop.billing.service:book  shop/billing/service.py\n"
    ) in done.out
    assert "      3  shop/billing/ledger.py       by shop.billing.service:book\n" in done.out
    assert done.out.index("ledger.py  ") < done.out.index("order_driver.py")


def test_status_as_json(run: Run, project: Any) -> None:
    run("sweep", "record")
    document = json.loads(run("sweep", "status", "--format", "json").out)
    jsonschema.validate(document, SCHEMAS["sweep"])
    jsonschema.validate(log(project)[0], SCHEMAS["checkpoint"])
    (found,) = document["sweeps"]
    assert (found["left"], found["initial"], found["fixed"], found["unrecorded"]) == (9, 9, 0, None)
    assert found["debt"] == [
        {"path": "shop/orders/order_driver.py", "count": 1, "why": "raw-sql: needs another design"}
    ]
    assert found["legitimate"] == [
        {"path": "shop/api.py", "count": 1, "why": "an owner (L4)"},
        {"path": "shop/tools/once.py", "count": 1, "why": "exempt: one-off tools"},
    ]


def test_status_without_a_checkpoint_writes_nothing(run: Run, project: Any) -> None:
    done = run("sweep", "status")
    assert done.code == 0
    assert "contract transactions, no checkpoint yet, target 2027-01-31\n" in done.out
    assert "  not recorded yet: archcheck sweep record sweep-1\n" in done.out
    assert not (project.root / "reports").exists()
