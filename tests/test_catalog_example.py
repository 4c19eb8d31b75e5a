"""examples/catalog gives what its page lists, and the page names every key of the format."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from archcheck.catalog import schema

EXAMPLE = Path(__file__).parent.parent / "examples" / "catalog"
PAGE = (EXAMPLE / "README.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| \[(?P<path>[^:\]]+):(?P<line>\d+)\]\((?P=path)#L(?P=line)\) \| `(?P<api>[^`]+)` \| (?P<certainty>\w+) \|",
    re.M,
)
ENTRIES = [entry for entry in vars(schema).values() if isinstance(entry, type) and issubclass(entry, schema.Entry)]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "archcheck", *arguments, "--format", "json"]
    return subprocess.run(command, cwd=EXAMPLE, capture_output=True, text=True, check=False)


def test_the_findings_are_those_of_the_page() -> None:
    done = run("check")
    assert done.returncode == 1, done.stderr
    found = [(f["path"], f["line"], f["api"], f["certainty"]) for f in json.loads(done.stdout)["findings"]]
    assert found == [(row["path"], int(row["line"]), row["api"], row["certainty"]) for row in ROW.finditer(PAGE)]


def test_the_owner_has_a_site_of_its_own() -> None:
    sites = json.loads(run("sites").stdout)["sites"]
    assert [(s["line"], s["api"], s["layer"]) for s in sites if s["path"] == "shop/jobs.py"] == [
        (11, "ledgerkit.Client.batch", "L2")
    ]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry.__name__))
def test_every_key_of_the_format_is_on_the_page(entry: type[schema.Entry]) -> None:
    assert [key for key in entry.model_fields if f"`{key}`" not in PAGE] == []
