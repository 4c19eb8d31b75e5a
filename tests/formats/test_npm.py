"""What archcheck writes, in the hands of other people's validators from npm.

`npm install --prefix .ci/npm` brings them. Where they are missing these tests are left out, and pytest says so; with ARCHCHECK_NPM=required,
as `.ci/run` has it, they fail instead.
"""

import json
import os
import shutil
import stat
import subprocess
from pathlib import Path

import networkx
import pytest

from .conftest import SHOP, Writes

NPM = Path(__file__).parents[2] / ".ci" / "npm"
MODULES = NPM / "node_modules"
MULTITOOL = MODULES / "@microsoft" / "sarif-multitool-linux" / "Sarif.Multitool"
REQUIRED = os.environ.get("ARCHCHECK_NPM") == "required"
COMMANDS = [("check",), ("sites",)]
GRAPHS = [
    ("imports", "layer"),
    ("imports", "domain"),
    ("imports", "module"),
    ("layers", "domain"),
    ("calls", "function"),
]


@pytest.fixture(autouse=True)
def _installed() -> None:
    if shutil.which("node") is None or not MODULES.is_dir():
        (pytest.fail if REQUIRED else pytest.skip)("no validators of npm: npm install --prefix .ci/npm")


def validated(text: str, folder: Path) -> list[str]:
    """What Microsoft's multitool says of a SARIF file by its own rules and by those of GitHub."""
    MULTITOOL.chmod(MULTITOOL.stat().st_mode | stat.S_IXUSR)
    (folder / "judged.sarif").write_text(text, encoding="utf-8")
    command = [MULTITOOL, "validate", "judged.sarif", "--rule-kind", "Sarif;Ghas;Gh", "--output", "verdict.sarif"]
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1", "DOTNET_CLI_TELEMETRY_OPTOUT": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert (folder / "verdict.sarif").is_file(), done.stdout + done.stderr
    (run,) = json.loads((folder / "verdict.sarif").read_text("utf-8-sig"))["runs"]
    return [f"{result['ruleId']} {result.get('level', 'warning')}: {result['message']}" for result in run["results"]]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("name", ["shop", "hostile"])
def test_sarif_is_valid_for_github(
    written: Writes, hostile_project: Path, tmp_path: Path, name: str, command: tuple[str, ...]
) -> None:
    project = SHOP if name == "shop" else hostile_project
    assert validated(written(project, *command, form="sarif"), tmp_path) == []


def test_the_multitool_does_find_faults(written: Writes, tmp_path: Path) -> None:
    log = json.loads(written(SHOP, "check", form="sarif"))
    del log["runs"][0]["results"][0]["message"]
    log["runs"][0]["results"][1]["locations"] = []
    assert validated(json.dumps(log), tmp_path)


def seen_by_mermaid(*diagrams: str) -> list[list[int]]:
    """Nodes, edges and groups of each diagram, as Mermaid's own parser has them."""
    command = ["node", str(NPM / "mermaid.mjs")]
    done = subprocess.run(command, input=json.dumps(diagrams), capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    found: list[list[int]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", ["shop", "hostile"])
def test_mermaid_sees_every_node_and_edge(written: Writes, hostile_project: Path, name: str) -> None:
    project = SHOP if name == "shop" else hostile_project
    commands = [("graph", "--of", of, "--level", level) for of, level in GRAPHS]
    seen = seen_by_mermaid(*(written(project, *command, form="mermaid") for command in commands))
    for command, (nodes, edges, _) in zip(commands, seen, strict=True):
        graph = networkx.node_link_graph(json.loads(written(project, *command, form="json")), edges="edges")
        assert (nodes, edges) == (graph.number_of_nodes(), graph.number_of_edges()), command
