"""What the README and its siblings name is there: commands, options, links, rules; and its picture is that of a real run."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from archcheck.cli.app import app
from archcheck.rules.table import RULES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = (
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "examples/catalog/README.md",
    "examples/shop/README.md",
    "reports/README.md",
    "benchmarks/page/RESULTS.md",
    "benchmarks/projects/RESULTS.md",
    "benchmarks/same/RESULTS.md",
    "tests/cases/README.md",
)
BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<target>[^)\s]+)\)")
SPAN = re.compile(r"(?<!`)`(?P<text>[^`\n]+)`(?!`)")
OPTION = re.compile(r"--[a-z][a-z-]+")

GROUPS = {
    name: getattr(command, "commands", {})
    for name, command in typer.main.get_command(app).commands.items()  # type: ignore[attr-defined]
}
COMMANDS = {
    name: {
        option for each in [command, *GROUPS[name].values()] for parameter in each.params for option in parameter.opts
    }
    for name, command in typer.main.get_command(app).commands.items()  # type: ignore[attr-defined]
}
ANYWHERE = {"--help", "--version", "--install-completion"}


def blocks(language: str, page: str = README) -> list[str]:
    return [match["text"] for match in BLOCK.finditer(page) if match["language"] == language]


def shell_commands(page: str) -> Iterator[str]:
    for block in blocks("bash", page):
        for line in block.splitlines():
            yield from (part.strip() for part in line.split("&&") if part.strip())


def archcheck_calls(page: str) -> Iterator[list[str]]:
    spans = [match["text"] for match in SPAN.finditer(BLOCK.sub("", page))]
    for text in [*shell_commands(page), *spans]:
        program, _, rest = text.partition(" ")
        if program.rpartition("/")[2] == "archcheck" and rest:
            yield shlex.split(rest, comments=True)


@pytest.mark.parametrize("name", PAGES)
def test_commands_and_options_exist(name: str) -> None:
    for words in archcheck_calls((ROOT / name).read_text(encoding="utf-8")):
        if words[0] in ANYWHERE:
            continue
        assert words[0] in COMMANDS, words
        if GROUPS[words[0]] and len(words) > 1:
            assert words[1] in GROUPS[words[0]], words
        named = {match[0] for word in words if (match := OPTION.match(word))}
        assert named <= COMMANDS[words[0]] | ANYWHERE, words


def test_options_in_the_text_exist() -> None:
    known = set().union(*COMMANDS.values()) | ANYWHERE
    spans = {match["text"] for match in SPAN.finditer(BLOCK.sub("", README))}
    named = {span.split()[0].split("=")[0] for span in spans if span.startswith("--")}
    assert named <= known


def test_every_served_command_is_named() -> None:
    named = {words[0] for words in archcheck_calls(README)}
    assert set(COMMANDS) <= named


@pytest.mark.parametrize("name", PAGES)
def test_links_resolve(name: str) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    for match in LINK.finditer(BLOCK.sub("", page)):
        target, _, anchor = match["target"].partition("#")
        if target.startswith(("https://", "http://")):
            continue
        path = ((ROOT / name).parent / target).resolve() if target else ROOT / name
        assert path.is_relative_to(ROOT), target
        assert path.exists(), target
        if anchor and path.suffix == ".md":
            assert anchor in anchors(path.read_text(encoding="utf-8")), match["target"]


def anchors(page: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", BLOCK.sub("", page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_rules_are_those_that_are_served() -> None:
    rows = re.findall(r"^\| `([a-z]+-[a-z]+)` \|", README, re.MULTILINE)
    assert sorted(rows) == sorted(RULES)


def test_the_picture_is_that_of_a_real_run() -> None:
    (picture,) = blocks("text")
    command = [sys.executable, "-m", "archcheck", "check", "--config", "examples/shop/layers.toml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    for part in picture.strip("\n").split("\n\n"):
        assert part in done.stdout


def test_the_ci_runs_the_commands_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    main_job, tests = (line for line in "".join(blocks("bash")).splitlines() if "pip install" in line)
    assert tests in script
    assert main_job.rpartition(" && ")[2] in script
