"""The page of results, out of the raw figures."""

from collections.abc import Iterator

from aims import START, START_AIM, compared
from figures import Median, Record
from staging import CASES
from tools import TOOLS
from trees import Tree, described

INTRODUCTION = """# How fast it is

archcheck and other tools on the same trees, in turn, in one measurement, each as its users run it and in an environment of its own. To
repeat it (Linux, pip and a package index are needed; the packages and tools are downloaded, none is part of this repository):

```bash
pip install '.[report]'
python benchmarks/speed/run.py
```

The tools do different things. Those that follow imports look at no call; those that match patterns know no types; those that know types
answer no question about layers or paths. archcheck's `check` answers all contracts of the tree's
[layers.toml](../projects): layers of imports, typed call sites, and every path that leads to them."""

CASES_EXPLAINED = """Seconds are by the clock, medians, in brackets the shortest and the longest; *CPU* is the processor time, cold, of
the process that was started and of those that it has waited for; the processes in which archcheck reads files are not among them. A tool that keeps nothing between two runs is measured cold alone, since its other runs are the same. Memory is the most that was
held at once, cold: by the process that was started, and by the largest of its processes. A tool that is slow on a tree has fewer runs there.
Output goes into a file."""


def page(record: Record, trees: list[Tree], tools: list[str], skipped: frozenset[tuple[str, str]]) -> str:
    """All of RESULTS.md; what was skipped is said to be too slow."""
    return "\n".join([*_head(record), *_trees(trees), *_aims(record, trees), *_all(record, trees, tools, skipped), *_versions(record, tools), ""])  # fmt: skip


def _head(record: Record) -> Iterator[str]:
    yield INTRODUCTION
    yield ""
    machines = sorted({run.machine for run in record.runs})
    loads = sorted(run.load for run in record.runs)
    yield f"Machine: {'; '.join(machines)}. {len(record.runs):,} runs; the load average at their start was {loads[0]:.1f} to {loads[-1]:.1f}"
    yield f"(median {loads[len(loads) // 2]:.1f}; the measurement itself makes 1 to 2)."
    yield ""


def _trees(trees: list[Tree]) -> Iterator[str]:
    yield "| tree | files | size | lines | changed file |\n|---|---|---|---|---|"
    for tree in trees:
        changed = tree.changed.relative_to(tree.root)
        yield f"| {described(tree.name)} | {tree.files:,} | {tree.megabytes:.0f} MB | {tree.lines:,} | `{changed}` |"
    yield ""


def _aims(record: Record, trees: list[Tree]) -> Iterator[str]:
    yield "## Against the aims\n"
    yield "Ratios of medians by the clock; a smaller one is better.\n"
    yield from compared(record, trees)
    yield ""
    yield f"Starting, in seconds by the clock (aim: at most {START_AIM}):\n"
    yield "| | seconds | memory | |\n|---|---|---|---|"
    for case in dict.fromkeys(run.case for run in record.runs if run.tree == START):
        median = record.median(START, "archcheck", case, answers=(0,))
        if median is not None:
            verdict = median.outcome or ("reached" if median.wall <= START_AIM else "**not reached**")
            yield f"| {case} | {_seconds(median)} | {median.main:.0f} MB | {verdict} |"
    yield ""
    yield "![Seconds by tool, tree and case](speed.svg)\n"


def _all(record: Record, trees: list[Tree], tools: list[str], skipped: frozenset[tuple[str, str]]) -> Iterator[str]:
    yield "## All figures\n"
    yield CASES_EXPLAINED + "\n"
    for case, meaning in CASES.items():
        yield f"- *{case}*: {meaning}."
    for tree in trees:
        yield f"\n### {described(tree.name)}, {tree.files:,} files\n"
        yield "| tool | cold | CPU | warm | changed | configured | memory: main | largest | runs |"
        yield "|---|---|---|---|---|---|---|---|---|"
        for tool in tools:
            left_out = "too slow for this tree, left out" if (tool, tree.name) in skipped else "not measured"
            yield _row(record, tree, tool, left_out)
    yield ""


def _row(record: Record, tree: Tree, tool: str, left_out: str) -> str:
    cold = record.median(tree.name, tool, "cold")
    if cold is None:
        return f"| {tool} | {left_out} | | | | | | | |"
    if cold.outcome:
        return f"| {tool} | {cold.outcome} | | | | | {cold.main:.0f} MB | {cold.largest:.0f} MB | {cold.runs} |"
    others = [_seconds(record.median(tree.name, tool, case)) for case in ("warm", "changed", "configured")]
    return (
        f"| {tool} | {_seconds(cold)} | {cold.cpu:.2f} | {' | '.join(others)} "
        f"| {cold.main:.0f} MB | {cold.largest:.0f} MB | {cold.runs} |"
    )


def _seconds(median: Median | None) -> str:
    if median is None:
        return ""
    if median.outcome:
        return median.outcome
    spread = f" ({median.least:.2f} to {median.most:.2f})" if median.runs > 1 else ""
    return f"{median.wall:.2f}{spread}"


def _versions(record: Record, tools: list[str]) -> Iterator[str]:
    yield "| tool | version | was asked for |\n|---|---|---|"
    for tool in tools:
        versions = sorted({run.version for run in record.runs if run.tool == tool})
        yield f"| {tool} | {', '.join(versions)} | {TOOLS[tool].does} |"
    yield ""
