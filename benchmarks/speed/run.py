"""Measures archcheck and its peers on large public packages, and writes the table and the picture of the results.

    python benchmarks/speed/run.py [--trees NAME,…] [--tools NAME,…] [--runs N] [--once TOOL,…] [--work DIR]

Packages and tools are downloaded by pip into the work directory, each tool into an environment of its own; archcheck is installed there from
this repository. Then all tools run in turn, round by round, on each tree: cold, warm, with one file changed. Each run's figures are kept
as they come, so that the same command goes on where it was ended; with ``--again`` it begins anew.
"""

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from aims import START
from arguments import count, names, record_at
from figures import Record, Run
from machine import machine
from picture import draw
from process import measured
from staging import restored, staged
from table import page
from tools import TOOLS, Tool, installed, renewed, version
from trees import CHANGED, Tree, fetched

HERE = Path(__file__).parent
STARTS = {
    "`--version`": (["archcheck", "--version"], {}),
    "`--help`": (["archcheck", "--help"], {}),
    "`check --help`": (["archcheck", "check", "--help"], {}),
    "`explain effect-site`": (["archcheck", "explain", "effect-site"], {}),
    "completion of `archcheck ch`": (
        ["archcheck"],
        {"_ARCHCHECK_COMPLETE": "complete_bash", "COMP_WORDS": "archcheck ch", "COMP_CWORD": "1"},
    ),
}


@dataclass(frozen=True)
class Measurement:
    """What is measured, and where the figures go.

    Attributes:
        record: the figures so far.
        work: the directory of downloads, environments, caches and logs.
        programs, versions: of each tool that is measured.
        runs: how often; `once` are the tools that are measured a single time on each tree.
        slow: a tool whose first run on a tree takes more seconds than this runs there a single time, too.
        limit: seconds after which a run is ended.
        skipped: pairs of tool and tree that are left out.
        deadline: when no further tool begins, by `time.monotonic`.
    """

    record: Record
    work: Path
    programs: dict[str, Path]
    versions: dict[str, str]
    runs: int
    once: frozenset[str]
    slow: float
    limit: float
    skipped: frozenset[tuple[str, str]]
    deadline: float

    def round(self, number: int, trees: list[Tree]) -> None:
        """Each tool once on each tree; who begins is another one in each round."""
        tools = list(self.programs)
        turn = number % len(tools)
        self._starts(number)
        for tree in trees:
            for tool in [*tools[turn:], *tools[:turn]]:
                if time.monotonic() > self.deadline:
                    return
                if (tool, tree.name) not in self.skipped and (number == 1 or not self._once(tool, tree)):
                    self._cases(number, TOOLS[tool], tree)

    def _once(self, tool: str, tree: Tree) -> bool:
        first = self.record.of(tree.name, tool, "cold")
        return tool in self.once or any(run.figures.wall > self.slow or run.figures.ended for run in first)

    def _cases(self, number: int, tool: Tool, tree: Tree) -> None:
        told, cache = (self.work / kind / tree.name / tool.name.replace(" ", "-") for kind in ("told", "caches"))
        told.mkdir(parents=True, exist_ok=True)
        tool.prepare(tree, told)
        if all(self._has(number, tree.name, tool.name, case) for case in tool.cases):
            return
        for case in tool.cases:
            # A later case rests on the cache that the earlier ones left, so that all of them run again where one is missing.
            with staged(case, tree, cache, self.work):
                program, *arguments = tool.command(tree, told, cache)
                command = [str(self.programs[tool.name] / program), *arguments]
                self._run(number, tree.name, tool.name, case, command, tree.root, {}, told / f"{case}.log")

    def _starts(self, number: int) -> None:
        if "archcheck" not in self.programs:
            return
        nowhere = self.work / "nowhere"
        nowhere.mkdir(exist_ok=True)
        for case, ((program, *arguments), environment) in STARTS.items():
            command = [str(self.programs["archcheck"] / program), *arguments]
            self._run(number, START, "archcheck", case, command, nowhere, environment, self.work / "start.log")

    def _has(self, number: int, tree: str, tool: str, case: str) -> bool:
        return any(run.number == number for run in self.record.of(tree, tool, case))

    def _run(
        self,
        number: int,
        tree: str,
        tool: str,
        case: str,
        command: list[str],
        where: Path,
        environment: dict[str, str],
        log: Path,
    ) -> None:
        load = round(os.getloadavg()[0], 2)
        figures = measured(command, where, environment, self.limit, log)
        if self._has(number, tree, tool, case):
            return
        self.record.add(Run(tree, tool, case, number, self.versions[tool], machine(), load, figures))
        outcome = "ended by the limit" if figures.ended else f"exit code {figures.code}"
        said = f"{figures.wall:.2f} s, {figures.user + figures.system:.2f} s CPU, {figures.main:.0f} MB, {outcome}"
        print(f"{number}/{self.runs} {tree} {tool} {case}: {said}", flush=True)


def _arguments() -> tuple[argparse.ArgumentParser, argparse.Namespace]:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    known = argparse.Namespace(trees=names(CHANGED), tools=names(TOOLS))
    parser.add_argument(
        "--trees",
        type=known.trees,
        default=list(CHANGED),
        metavar="NAME,…",
        help=f"of {', '.join(CHANGED)}; default: all",
    )
    parser.add_argument(
        "--tools", type=known.tools, default=list(TOOLS), metavar="NAME,…", help=f"of {', '.join(TOOLS)}; default: all"
    )
    parser.add_argument("--runs", type=count, default=5, metavar="N", help="rounds; default: 5")
    parser.add_argument(
        "--once", type=known.tools, default=[], metavar="TOOL,…", help="tools that run in the first round alone"
    )
    parser.add_argument(
        "--slow",
        type=count,
        default=60,
        metavar="SECONDS",
        help="a tool whose first run on a tree takes longer runs there once; default: 60",
    )
    parser.add_argument(
        "--limit", type=count, default=300, metavar="SECONDS", help="a run that takes longer is ended; default: 300"
    )
    parser.add_argument(
        "--skip",
        type=_pairs,
        default=[],
        metavar="TOOL@TREE,…",
        help="what is left out, since it would take too long",
    )
    parser.add_argument(
        "--minutes",
        type=count,
        default=600,
        metavar="N",
        help="begin nothing new after so many minutes; the same command goes on from there",
    )
    parser.add_argument(
        "--work",
        type=Path,
        default=Path(tempfile.gettempdir()) / "archcheck-speed",
        metavar="DIR",
        help="downloads, environments and raw figures; default: %(default)s",
    )
    parser.add_argument(
        "--again", action="store_true", help="begin anew; the raw figures so far are kept as raw-1.jsonl and so on"
    )
    parser.add_argument(
        "--into",
        type=Path,
        default=HERE,
        metavar="DIR",
        help="where RESULTS.md and speed.svg go; default: beside this file",
    )
    parser.add_argument("--prepare", action="store_true", help="download and install everything, and measure nothing")
    return parser, parser.parse_args()  # fmt: skip


def _pairs(text: str) -> list[tuple[str, str]]:
    pairs = [(tool, tree) for tool, _, tree in (each.partition("@") for each in text.split(","))]
    unknown = [f"{tool}@{tree}" for tool, tree in pairs if tool not in TOOLS or tree not in CHANGED]
    if unknown:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)} is no pair of a tool and a tree, such as ty@nova")
    return pairs


def _at_odds(record: Record, versions: dict[str, str]) -> Iterator[str]:
    for tool, now in versions.items():
        other = record.at_odds(tool, now, machine())
        if other:
            yield f"{record.path} has figures of {other}, and now it is {now} on {machine()}; --again begins anew"


def main() -> None:
    parser, asked = _arguments()
    if platform.system() != "Linux":
        parser.error("memory is read from /proc, which Linux alone has")
    if find_spec("vl_convert") is None:
        parser.error("the picture needs vl-convert-python: pip install '.[report]'")
    work = asked.work.absolute()
    work.mkdir(parents=True, exist_ok=True)
    trees = [fetched(name, work / "trees") for name in asked.trees]
    for tree in trees:
        restored(tree, work)
    programs = {name: installed(TOOLS[name], work) for name in asked.tools}
    if any(name.startswith("archcheck") for name in programs):
        renewed(next(path for name, path in programs.items() if name.startswith("archcheck")))
    versions = {name: version(TOOLS[name], path) for name, path in programs.items()}
    record = record_at(work / "raw.jsonl", asked.again)
    for odd in _at_odds(record, versions):
        parser.error(odd)
    if asked.prepare:
        return
    measurement = Measurement(
        record=record,
        work=work,
        programs=programs,
        versions=versions,
        runs=asked.runs,
        once=frozenset(asked.once),
        slow=asked.slow,
        limit=asked.limit,
        skipped=frozenset(asked.skip),
        deadline=time.monotonic() + asked.minutes * 60,
    )
    asked.into.mkdir(parents=True, exist_ok=True)
    for number in range(1, asked.runs + 1):
        measurement.round(number, trees)
        (asked.into / "RESULTS.md").write_text(page(record, trees, asked.tools, measurement.skipped), encoding="utf-8")
        draw(record, trees, asked.tools, asked.into / "speed.svg")


if __name__ == "__main__":
    main()
