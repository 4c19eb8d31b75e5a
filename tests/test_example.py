"""examples/shop gives the findings that its README lists, and no others."""

import json
import re
import subprocess
import sys
from pathlib import Path

import grimp
import pytest
from archcheck.run.check import Options, check

ROOT = Path(__file__).parent.parent
SHOP = ROOT / "examples" / "shop"
ROW = re.compile(
    r"^\| \[(?P<path>[^:\]]+):(?P<line>\d+)\]\((?P<link>[^)]+)\) \| `(?P<rule>[a-z-]+)` \| (?P<state>\w+) \|"
)


def listed() -> list[tuple[str, int, str, str]]:
    rows = [match for line in (SHOP / "README.md").read_text().splitlines() if (match := ROW.match(line))]
    assert all(row["link"] == f"{row['path']}#L{row['line']}" for row in rows)
    return [(row["path"], int(row["line"]), row["rule"], row["state"]) for row in rows]


def found(directory: Path, *arguments: str) -> list[tuple[str, int, str, str]]:
    command = [sys.executable, "-m", "archcheck", "check", "--format", "json", *arguments]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    findings = json.loads(done.stdout)["findings"]
    return [(each["path"], each["line"], each["rule"], each["state"]) for each in findings]


def test_the_findings_are_those_of_the_readme() -> None:
    assert found(SHOP) == listed()


def test_imports_are_counted_as_grimp_counts_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SHOP))
    graph = grimp.build_graph("shop", include_external_packages=True, cache_dir=None)
    assert check(SHOP, Options()).summary.imports == graph.count_imports() == 59


def test_paths_follow_the_working_directory() -> None:
    below = [(f"examples/shop/{path}", *rest) for path, *rest in listed()]
    assert found(ROOT, "--config", "examples/shop/layers.toml") == below
