"""``check``, ``sites`` and ``layers`` on a small project on disk, from layers.toml to exit code."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest
from archcheck.report.schemas import SCHEMAS

LAYERS = """\
[project]
packages = ["shop"]
domains = ["shop.{domain}.**"]

[[layers]]
id = "L4"
modules = ["shop.*.api"]

[[layers]]
id = "L2"
modules = ["shop.*.driver"]

[[layers]]
id = "L1"
modules = ["shop.*.model", "shop", "shop.orders"]

[[contracts]]
id = "layers"
type = "layers"

[[contracts]]
id = "transactions"
type = "effect"
effect = "transaction"
owners = ["L4"]
reason = "Only coordinators own the transaction boundary."
guidance = "Let the coordinator commit."
"""

FILES = {
    "layers.toml": LAYERS,
    "shop/__init__.py": "",
    "shop/orders/__init__.py": "",
    "shop/orders/api.py": (
        "from sqlalchemy.orm import Session\n"
        "from shop.orders import driver\n"
        "\n"
        "def place(session: Session) -> None:\n"
        "    driver.save(session)\n"
        "    session.commit()\n"
    ),
    "shop/orders/driver.py": (
        "from sqlalchemy.orm import Session\n"
        "from shop.orders import model\n"
        "\n"
        "def save(session: Session) -> None:\n"
        "    session.add(model.Order())\n"
        "    session.commit()\n"
    ),
    "shop/orders/model.py": "import shop.orders.api\n\nclass Order: ...\n",
    "tests/test_orders.py": (
        "from sqlalchemy.orm import Session\n\ndef test_it(session: Session) -> None:\n    session.rollback()\n"
    ),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "archcheck", *arguments]
    environment = {**os.environ, "NO_COLOR": "1"}
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, env=environment)


def report(project: Path, *arguments: str) -> dict[str, object]:
    done = run(project, "check", "--format", "json", *arguments)
    assert done.returncode in (0, 1), done.stderr
    assert done.stderr == ""
    document: dict[str, object] = json.loads(done.stdout)
    jsonschema.validate(document, SCHEMAS["report"])
    return document


def rows(document: dict[str, object], *keys: str) -> list[tuple[object, ...]]:
    findings = document["findings"]
    assert isinstance(findings, list)
    return [tuple(finding[key] for key in keys) for finding in findings]


def append(project: Path, name: str, text: str) -> None:
    path = project / name
    path.write_text(path.read_text() + text)


def replace(project: Path, name: str, old: str, new: str) -> None:
    path = project / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_findings(project: Path) -> None:
    document = report(project)
    assert rows(document, "rule", "contract", "path", "line", "subject", "object", "layer", "domain") == [
        (
            "effect-site",
            "transactions",
            "shop/orders/driver.py",
            6,
            "shop.orders.driver:save",
            "sqlalchemy.orm.Session.commit",
            "L2",
            "orders",
        ),
        ("layer-import", "layers", "shop/orders/model.py", 1, "shop.orders.model", "shop.orders.api", "L1", "orders"),
    ]
    assert [(contract["id"], contract["verdict"]) for contract in document["contracts"]] == [  # type: ignore[attr-defined]
        ("layers", "broken"),
        ("transactions", "broken"),
    ]
    assert run(project, "check").returncode == 1


def test_text(project: Path) -> None:
    done = run(project, "check")
    assert "    6 |     session.commit()\n      |     ^^^^^^^^^^^^^^^^\n" in done.stdout
    assert "do  Let the coordinator commit." in done.stdout
    assert done.stdout.rstrip().endswith("2 new errors.")
    assert done.stderr == ""


def test_the_same_input_gives_the_same_bytes(project: Path) -> None:
    first = run(project, "check", "--format", "json").stdout
    assert first == run(project, "check", "--format", "json").stdout
    assert first == run(project, "check", "--format", "json", "--no-cache").stdout


def test_one_contract_alone(project: Path) -> None:
    document = report(project, "--contract", "layers")
    assert rows(document, "rule") == [("layer-import",)]
    assert [contract["id"] for contract in document["contracts"]] == ["layers"]  # type: ignore[attr-defined]


def test_unknown_contract(project: Path) -> None:
    done = run(project, "check", "--contract", "layer")
    assert done.returncode == 2
    assert "did you mean layers?" in done.stderr


def test_paths_show_their_findings_alone(project: Path) -> None:
    document = report(project, "shop/orders/driver.py")
    assert rows(document, "rule") == [("effect-site",)]
    assert run(project, "check", "shop/orders/api.py").returncode == 0
    assert run(project, "check", "shop/nowhere").returncode == 2


def test_from_below_the_project_paths_are_relative_to_the_working_directory(project: Path) -> None:
    assert rows(report(project / "shop"), "path") == [("orders/driver.py",), ("orders/model.py",)]


def test_an_inline_allow(project: Path) -> None:
    replace(project, "shop/orders/driver.py", "t()\n", "t()  # archcheck: allow[transactions] kept for the importer\n")
    document = report(project, "--contract", "transactions")
    assert rows(document, "rule", "state", "reason") == [("effect-site", "exempt", "kept for the importer")]
    assert run(project, "check", "--contract", "transactions").returncode == 0


def test_an_inline_allow_that_allows_nothing_or_says_nothing(project: Path) -> None:
    replace(project, "shop/orders/driver.py", "()\n", "()  # archcheck: allow[transactions]\n")
    append(project, "shop/orders/api.py", "    # archcheck: allow[layers, transactions] no need\n    print()\n")
    document = report(project, "--contract", "transactions")
    assert rows(document, "rule", "state", "path", "line") == [
        ("unused-allow", "new", "shop/orders/api.py", 7),  # of its two ids, the one that was looked at
        ("effect-site", "new", "shop/orders/driver.py", 6),
        ("unused-allow", "new", "shop/orders/driver.py", 6),
    ]


def test_exemptions_and_debt(project: Path) -> None:
    append(
        project,
        "layers.toml",
        '[[exemptions]]\ncontract = "layers"\nsubject = "shop.*.model"\nreason = "cycle"\nowner = "@data"\n'
        '[[debt]]\nid = "drivers"\ncontract = "transactions"\nreason = "later"\n',
    )
    document = report(project)
    assert rows(document, "rule", "state", "debt", "owner", "reason") == [
        ("effect-site", "debt", "drivers", None, "later"),
        ("layer-import", "exempt", None, "@data", "cycle"),
    ]
    assert run(project, "check").returncode == 0
    assert run(project, "check").stdout.rstrip().endswith("Nothing new. Not shown: 1 debt, 1 exempt.")
    shown = run(project, "check", "--show", "debt", "--show", "exempt").stdout
    assert "(debt)" in shown
    assert "(exempt)" in shown


def test_entries_without_use_are_findings_at_their_line(project: Path) -> None:
    append(
        project,
        "layers.toml",
        '[[exemptions]]\ncontract = "layers"\nsubject = "shop.*.driver"\nreason = "none"\n'
        '[[debt]]\nid = "raw"\ncontract = "transactions"\nkind = "dbapi"\nreason = "later"\n',
    )
    first = len(LAYERS.splitlines()) + 1
    unused = [row for row in rows(report(project), "rule", "path", "line") if row[0] == "unused-allow"]
    assert unused == [("unused-allow", "layers.toml", first), ("unused-allow", "layers.toml", first + 4)]
    narrow = rows(report(project, "--contract", "transactions"), "rule", "line")
    assert [row for row in narrow if row[0] == "unused-allow"] == [("unused-allow", first + 4)]


def test_fail_on_warning(project: Path) -> None:
    replace(project, "layers.toml", 'effect = "transaction"', 'effect = "transaction"\nseverity = "warning"')
    assert run(project, "check", "--contract", "transactions").returncode == 0
    assert run(project, "check", "--contract", "transactions", "--fail-on", "warning").returncode == 1


def test_outputs(project: Path) -> None:
    done = run(project, "check", "--output", "json=report.json", "--output", "text=report.txt")
    assert (done.returncode, done.stdout) == (1, "")
    jsonschema.validate(json.loads((project / "report.json").read_text()), SCHEMAS["report"])
    assert "2 new errors." in (project / "report.txt").read_text()


def test_a_broken_file_is_a_finding_and_the_rest_goes_on(project: Path) -> None:
    (project / "shop/orders/worse.py").write_text("def f(:\n")
    document = report(project)
    assert ("unread-file", "shop/orders/worse.py") in rows(document, "rule", "path")
    assert len(rows(document, "rule")) == 3
    summary = document["summary"]
    assert isinstance(summary, dict)
    assert summary["unread"] == 1
    assert summary["files"] == summary["modules"] + 1


def test_unread_makes_unproven(project: Path) -> None:
    (project / "shop/orders/worse.py").write_text("def f(:\n")
    replace(project, "shop/orders/driver.py", "    session.commit()\n", "")
    document = report(project, "--contract", "transactions")
    assert [contract["verdict"] for contract in document["contracts"]] == ["unproven"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('modules = ["shop.*.driver"]', 'modules = ["shop.*.drivers"]', "L2"),
        ('owners = ["L4"]', 'owners = ["shop.nothing.**"]', "shop.nothing.**"),
        ('owners = ["L4"]', 'owners = ["L4"]\nhomes = ["shop.db"]', "shop.db"),
        ('effect = "transaction"', 'effect = "transactions"', "transactions"),
        ('effect = "transaction"', 'effect = "own"', "the catalog has no API with the effect own"),
        ('packages = ["shop"]', 'packages = ["shops"]', "shops"),
        ('packages = ["shop"]', 'packages = ["shop"]\ncheck = ["shop.none.**"]', "shop.none.**"),
        ('packages = ["shop"]', 'packages = ["shop"]\nexclude = ["shop.none.**"]', "shop.none.**"),
    ],
)
def test_a_contract_that_checks_nothing_is_an_error(project: Path, old: str, new: str, message: str) -> None:
    (project / "own.toml").write_text('library = "own"\nsource = "ours"\n')
    append(project, "layers.toml", '[[effects]]\nid = "own"\n[catalog]\nfiles = ["own.toml"]\n')
    replace(project, "layers.toml", old, new)
    done = run(project, "check")
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_directory_without_code(tmp_path: Path) -> None:
    (tmp_path / "layers.toml").write_text(
        '[[contracts]]\nid = "a"\ntype = "effect"\neffect = "clock"\nowners = ["shop"]\n'
    )
    done = run(tmp_path, "check")
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no Python file here; run archcheck where the project is" in done.stderr


def test_lines_of_mistakes_that_are_seen_when_the_project_is_read(project: Path) -> None:
    replace(project, "layers.toml", 'packages = ["shop"]', 'packages = [\n"shpo", "shop"]\nexclude = ["shop.none"]')
    done = run(project, "check")
    assert done.returncode == 2
    assert [line.partition(";")[0] for line in done.stderr.splitlines()] == [
        "layers.toml:3: project.packages[0]: there is no package 'shpo' below the roots",
        "layers.toml:4: project.exclude[0]: 'shop.none' matches no module",
    ]


def test_a_layer_whose_one_file_does_not_parse_is_no_mistake(project: Path) -> None:
    """The code is at fault, not the configuration: a finding, and the run goes on."""
    (project / "shop/orders/driver.py").write_text("def f(:\n")
    document = report(project)
    assert ("unread-file", "shop/orders/driver.py") in rows(document, "rule", "path")
    verdicts = {contract["id"]: contract["verdict"] for contract in document["contracts"]}  # type: ignore[attr-defined]
    assert "unproven" in verdicts.values()


def test_no_configuration(tmp_path: Path) -> None:
    done = run(tmp_path, "check")
    assert (done.returncode, done.stdout) == (2, "")
    assert "layers.toml" in done.stderr


def test_sites_with_layers(project: Path) -> None:
    done = run(project, "sites", "--format", "json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    jsonschema.validate(document, SCHEMAS["sites"])
    assert [(site["path"], site["layer"], site["domain"], site["test"]) for site in document["sites"]] == [
        ("shop/orders/api.py", "L4", "orders", False),
        ("shop/orders/driver.py", "L2", "orders", False),
    ]


def test_sites_without_layers(project: Path) -> None:
    (project / "layers.toml").unlink()
    document = json.loads(run(project, "sites", "--format", "json").stdout)
    assert [(site["path"], site["effect"], site["layer"], site["test"]) for site in document["sites"]] == [
        ("shop/orders/api.py", "transaction.commit", None, False),
        ("shop/orders/driver.py", "transaction.commit", None, False),
        ("tests/test_orders.py", "transaction.rollback", None, True),
    ]
    narrow = json.loads(run(project, "sites", "--format", "json", "--effect", "transaction.rollback").stdout)
    assert [site["path"] for site in narrow["sites"]] == ["tests/test_orders.py"]
    below = json.loads(run(project, "sites", "--format", "json", "shop/orders/api.py").stdout)
    assert [site["path"] for site in below["sites"]] == ["shop/orders/api.py"]


def test_layers(project: Path) -> None:
    document = json.loads(run(project, "layers", "--format", "json").stdout)
    jsonschema.validate(document, SCHEMAS["layers"])
    assert [(module["module"], module["layer"], module["source"]) for module in document["modules"]] == [
        ("shop", "L1", "modules"),
        ("shop.orders", "L1", "modules"),
        ("shop.orders.api", "L4", "modules"),
        ("shop.orders.driver", "L2", "modules"),
        ("shop.orders.model", "L1", "modules"),
    ]


@pytest.mark.parametrize("name", ["layers.toml", "report", "sites", "layers"])
def test_schema(name: str, tmp_path: Path) -> None:
    done = run(tmp_path, "schema", name)
    assert done.returncode == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(done.stdout))


def test_schema_of_layers_is_the_default_and_holds(project: Path) -> None:
    done = run(project, "schema")
    jsonschema.validate(tomllib.loads(LAYERS), json.loads(done.stdout))
    assert run(project, "schema", "nothing").returncode == 2


def test_nothing_of_the_checked_project_runs(project: Path) -> None:
    evil = "raise SystemExit('imported')\nopen('/tmp/never', 'w')\n"
    append(project, "shop/__init__.py", evil)
    (project / "sqlalchemy").mkdir()
    (project / "sqlalchemy/__init__.py").write_text(evil)
    (project / "typer.py").write_text(evil)
    done = run(project, "check")
    assert done.returncode == 1
    assert "imported" not in done.stderr


def test_hostile_names(project: Path) -> None:
    name = "shop/orders/\x1b[31mred\n.py"
    (project / name).write_text("import shop.orders.api\n")
    done = run(project, "check")
    assert done.returncode in (0, 1)
    assert "\x1b" not in done.stdout
    assert "\\x1b[31mred\\n.py" in done.stdout
