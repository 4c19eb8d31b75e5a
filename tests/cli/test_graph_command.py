"""``archcheck graph`` on the example and on a small project: what is in the graph, and what does not go together."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx
import pytest
from archcheck.cli.graph import SERVED

SHOP = Path(__file__).parents[2] / "examples" / "shop"


def run(cwd: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "archcheck", "graph", *arguments]
    return subprocess.run(
        command,
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_COLOR": "1", **environment},
    )


def read(*arguments: str, cwd: Path = SHOP) -> Any:
    done = run(cwd, "--format", "json", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return networkx.node_link_graph(json.loads(done.stdout), edges="edges")


def test_imports_by_layer() -> None:
    graph = read("--of", "imports", "--level", "layer")
    assert set(graph.nodes) == {"L4", "L3", "L2", "L1", "(no layer)"}
    assert graph.edges["L2", "L3"]["findings"] == 1
    assert graph.edges["L3", "L1"]["findings"] == 1
    assert graph.edges["L4", "L3"]["findings"] == 0
    assert graph.nodes["L3"] == {
        "label": "L3",
        "layer": "L3",
        "modules": 3,
        "members": 3,
        "inner": 0,
        "findings": 6,
        "new": 5,
        "sites": 4,
    }


def test_layers_split_domains() -> None:
    graph = read("--of", "layers")
    assert {"L3/billing", "L2/billing", "L1/billing", "(no layer)/billing"} <= set(graph.nodes)
    only = read("--of", "layers", "--only-violations")
    assert set(only.edges) == {
        ("L2/orders", "L3/orders"),
        ("L3/catalogue", "L1/billing"),
        ("L2/shipping", "L4/shipping"),
    }
    assert only.graph["notes"] == "10 nodes without findings left out"


def test_modules_around_a_focus() -> None:
    graph = read("--level", "module", "--focus", "shop.orders.services")
    assert "shop.orders.services" in graph
    assert all("shop.orders.services" in (*edge, *graph.pred[edge[0]], *graph.succ[edge[0]]) for edge in graph.edges)
    alone = read("--level", "module", "--focus", "shop.orders.services", "--depth", "0")
    assert list(alone.nodes) == ["shop.orders.services"]
    assert alone.nodes["shop.orders.services"]["path"] == "shop/orders/services.py"


def test_functions_that_reach_an_effect() -> None:
    graph = read("--of", "calls", "--level", "function", "--reaches", "transaction.commit")
    sites = {name for name, values in graph.nodes(data=True) if values["sites"]}
    assert "shop.db:session_scope" in sites
    assert all(any(networkx.has_path(graph, name, site) for site in sites) for name in graph)
    assert read("--of", "calls", "--level", "function").number_of_nodes() > graph.number_of_nodes()


def test_an_effect_that_no_contract_speaks_of() -> None:
    graph = read("--of", "calls", "--level", "function", "--reaches", "network")
    assert graph.number_of_nodes() == 0


def test_every_format_at_once(tmp_path: Path) -> None:
    text = [name for name in SERVED if name != "png"]
    outputs = [part for name in text for part in ("--output", f"{name}={tmp_path / name}")]
    done = run(SHOP, "--of", "layers", *outputs, PYTHONHASHSEED="3")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    for name in text:
        alone = run(SHOP, "--of", "layers", "--format", name, PYTHONHASHSEED="5", PYTHONUTF8="1")
        assert alone.stdout == (tmp_path / name).read_text(encoding="utf-8"), name
    rows = list(csv.DictReader(io.StringIO((tmp_path / "csv").read_text())))
    assert len(rows) == 20 + 31


def test_png_goes_to_a_file(tmp_path: Path) -> None:
    pytest.importorskip("vl_convert", reason="vl-convert is not installed")
    done = run(SHOP, "--of", "layers", "--output", f"png={tmp_path / 'a.png'}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_png_without_its_library(tmp_path: Path) -> None:
    (tmp_path / "vl_convert.py").write_text("raise ImportError\n")
    done = run(SHOP, "--of", "layers", "--format", "png", PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "--format: png: png needs vl-convert; pip install 'archcheck-py[report]', or take svg\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--level", "function"], "--level: function: goes with --of calls; imports are between modules"),
        (["--reaches", "clock"], "--reaches: clock: goes with --of calls"),
        (["--focus", "shop.order"], "--focus: no module matches shop.order; did you mean shop.orders?"),
        (["--of", "calls", "--reaches", "no.such"], "--reaches: there is no effect no.such"),
        (["--format", "xml"], "--format: xml: is no format; this version serves dot, mermaid"),
        (["--of", "everything"], "everything"),
        (["--depth", "-1"], "--depth"),
    ],
)
def test_mistakes(arguments: list[str], said: str) -> None:
    done = run(SHOP, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_hostile_names(tmp_path: Path) -> None:
    evil = "ev</script>\"'\n::error::x\x1b[31m\u202e%é"
    files = {
        "layers.toml": '[project]\npackages = ["shop"]\ndomains = ["shop.{domain}.**"]\n[[layers]]\nid = "L1"\n'
        'name = "</script>\\n::error::x"\nmodules = ["shop.**"]\n[[layers]]\nid = "L0"\nmodules = ["shop.a"]\n[[contracts]]\nid = "layers"\ntype = "layers"\n',
        "shop/__init__.py": "",
        f"shop/{evil}.py": "import shop.a\n",
        f"shop/{evil}/x.py": "import shop.a\n",
        "shop/a.py": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    for of in ("imports", "layers", "calls"):
        for name in SERVED:
            if name != "png":
                done = run(tmp_path, "--of", of, "--format", name, PYTHONUTF8="1")
                assert done.returncode == 0, done.stderr
                assert done.stdout.replace("\n", "").isprintable(), name
                assert not [line for line in done.stdout.splitlines() if line.lstrip().startswith("::")], name
