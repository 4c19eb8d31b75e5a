"""Hold observed call paths against the call graph that archcheck draws without running anything.

    compare.py ROOT PATHS [--misses N]

ROOT is the directory that was observed, PATHS what ``observe.py`` wrote. Printed are the distinct observed paths, the share of their
adjacent calls between functions of the project that are edges of the graph, how the others would have to be found, and the share of
the functions that called the driver or a library that ``archcheck sites`` lists.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from archcheck.graph.call_graph import CallGraph
from archcheck.model.progress import silent
from archcheck.run.survey import survey

INNER = re.compile(r"\.<(lambda|listcomp|genexpr|dictcomp|setcomp)>")
TEST = re.compile(r"(^|/)(tests?|test_\w+|conftest)(/|\.py$)")


@dataclass(frozen=True)
class Edge:
    """An observed call, by labels."""

    caller: str
    callee: str


def label(prefix: str, step: list[object]) -> str:
    """The label that archcheck gives to an observed function."""
    file, qualname = f"{prefix}{step[0]}", str(step[1])
    module = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    name = INNER.sub("", qualname).replace(".<locals>", "")
    return f"{module}:{'<module>' if name in ('<module>', '<lambda>', '<listcomp>', '<genexpr>') else name}"


def holds(graph: CallGraph, edge: Edge) -> bool:
    """Whether an observed call is in the graph: by itself, or by way of the wrapper that a decorator puts around."""
    if edge.caller == edge.callee or edge.callee in graph.callees.get(edge.caller, {}):
        return True
    calls = graph.callees.get(edge.caller, {})
    # A decorated function is called under its own name: its wrapper runs first, and then the function itself.
    if any(
        e.how == "decorator" and e.callee == edge.callee
        for called in calls
        for e in graph.callees.get(called, {}).values()
    ):
        return True
    back = graph.callees.get(edge.callee, {}).get(edge.caller)
    return back is not None and back.how == "decorator"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path)
    parser.add_argument("paths", type=Path)
    parser.add_argument("--misses", type=int, default=0)
    options = parser.parse_args()
    root = options.root.resolve()
    is_package = (root / "__init__.py").is_file()
    with TemporaryDirectory() as scratch:
        # Alone, so that neighbours of an installed package are not read.
        alone = Path(scratch, root.name if is_package else "project")
        shutil.copytree(root, alone, ignore=shutil.ignore_patterns("node_modules", ".git", "venv"))
        there = survey(alone.parent if is_package else alone, None, (), "transaction", silent, calls=True)
    graph = CallGraph(there.inventory.calls)
    prefix = f"{root.name}/" if is_package else ""
    files = {node.location.path: node.module for node in graph.functions.values()}
    rows = [json.loads(line) for line in options.paths.read_text(encoding="utf-8").splitlines()]
    rows = [{**row, "steps": [s for s in row["steps"] if not TEST.search(str(s[0]))]} for row in rows]
    known = [row for row in rows if row["steps"] and all(f"{prefix}{s[0]}" in files for s in row["steps"])]
    edges: set[Edge] = set()
    ends: set[str] = set()
    for row in known:
        labels = [label(prefix, step) for step in row["steps"]]
        pairs = zip(labels, labels[1:], row["steps"][1:], strict=False)
        edges |= {Edge(a, b) for a, b, step in pairs if step[3]}
        ends.add(labels[-1])
    missed = sorted((e for e in edges if not holds(graph, e)), key=lambda e: (e.callee, e.caller))
    listed = {f"{s.module}:{s.function}" for s in there.inventory.sites}
    unlisted = sorted(ends - listed)
    print(f"{len(known)} distinct paths, {len(edges)} distinct calls, {len(edges) - len(missed)} in the graph", end=" ")
    print(
        f"({(len(edges) - len(missed)) / max(len(edges), 1):.1%}); {len(ends) - len(unlisted)} of {len(ends)} ends are listed sites"
    )
    for edge in missed[: options.misses]:
        print(f"  no edge: {edge.caller} -> {edge.callee}")
    for end in unlisted[: options.misses]:
        print(f"  no site: {end}")
    if options.misses:
        print("  by callee:", Counter(edge.callee.rpartition(".")[2] for edge in missed).most_common(8))


if __name__ == "__main__":
    main()
