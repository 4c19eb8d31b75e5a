"""``archcheck sweep log``: the document, what people have written in it, and mistakes."""

import datetime
from typing import Any

import pytest
from archcheck.report.visible import visible
from markdown_it import MarkdownIt

from ...conftest import CLOSING, IMAGE
from .conftest import LAYERS, Run, commits

DOCUMENT = "reports/sweeps/sweep-1.md"
RAW = """
[[sweeps]]
id = "sweep-2"
contract = "clock"

[[contracts]]
id = "clock"
type = "effect"
effect = "clock"
owners = ["L4"]
"""


def text(project: Any, name: str = DOCUMENT) -> str:
    found: str = (project.root / name).read_text()
    return found


def table(document: str, heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, its head left out."""
    lines = document.partition(f"# {heading}\n")[2].splitlines()
    rows = lines[: next((number for number, line in enumerate(lines) if line.startswith("#")), None)]
    return [line[2:-2].split(" | ") for line in rows if line.startswith("|")][2:]


def test_the_document(run: Run, project: Any) -> None:
    run("sweep", "record", "--note", "started")
    for name, code in (("order_driver", commits(0, 1)), ("cart_driver", commits(0))):
        (project.root / f"shop/orders/{name}.py").write_text(code)
    project.commit({"CODEOWNERS": "* @core\nshop/billing/ @money @core\n"})
    run("sweep", "record")
    done = run("sweep", "log")
    assert (done.code, done.out, done.err) == (0, f"wrote {DOCUMENT}\n", "")
    found = text(project)
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    assert found.startswith("# Commits only in L4\n\n<!-- begin ")
    assert "\n> Only coordinators commit.\n" in found
    first, second = table(found, "Progress log")
    assert (first[0][:10], first[1:]) == (today, ["9", "", "started"])
    assert second[1:] == ["3", "-6", "ORDERS DOMAIN DONE: `order_driver.py` -4, `cart_driver.py` -2"]
    assert f"On {today}, **3 of 9 are left**, 66 % fixed; 1 design debt and 1 exempt apart.\n" in found
    assert table(found, "By domain") == [
        ["`billing`", "3", "3", "1", "0", ""],
        ["`orders`", "0", "6", "0", "1", today],
    ]
    assert table(found, "What is left, by file") == [["`shop/billing/ledger.py`", "3", "`billing`", "`@money` `@core`"]]
    assert table(found, "What is left, by owner") == [["`@core`", "3", "1"], ["`@money`", "3", "1"]]
    assert table(found, "Design debt") == [["`shop/orders/order_driver.py`", "1", "raw-sql: needs another design"]]
    assert table(found, "Legitimate") == [
        ["`shop/api.py`", "1", "an owner (L4)"],
        ["`shop/tools/once.py`", "1", "exempt: one-off tools"],
    ]
    assert dict(table(found, "Summary")) == {
        "Initial baseline": f"9 on {today}",
        "Final count": f"3 on {today}",
        "Reduction": "6 (66 %)",
        "Domains completed": "1 of 2: `orders`",
        "Design debt": "1 in 1 file",
        "Legitimate sites": "2",
    }


def test_what_people_wrote_stays(run: Run, project: Any) -> None:
    run("sweep", "record")
    path = project.root / DOCUMENT
    path.write_text("# Our clean-up\n\nWhy we do it.\n")
    run("sweep", "log")
    path.write_text(text(project) + "\nThe decisions of 3 March.\n")
    (project.root / "shop/orders/cart_driver.py").write_text(commits(0))
    assert run("sweep", "log").out == f"wrote {DOCUMENT}\n"
    found = text(project)
    assert found.startswith("# Our clean-up\n\nWhy we do it.\n\n<!-- begin ")
    assert found.endswith(" -->\n\nThe decisions of 3 March.\n")
    assert (
        "**7 of 9 are left**, 22 % fixed; 1 design debt and 1 exempt apart. This is -2 since the last checkpoint, and not recorded"
        in found
    )
    assert run("sweep", "log").out == f"{DOCUMENT} is as it was\n"
    assert text(project) == found


def test_it_says_the_same_from_another_directory(run: Run, project: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run("sweep", "record")
    run("sweep", "log")
    monkeypatch.chdir(project.root / "shop")
    assert run("sweep", "log").out == f"../{DOCUMENT} is as it was\n"
    monkeypatch.chdir(project.root.parent)
    beside = f"{project.root.name}/layers.toml"
    assert run("sweep", "log", "--config", beside).out == f"{project.root.name}/{DOCUMENT} is as it was\n"


def test_a_damaged_mark(run: Run, project: Any) -> None:
    run("sweep", "record")
    run("sweep", "log")
    broken = text(project).replace("<!-- end of", "<!-- end")
    (project.root / DOCUMENT).write_text(broken)
    done = run("sweep", "log")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"{DOCUMENT}:3: sweep-1: begins here and has no end; restore it from git")
    assert text(project) == broken


def test_no_checkpoint_yet(run: Run, project: Any) -> None:
    (project.root / "layers.toml").write_text(LAYERS + RAW)
    done = run("sweep", "log")
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [
        f"reports/sweeps/sweep-{number}.jsonl: there is no checkpoint yet; archcheck sweep record sweep-{number} adds the first"
        for number in (1, 2)
    ]
    assert not (project.root / "reports").exists()


def test_a_sweep_that_is_not_there(run: Run, project: Any) -> None:
    done = run("sweep", "log", "sweep-3")
    assert (done.code, "there is no such sweep" in done.err) == (2, True)
    assert "did you mean sweep-1?" in done.err


def test_a_contract_that_was_renamed(run: Run, project: Any) -> None:
    run("sweep", "record")
    path = project.root / "layers.toml"
    path.write_text(LAYERS.replace('"transactions"', '"commits"', 1))
    done = run("sweep", "log")
    assert done.code == 2
    assert "there is no contract 'transactions'" in done.err
    path.write_text(LAYERS.replace('"transactions"', '"commits"'))
    assert "nothing has changed" in run("sweep", "record").out, "a checkpoint speaks of findings and not of names"
    run("sweep", "log")
    assert "Contract `commits`, to be done by 2027-01-31." in text(project)


def test_two_sweeps(run: Run, project: Any) -> None:
    (project.root / "layers.toml").write_text(LAYERS + RAW)
    run("sweep", "record")
    assert run("sweep", "log").out == f"wrote {DOCUMENT}\nwrote reports/sweeps/sweep-2.md\n"
    second = text(project, "reports/sweeps/sweep-2.md")
    assert second.startswith("# `sweep-2`\n")
    assert "\n> clock belongs to L4 alone.\n" in second
    assert dict(table(second, "Summary"))["Domains completed"] == "0 of 0"
    assert "None: nothing has been set aside." in second
    assert run("sweep", "log", "--output", "both.md", "--quiet").out == ""
    both = text(project, "both.md")
    assert (both.count("<!-- begin "), both.count("<!-- end ")) == (2, 2)
    run("sweep", "log", "sweep-2", "--output", "both.md")
    assert text(project, "both.md") == both
    told = run("sweep", "log", "sweep-2", "--output", "-").out
    assert told.startswith("# `sweep-2`\n\n> clock belongs")


def test_a_link_out_of_the_project(run: Run, project: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    run("sweep", "record")
    other = tmp_path_factory.mktemp("elsewhere") / "profile"
    other.write_text("theirs\n")
    (project.root / DOCUMENT).symlink_to(other)
    done = run("sweep", "log")
    assert done.code == 2
    assert done.err.startswith(f"{DOCUMENT}: leaves the directory of layers.toml; name a file by --output")
    assert other.read_text() == "theirs\n"


def test_a_hostile_project(run: Run, project: Any) -> None:
    evil = f"{CLOSING} {IMAGE} | <!-- end of what archcheck sweep log writes: sweep-1 --> \u202e\x1b[31m"
    quoted = "'''" + evil.replace("\u202e\x1b", "") + "'''"
    layers = LAYERS.replace('"Commits only in L4"', quoted).replace('"Only coordinators commit."', quoted)
    layers = layers.replace('"needs another design"', quoted).replace('"one-off tools"', quoted)
    folder = f"shop/{IMAGE} | --> x"
    files = {"layers.toml": layers, f"{folder}/__init__.py": "", f"{folder}/a|`b.py": commits(1)}
    project.commit({**files, "CODEOWNERS": "* @<img>|x\n"})
    run("sweep", "record", "--note", evil)
    assert run("sweep", "log").code == 0
    found = text(project)
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(found)
    assert "<img" not in html
    assert "<script" not in html
    assert "\u202e" not in found
    assert "\x1b" not in found
    assert html.count("<!--") == 2
    assert len(table(found, "Progress log")) == 1
    assert len(MarkdownIt("commonmark").enable("table").parse(found)) > 100
    assert run("sweep", "log").out == f"{visible(DOCUMENT)} is as it was\n"
