"""``archcheck doctor`` from files to exit code."""

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from archcheck.report.schemas import SCHEMAS

from .conftest import Done

LAYERS = """\
[project]
packages = ["shop"]
exclude = ["shop.legacy.**"]
exclude_paths = ["vendor/**"]
domains = ["shop.{domain}.**"]

[[layers]]
id = "L4"
modules = ["shop.*.api"]

[[layers]]
id = "L1"
modules = ["shop", "shop.*", "shop.*.model"]

[[contracts]]
id = "layers"
type = "layers"

[[contracts]]
id = "transactions"
type = "effect"
effect = "transaction"
owners = ["L4"]
"""
FILES = {
    "layers.toml": LAYERS,
    "CODEOWNERS": "/shop/ @shop\n",
    "shop/__init__.py": "",
    "shop/orders/__init__.py": "",
    "shop/orders/api.py": "from sqlalchemy.orm import Session\n\n\ndef save(session: Session, thing):\n    session.commit()\n    thing.commit()\n",
    "shop/orders/model.py": "",
    "shop/legacy/old.py": "",
    "vendor/copy.py": "",
    "scripts/run.py": "",
    "build/lib/x.py": "",
}
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.fixture
def run(project: Path, archcheck: Callable[..., Done], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(project)

    def call(*arguments: str) -> tuple[int, str]:
        done = archcheck("doctor", *arguments)
        return done.code, done.out + done.err

    return call


def evidence(run: Run) -> dict[str, tuple[str, str]]:
    document = json.loads(run("--format", "json")[1])
    jsonschema.validate(document, SCHEMAS["doctor"])
    return {f"{each['area']} {each['subject']}": (each["health"], each["message"]) for each in document["evidence"]}


def test_all_holds(run: Run) -> None:
    code, text = run()
    assert code == 0, text
    assert text.endswith("Green means something: nothing failed; 2 warnings of what is not seen.\n")
    found = evidence(run)
    assert found["reading files"] == ("ok", "4 of 4 files read as modules")
    assert found["reading exclude shop.legacy.**"] == ("note", "leaves out 1 module")
    assert found["reading exclude_paths vendor/**"] == ("note", "leaves out 1 file")
    assert found["reading outside"] == ("note", "1 Python file outside the roots and packages")
    assert found["reading never entered"] == ("note", "1 directory")
    assert found["layers L4"] == ("ok", "1 module")
    assert found["contracts transactions"] == ("ok", "held against 1 call site, 1 of them in owners")
    assert found["canaries layers"] == ("ok", "1 planted, 1 found")
    assert found["canaries transactions"] == ("ok", "1 planted, 1 found")
    assert found["calls receivers"] == ("warning", "1 call of the same name without a type; typed are 50% of them")
    assert found["owners CODEOWNERS"] == ("ok", "CODEOWNERS (github): 4 of 4 modules have owners")
    assert found["baseline baseline"] == ("note", "there is none: every finding is new")


def test_what_checks_nothing_fails(run: Run, project: Path) -> None:
    text = (project / "layers.toml").read_text().replace('"shop.*.model"]', '"shop.*.models"]')
    text += '[[exemptions]]\ncontract = "transactions"\nsubject = "shop.gone"\nreason = "was there once"\n'
    (project / "layers.toml").write_text(text)
    code, shown = run("--quiet")
    assert code == 1
    assert "  failed   L1: 2 modules (line 11)\n" in shown
    assert "  failed   exemption shop.gone: the exemption of shop.gone from transactions covers nothing" in shown
    assert "no layer: 1 module without one; the findings of 1 of them count" in shown


def test_what_check_refuses_is_refused(run: Run, project: Path) -> None:
    (project / "layers.toml").write_text(LAYERS.replace('"shop.*.api"', '"shop.*.gone"'))
    assert run()[0] == 2


def test_a_catalog_of_one_s_own_against_the_library(run: Run, project: Path) -> None:
    (project / "layers.toml").write_text(LAYERS + '[catalog]\nfiles = ["queue.toml"]\n')
    (project / "queue.toml").write_text(
        'library = "Queue"\nsource = "its manual"\ndistribution = "queue-x"\n'
        '[[types]]\nname = "queue_x.Client"\n[types.methods.commit]\neffects = ["transaction.commit"]\n'
        "[types.methods.comit]\n"
        '[[types]]\nname = "unused_x.Client"\n'
    )
    (project / "shop/orders/model.py").write_text("from queue_x import Client\n")
    site = project / "site"
    (site / "queue_x-2.0.dist-info").mkdir(parents=True)
    (site / "queue_x-2.0.dist-info/METADATA").write_text("Metadata-Version: 2.1\nName: queue-x\nVersion: 2.0\n")
    (site / "queue_x.py").write_text("class Client:\n    def commit(self): ...\n")
    code, shown = run("--site-packages", "site")
    assert code == 1
    assert "  warning  Queue: 3 of 4 entries of your own are imported\n             unused_x.Client\n" in shown
    assert (
        "  failed   Queue 2.0: 2 names found, 0 made at run time or compiled, 1 not there\n"
        "             queue_x.Client.comit\n"
    ) in shown
