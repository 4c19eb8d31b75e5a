"""The raw figures: one JSON object a line and a run, so that a measurement that was ended goes on where it stopped."""

import json
import statistics
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from process import Figures


@dataclass(frozen=True)
class Run:
    """One measured run.

    Attributes:
        tree, tool, case: what was run on what; `number` counts from 1.
        version: of the tool.
        machine: what it ran on.
        load: the processes that wanted a processor when it began, as an average of the minute before.
        figures: what it took.
    """

    tree: str
    tool: str
    case: str
    number: int
    version: str
    machine: str
    load: float
    figures: Figures


@dataclass(frozen=True)
class Median:
    """The runs of one tool on one tree in one case, in seconds and megabytes.

    Attributes:
        wall, cpu, main, largest: medians.
        least, most: the shortest and the longest by the clock.
        runs: how many there were.
        outcome: empty where all of them came to their end; else why there is no figure.
    """

    wall: float
    cpu: float
    main: float
    largest: float
    least: float
    most: float
    runs: int
    outcome: str


class Record:
    """The file of raw figures."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.runs = list(_read(path))

    def add(self, run: Run) -> None:
        self.runs.append(run)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(run)) + "\n")

    def of(self, tree: str, tool: str, case: str) -> list[Run]:
        return [run for run in self.runs if (run.tree, run.tool, run.case) == (tree, tool, case)]

    def median(self, tree: str, tool: str, case: str, answers: tuple[int, ...] = (0, 1)) -> Median | None:
        """Of the runs that ended with one of the exit codes; None where nothing was run."""
        runs = [run.figures for run in self.of(tree, tool, case)]
        if not runs:
            return None
        walls = [run.wall for run in runs]
        return Median(
            statistics.median(walls),
            statistics.median(run.user + run.system for run in runs),
            statistics.median(run.main for run in runs),
            statistics.median(run.largest for run in runs),
            min(walls),
            max(walls),
            len(runs),
            next((said for run in runs if (said := _outcome(run, answers))), ""),
        )

    def at_odds(self, tool: str, version: str, machine: str) -> str:
        """What else the tool's runs here were made with, if anything."""
        for run in self.runs:
            if run.tool == tool and (run.version, run.machine) != (version, machine):
                return f"{run.tool} {run.version} on {run.machine}"
        return ""


def _outcome(run: Figures, answers: tuple[int, ...]) -> str:
    """Why a run is no measure of the tool; findings, which most tools say with exit code 1, are none."""
    if run.ended:
        return f"ended after {run.wall:.0f} s"
    return "" if run.code in answers else f"exit code {run.code}"


def _read(path: Path) -> Iterator[Run]:
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            each = json.loads(line)
            yield Run(**{**each, "figures": Figures(**each["figures"])})
