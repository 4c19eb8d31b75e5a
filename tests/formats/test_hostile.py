"""A project that means harm, through every format of every command: it is read back as text, and nothing of it is obeyed."""

import csv
import io
import json
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pytest
from junitparser import JUnitXml
from markdown_it import MarkdownIt

from ..conftest import CLOSING, IMAGE
from .conftest import Writes

# What ends a line, turns a terminal's colours on or the direction of writing round; and the newline, which every format has.
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
LISTINGS = ("text", "json", "sarif", "github", "gitlab", "junit", "markdown")
GRAPHS = ("dot", "mermaid", "plantuml", "graphml", "gexf", "json", "csv", "svg")
LEVELS = ("layer", "module", "function")


def count(written: Writes, project: Path) -> int:
    """Findings and files that could not be read, as JSON has them."""
    return len(json.loads(written(project, "check", form="json"))["findings"])


@pytest.mark.parametrize("form", LISTINGS)
@pytest.mark.parametrize("command", ["check", "sites"])
def test_no_character_is_obeyed(written: Writes, hostile_project: Path, command: str, form: str) -> None:
    text = written(hostile_project, command, form=form)
    assert "driver" in text
    assert not OBEYED.search(text)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("form", GRAPHS)
def test_no_character_of_a_graph_is_obeyed(written: Writes, hostile_project: Path, form: str, level: str) -> None:
    of = "calls" if level == "function" else "imports"
    text = written(hostile_project, "graph", "--of", of, "--level", level, form=form)
    assert text
    assert not OBEYED.search(text.replace("\r\n", "\n") if form == "csv" else text)


def test_an_annotation_is_a_line_and_no_name_makes_another(written: Writes, hostile_project: Path) -> None:
    text = written(hostile_project, "check", form="github")
    commands = [line for line in text.splitlines() if line.startswith("::")]
    assert 0 < len(commands) <= count(written, hostile_project) + 1
    for line in commands:
        head, _, message = line[2:].partition("::")
        assert head.partition(" ")[0] in ("error", "warning", "notice")
        assert "%s" not in re.sub(r"%25s", "", line), "a percent sign is written as %25"
        assert message
    assert not [line for line in text.splitlines() if "::error file=x" in line and not line.startswith("::")]


def test_machines_read_as_many_findings_as_there_are(written: Writes, hostile_project: Path) -> None:
    findings = json.loads(written(hostile_project, "check", form="json"))["findings"]
    (run,) = json.loads(written(hostile_project, "check", form="sarif"))["runs"]
    assert len(run["results"]) == len(findings)
    entries = json.loads(written(hostile_project, "check", form="gitlab"))
    assert {entry["fingerprint"] for entry in entries} >= {finding["fingerprint"] for finding in findings}
    tests = JUnitXml.fromstring(written(hostile_project, "check", form="junit").encode())
    assert tests.failures + tests.errors >= len({finding["fingerprint"] for finding in findings})


@pytest.mark.parametrize(
    ("command", "form"), [("check", "markdown"), ("sites", "markdown"), ("report", "markdown")], ids=str
)
def test_markdown_holds_no_markup_of_the_project(
    written: Writes, hostile_project: Path, command: str, form: str
) -> None:
    """As GitHub reads it, with raw HTML allowed: no element but those that archcheck itself writes."""
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(written(hostile_project, command, form=form))
    assert "<img" not in html
    assert "<script" not in html
    assert "onerror" not in re.sub(r"<code>.*?</code>", "", html, flags=re.DOTALL).replace("&lt;img src=x onerror", "")


@pytest.mark.parametrize("level", LEVELS)
def test_graphs_are_read_back_equal(written: Writes, hostile_project: Path, level: str) -> None:
    command = ("graph", "--of", "calls" if level == "function" else "imports", "--level", level)
    graphs = {
        "json": networkx.node_link_graph(json.loads(written(hostile_project, *command, form="json")), edges="edges"),
        "graphml": networkx.read_graphml(io.BytesIO(written(hostile_project, *command, form="graphml").encode())),
        "gexf": networkx.read_gexf(io.BytesIO(written(hostile_project, *command, form="gexf").encode())),
    }
    nodes = {form: dict(graph.nodes(data=True)) for form, graph in graphs.items()}
    edges = {
        form: {(a, b): {k: v for k, v in data.items() if k != "id"} for a, b, data in graph.edges(data=True)}
        for form, graph in graphs.items()
    }
    assert nodes["json"]
    assert nodes["json"] == nodes["graphml"] == nodes["gexf"]
    assert edges["json"] == edges["graphml"] == edges["gexf"]
    rows = list(csv.DictReader(io.StringIO(written(hostile_project, *command, form="csv"), newline="")))
    assert len(rows) == len(nodes["json"]) + len(edges["json"])


@pytest.mark.skipif(shutil.which("dot") is None, reason="no Graphviz: apt-get install graphviz")
@pytest.mark.parametrize("level", LEVELS)
def test_graphviz_draws_it(written: Writes, hostile_project: Path, level: str) -> None:
    of = "calls" if level == "function" else "imports"
    text = written(hostile_project, "graph", "--of", of, "--level", level, form="dot")
    done = subprocess.run(["dot", "-Tsvg"], input=text.encode(), capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    names = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(done.stdout).iter()}
    assert not names & {"script", "img", "image", "foreignObject"}


def test_a_picture_holds_shapes_and_text_alone(written: Writes, hostile_project: Path) -> None:
    for level in LEVELS[:2]:
        text = written(hostile_project, "graph", "--of", "imports", "--level", level, form="svg")
        elements = list(ElementTree.fromstring(text).iter())
        assert not {element.tag.rpartition("}")[2] for element in elements} & {
            "script",
            "img",
            "image",
            "foreignObject",
        }
        assert not [key for element in elements for key in element.attrib if key.lower().startswith("on")]


def test_its_words_are_seen(written: Writes, hostile_project: Path) -> None:
    """Harmless, and still there: who reads a report sees what the project says."""
    text = written(hostile_project, "check", form="text")
    assert IMAGE in text
    assert "\\u202e" in text
    assert CLOSING not in written(hostile_project, "report", form="html")


def test_a_sweep_is_shown_and_not_obeyed(written: Writes, hostile_project: Path) -> None:
    document = written(hostile_project, "sweep", "log", form="markdown")
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(document)
    assert "<img" not in html
    assert "<script" not in html
    assert html.count("<!--") == 2
    assert document.count("| 2026-11-25 03:04 | 2 |") == 1
    status = written(hostile_project, "sweep", "status", form="text")
    drawn = written(hostile_project, "sweep", "chart", form="svg")
    assert "</script>" in "".join(ElementTree.fromstring(drawn).itertext())
    for text in (document, status, drawn):
        assert not OBEYED.search(text)
