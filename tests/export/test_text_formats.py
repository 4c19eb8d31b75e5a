"""DOT, Mermaid and PlantUML: every line is one of the few shapes that we write, whatever the names hold."""

import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace

import pytest
from archcheck.export.dot import render_dot
from archcheck.export.mermaid import MOST_CHARACTERS, MOST_EDGES, render_mermaid
from archcheck.export.plantuml import render_plantuml
from archcheck.model.diagram import Diagram

STRING = r'"(?:[^"\\]|\\.)*"'
VALUE = rf"(?:{STRING}|[\w.]+)"
LIST = rf"\[\w+={VALUE}(?:, \w+={VALUE})*\]"
DOT = {
    "open": r"digraph archcheck \{",
    "default": rf"  (?:graph|node|edge) {LIST};",
    "cluster": r'  subgraph "cluster_\d+" \{',
    "look": rf"    graph {LIST};",
    "node": rf"    {STRING} {LIST};",
    "edge": rf"  {STRING} -> {STRING} {LIST};",
    "close": r"\s*\}",
}
LABEL = r"[\w .,:_/()-]*(?:#\d+;[\w .,:_/()-]*)*"
MERMAID = {
    "head": r"flowchart TB",
    "subgraph": rf'  subgraph layer\d+\["(?:{LABEL})"\]',
    "node": rf'    n\d+\["(?:{LABEL})(?:<br/>{LABEL})*"\](?::::found)?',
    "end": r"  end",
    "edge": rf'  n\d+ -->(?:\|"{LABEL}"\|)? n\d+',
    "style": r"  linkStyle \d+(?:,\d+)* stroke:#dc2626,stroke-width:2px",
    "class": r"  classDef (?:found|note) [\w:#,]+",
    "cut": rf'  cut\["{LABEL}"\]:::note',
}
TEXT = r"[\w .,:/-]*(?:&#\d+;[\w .,:/-]*)*"
PLANTUML = {
    "frame": r"@startuml|@enduml|!include <C4/C4_Component>|LAYOUT_TOP_DOWN\(\)",
    "tag": r'Add(?:Element|Rel)Tag\("found"(?:, \$\w+="#[0-9a-f]{6}")+\)',
    "boundary": rf'Boundary\(layer\d+, "{TEXT}"\) \{{',
    "node": rf'  Component\(n\d+, "{TEXT}", "{TEXT}", "{TEXT}"(?:, \$tags="found")?\)',
    "close": r"\}",
    "order": r"Lay_D\(n\d+, n\d+\)",
    "edge": rf'Rel(?:_U|_D)?\(n\d+, n\d+, "{TEXT}"(?:, \$tags="found")?\)',
    "note": rf'note "{TEXT}" as notes',
}


def shapes(text: str, grammar: dict[str, str]) -> Counter[str]:
    assert text.endswith("\n")
    found: Counter[str] = Counter()
    for line in text.split("\n")[:-1]:
        names = [name for name, pattern in grammar.items() if re.fullmatch(pattern, line)]
        assert names, line
        found[names[0]] += 1
    return found


@pytest.mark.parametrize("which", ["diagram", "hostile", "large"])
def test_dot(which: str, request: pytest.FixtureRequest) -> None:
    diagram: Diagram = request.getfixturevalue(which)
    text = render_dot(diagram)
    found = shapes(text, DOT)
    assert (found["node"], found["edge"]) == (len(diagram.nodes), len(diagram.edges))
    assert text.replace("\n", "").isprintable()


def test_dot_says_all(diagram: Diagram) -> None:
    text = render_dot(diagram)
    assert 'label="L2: Services"' in text
    assert re.search(
        r'"L1/orders" \[label="orders\\n1 module\\n2 findings", pos="[\d.,]+", layer="L1", domain="orders"', text
    )
    assert re.search(r'"L1/orders" -> "L2/orders" \[label="", count=1, findings=2, new=1, color="#dc2626"', text)
    assert '-> "L1/orders" [label="1,500", count=1500' in text


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("which", ["diagram", "hostile", "large"])
def test_graphviz_reads_it(which: str, request: pytest.FixtureRequest) -> None:
    diagram: Diagram = request.getfixturevalue(which)
    done = subprocess.run(
        ["dot", "-Tplain"], input=render_dot(diagram), capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    kinds = Counter(re.findall(r"^(node|edge) ", done.stdout, re.MULTILINE))
    assert (kinds["node"], kinds["edge"]) == (len(diagram.nodes), len(diagram.edges))


@pytest.mark.parametrize("which", ["diagram", "hostile"])
def test_mermaid(which: str, request: pytest.FixtureRequest) -> None:
    diagram: Diagram = request.getfixturevalue(which)
    text = render_mermaid(diagram)
    found = shapes(text, MERMAID)
    assert (found["node"], found["edge"]) == (len(diagram.nodes), len(diagram.edges))
    assert found["cut"] == 1


def test_mermaid_says_all(diagram: Diagram) -> None:
    text = render_mermaid(diagram)
    assert (
        '  subgraph layer0["L2: Services"]\n    n0["billing<br/>3 modules"]\n    n1["orders<br/>1,200 modules, 4 sites"]\n'
        in text
    )
    assert '  n2 -->|"1, 2 findings"| n1\n  n0 --> n1\n  n1 -->|"1,500"| n2\n' in text
    assert "  linkStyle 0 stroke" in text
    assert 'cut["3 nodes without findings left out"]' in text


def test_mermaid_is_cut_to_its_limits_and_says_so(large: Diagram) -> None:
    text = render_mermaid(large)
    found = shapes(text, MERMAID)
    assert len(text) <= MOST_CHARACTERS < 50_000
    assert 0 < found["edge"] <= MOST_EDGES < 500
    assert "stroke:#dc2626" in text
    lost_nodes, lost_edges = len(large.nodes) - found["node"], len(large.edges) - found["edge"]
    nodes = f"{lost_nodes} nodes and " if lost_nodes else ""
    assert f"left out, since Mermaid takes no more: {nodes}{lost_edges:,} edges" in text


def test_mermaid_of_very_many_nodes(large: Diagram) -> None:
    nodes = (*large.nodes, *(replace(node, id=f"{node.id}.more", label=f"{node.id}.more") for node in large.nodes))
    text = render_mermaid(replace(large, nodes=nodes, edges=()))
    assert len(text) <= MOST_CHARACTERS
    lost = len(nodes) - shapes(text, MERMAID)["node"]
    assert f"since Mermaid takes no more: {lost} nodes" in text


@pytest.mark.parametrize("which", ["diagram", "hostile", "large"])
def test_plantuml(which: str, request: pytest.FixtureRequest) -> None:
    diagram: Diagram = request.getfixturevalue(which)
    found = shapes(render_plantuml(diagram), PLANTUML)
    assert (found["node"], found["edge"]) == (len(diagram.nodes), len(diagram.edges))


def test_plantuml_says_all(diagram: Diagram) -> None:
    text = render_plantuml(diagram)
    assert (
        'Boundary(layer1, "L1: Models") {\n  Component(n2, "orders", "domain", "1 module, 2 findings", $tags="found")\n}'
        in text
    )
    assert 'Rel_U(n2, n1, "imports 1, 2 findings", $tags="found")\n' in text
    assert 'Rel_D(n1, n2, "imports 1,500")\n' in text
    assert "Lay_D(n0, n2)\nLay_D(n2, n3)\n" in text


@pytest.mark.parametrize("renderer", [render_dot, render_mermaid, render_plantuml])
def test_an_empty_diagram_is_one(renderer: object, diagram: Diagram) -> None:
    assert callable(renderer)
    assert renderer(replace(diagram, nodes=(), edges=(), notes=())).endswith("\n")
