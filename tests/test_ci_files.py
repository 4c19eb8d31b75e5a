"""The action, the hook and the templates for CI: valid by their schemas, safe in the shell, and what they run works."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent
BASH = ["bash", "--noprofile", "--norc", "-eo", "pipefail"]


def read(name: str) -> Any:
    return YAML(typ="safe").load(ROOT / name)


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ("vendor.github-actions", "action.yml"),
        ("vendor.github-workflows", "examples/ci/github.yml"),
        ("vendor.gitlab-ci", "examples/ci/gitlab.yml"),
    ],
)
def test_schema(schema: str, name: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(ROOT / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_inputs_never_reach_a_script() -> None:
    steps = read("action.yml")["runs"]["steps"]
    assert all("${{" not in step["run"] and step["shell"] == "bash" for step in steps)
    used = {
        name
        for step in steps
        for value in step.get("env", {}).values()
        for name in re.findall(r"inputs\.([\w-]+)", value)
    }
    assert used == set(read("action.yml")["inputs"])


def check_step(tmp_path: Path, cwd: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], str, str]:
    """Run the step that checks as GitHub's runner does, with archcheck where the first step installs it."""
    (install, check) = read("action.yml")["runs"]["steps"]
    assert '"$RUNNER_TEMP/archcheck"' in install["run"]
    program = tmp_path / "archcheck" / "bin" / "archcheck"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m archcheck "$@"\n')
    program.chmod(0o755)
    script = tmp_path / "step.sh"
    script.write_text(check["run"])
    summary, output = tmp_path / "summary", tmp_path / "output"
    summary.write_text("before\n")
    output.write_text("")
    environment = {
        **os.environ,
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_STEP_SUMMARY": str(summary),
        "GITHUB_OUTPUT": str(output),
        "CONFIG": "",
        "FAIL_ON": "error",
        "SARIF": "",
        **inputs,
    }
    done = subprocess.run([*BASH, str(script)], cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    return done, summary.read_text(), output.read_text()


def test_the_check_of_the_action(tmp_path: Path) -> None:
    sarif = tmp_path / "a $(touch x) b.sarif"
    done, summary, output = check_step(tmp_path, ROOT, CONFIG="examples/shop/layers.toml", SARIF=str(sarif))
    assert done.returncode == 1, done.stderr
    assert "::error file=examples/shop/shop/catalogue/services.py,line=14," in done.stdout
    assert summary.startswith("before\n## archcheck: ")
    assert output == "exit-code=1\n"
    assert '"version": "2.1.0"' in sarif.read_text()


def test_the_action_where_nothing_can_be_checked(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    done, summary, output = check_step(tmp_path, empty)
    assert (done.returncode, done.stdout, output) == (2, "", "exit-code=2\n")
    assert summary == "before\n"


def test_the_hook_runs_a_command_that_is_there() -> None:
    (hook,) = read(".pre-commit-hooks.yaml")
    assert hook["entry"].split()[0] in (ROOT / "pyproject.toml").read_text()
    assert (hook["language"], hook["pass_filenames"], hook["require_serial"]) == ("python", False, True)


def test_the_job_of_gitlab(tmp_path: Path) -> None:
    job = read("examples/ci/gitlab.yml")["archcheck"]
    command = job["script"][-1].split()
    assert command[0].endswith("/archcheck")
    shop = [*command[1:], "--config", str(ROOT / "examples/shop/layers.toml")]
    done = subprocess.run([sys.executable, "-m", "archcheck", *shop], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    assert {path.name for path in tmp_path.iterdir()} == set(job["artifacts"]["reports"].values())
