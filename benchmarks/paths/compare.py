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
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from archcheck.facts.scan import Means
from archcheck.graph.call_graph import CallGraph
from archcheck.model.progress import silent
from archcheck.run.survey import survey

# The library's part of a call that the code itself makes: a context manager or a decorator of the project between two functions of it.
PASSED_THROUGH = frozenset({"contextlib", "functools"})
BRIDGED = "in the graph without the wrapper that lies between"
WRAPPER = re.compile(r"\.wrap\w*'|\.inner'|_'")
INNER = re.compile(r"\.<(lambda|listcomp|genexpr|dictcomp|setcomp)>")
TEST = re.compile(r"(^|/)(tests?|testing|test_\w+|conftest)(/|\.py$)")


@dataclass(frozen=True)
class Edge:
    """An observed call, by labels."""

    caller: str
    callee: str


@dataclass
class Seen:
    """Where an observed call was made, and whether what it called was a generator that went on."""

    resumed: bool
    places: set[tuple[str, int]] = field(default_factory=set)


def label(prefix: str, step: list[object]) -> str:
    """The label that archcheck gives to an observed function."""
    file, qualname = f"{prefix}{step[0]}", str(step[1])
    module = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    name = INNER.sub("", qualname).replace(".<locals>", "")
    return f"{module}:{'<module>' if name in ('<module>', '<lambda>', '<listcomp>', '<genexpr>') else name}"


def without_tests(steps: list[list[object]]) -> list[list[object]]:
    """The steps of the package itself, each with whether a test's function stands right before it."""
    found: list[list[object]] = []
    behind_test = False
    for step in steps:
        if TEST.search(str(step[0])):
            behind_test = bool(found)
        else:
            found.append([*step, behind_test])
            behind_test = False
    return found


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
    # One wrapper calls the function, or the next wrapper of the same function.
    return edge.callee in decorated(graph, edge.caller) or bool(
        decorated(graph, edge.caller) & decorated(graph, edge.callee)
    )


def decorated(graph: CallGraph, wrapper: str) -> set[str]:
    """The functions that a wrapper is put around."""
    return {e.caller for e in graph.callers.get(wrapper, {}).values() if e.how == "decorator"}


def kind(graph: CallGraph, edge: Edge, seen: Seen, blind: set[tuple[str, int]]) -> str:
    """Whether an observed call is in the graph, and if not, in which way it is missing."""
    into = graph.callers.get(edge.callee, {}).values()
    if holds(graph, edge):
        known = graph.callees.get(edge.caller, {}).get(edge.callee)
        return "in the graph by name alone" if known is not None and known.certainty == "possible" else "in the graph"
    if any(each.how in ("callback", "kept") for each in into):
        return "in the graph where the function is handed on"
    if seen.resumed and into:
        return "in the graph where the generator is called"
    if seen.places & blind:
        return "a counted blind spot"
    return "missing"


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
        shutil.copytree(root, alone, ignore=shutil.ignore_patterns("node_modules", ".git", "venv", "build"))
        there = survey(None, alone.parent if is_package else alone, (), "transaction", silent, Means(), calls=True)
    graph = CallGraph(there.inventory.calls)
    prefix = f"{root.name}/" if is_package else ""
    files = {node.location.path: node.module for node in graph.functions.values()}
    rows = [json.loads(line) for line in options.paths.read_text(encoding="utf-8").splitlines()]
    rows = [{**row, "steps": without_tests(row["steps"])} for row in rows]
    known = [row for row in rows if row["steps"] and all(f"{prefix}{s[0]}" in files for s in row["steps"])]
    distinct = {(row["end"], tuple((file, name, line) for file, name, line, *_ in row["steps"])) for row in known}
    edges: dict[Edge, Seen] = {}
    bridged: set[Edge] = set()
    ends: dict[str, set[str]] = {}
    for row in known:
        labels = [label(prefix, step) for step in row["steps"]]
        steps = list(zip(labels, row["steps"], strict=True))
        for (caller, at), (callee, step) in pairwise(steps):
            # What a double of the tests calls is not called by the package.
            if PASSED_THROUGH.issuperset(step[3]) and not step[5]:
                seen = edges.setdefault(Edge(caller, callee), Seen(resumed=step[4]))
                seen.places.add((f"{prefix}{at[0]}", at[2]))
        if len(labels) > 1 and WRAPPER.search(f"{labels[0]}'") and labels[1] in graph.functions:
            # The test called a function by way of its wrapper.
            bridged.add(Edge(labels[0], labels[1]))
        for caller, wrapper, callee in zip(labels, labels[1:], labels[2:], strict=False):
            if callee in graph.callees.get(caller, {}):
                bridged |= {Edge(caller, wrapper), Edge(wrapper, callee)}
        if row["end"] == "commit":
            ends.setdefault(labels[-1], set()).add(row["called"])
    blind = {(spot.path, spot.line) for spot in there.inventory.calls.blind_spots}
    kinds = {edge: kind(graph, edge, seen, blind) for edge, seen in edges.items()}
    kinds |= {
        edge: BRIDGED for edge in bridged & kinds.keys() if kinds[edge] == "missing" and WRAPPER.search(f"{edge}")
    }
    tally = Counter(kinds.values())
    listed = {f"{s.module}:{s.function}" for s in there.inventory.sites}
    # A library's decorator below one of the project's is listed at the function that both are put around.
    unlisted = sorted(end for end in ends if end not in listed and not decorated(graph, end) & listed)
    print(
        f"{len(distinct)} distinct paths, {len(edges)} distinct calls:",
        ", ".join(f"{n} {k}" for k, n in tally.most_common()),
    )
    print(f"{len(ends) - len(unlisted)} of {len(ends)} functions that committed are listed by sites")
    missed = [edge for edge in edges if kinds[edge] != "in the graph"]
    for edge in sorted(missed, key=lambda e: (kinds[e], e.callee, e.caller))[: options.misses]:
        print(f"  {kinds[edge]}: {edge.caller} -> {edge.callee}  {min(edges[edge].places)}")
    for end in unlisted[: options.misses]:
        print(f"  no site: {end} called {', '.join(sorted(ends[end])) or 'the driver'}")


if __name__ == "__main__":
    main()
