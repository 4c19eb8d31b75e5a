"""Measures how the cost of a check grows with the code, and fits the exponent.

    python benchmarks/growth/run.py [--shapes NAME,…] [--runs N] [--work DIR]

Each shape of `shapes.py` is written at an eighth, a quarter, a half and all of its size, and checked without a cache; so are one, two,
four and eight copies of a real package under other names. What the shape costs with hardly any code is taken off before the exponent
is fitted. Figures are kept as they come, so that the same command goes on where it was ended; with ``--again`` it begins anew.
"""

import argparse
import math
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from shapes import SHAPES, write_copies, write_shape

sys.path.insert(0, str(Path(__file__).parent.parent / "speed"))

from arguments import count, names, record_at
from figures import Record, Run
from machine import machine
from process import measured
from tools import REPOSITORY, commit
from trees import CHANGED, Tree, fetched

HERE = Path(__file__).parent
Write = Callable[[int, Path], None]
TIMES = (1, 2, 4, 8)
START = 0
# What a size is divided by for the project whose cost is taken off: it has hardly any code, and needs the same libraries.
HARDLY = 400
COPIES = "copies"
MOST = 1.05
# Seconds of processor time: what takes longer is measured once, since other things on the machine change it less.
REPEATED = 5.0


def points(record: Record, shape: str) -> list[tuple[int, float, float]]:
    """Times, processor seconds less those of hardly any code, and megabytes of the main process: of the cheapest run each."""
    start = _cheapest(record, shape, START)
    found = []
    for times in TIMES:
        runs = [run.figures for run in record.of(shape, "archcheck", str(times)) if not run.figures.ended]
        if runs and start is not None:
            best = min(runs, key=lambda figures: figures.user + figures.system)
            found.append((times, best.user + best.system - start, best.main))
    return found


def exponent(measures: list[tuple[int, float, float]]) -> float | None:
    """The slope of the line of least squares through the logarithms; None where there are less than three points."""
    if len(measures) < 3 or any(seconds <= 0 for _, seconds, _ in measures):
        return None
    return statistics.linear_regression(
        [math.log(times) for times, _, _ in measures], [math.log(seconds) for _, seconds, _ in measures]
    ).slope


def _cheapest(record: Record, shape: str, times: int) -> float | None:
    return min(
        (run.figures.user + run.figures.system for run in record.of(shape, "archcheck", str(times))), default=None
    )


def page(record: Record, shapes: list[str], tree: str) -> str:
    """All of RESULTS.md."""
    return "\n".join([*_head(record), *_table(record, shapes, tree), "", *_above(record, shapes), ""])


def _head(record: Record) -> Iterator[str]:
    loads = sorted(run.load for run in record.runs)
    yield "# How the cost grows\n"
    yield "`archcheck check` without a cache on generated projects, each of which grows in one direction, and on copies of a real package"
    yield "([shapes.py](shapes.py) writes them). To repeat it (Linux):\n"
    yield "```bash\npip install .\npython benchmarks/growth/run.py\n```\n"
    yield "Seconds are processor time of all processes, the cheapest run of each size, with what the same shape costs with hardly any code taken"
    yield f"off (*start*: a {HARDLY}th of the size). The exponent is the slope of the line of least squares through the logarithms: with 1, twice"
    yield f"the code takes twice the time. The aim is at most {MOST}. *Last step* is the exponent from 4x to 8x alone. Memory is the most that the"
    yield "main process held.\n"
    versions = sorted({run.version for run in record.runs})
    yield f"archcheck {', '.join(versions)}; {record.runs[0].machine}; load average {loads[0]:.1f} to {loads[-1]:.1f}.\n"


def _table(record: Record, shapes: list[str], tree: str) -> Iterator[str]:
    yield "| shape | 8x are | start | 1x | 2x | 4x | 8x | memory 1x, 8x | exponent | last step | |"
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    for shape in shapes:
        measures = points(record, shape)
        by_times = {times: seconds for times, seconds, _ in measures}
        said = f"8 copies of {tree}" if shape == COPIES else f"{SHAPES[shape].size:,} {SHAPES[shape].unit}"
        cells = [f"{by_times[times]:.2f}" if times in by_times else "ended" for times in TIMES]
        start = _number(_cheapest(record, shape, START))
        memory = f"{measures[0][2]:.0f}, {measures[-1][2]:.0f} MB" if measures else ""
        fitted = exponent(measures)
        last = math.log2(by_times[8] / by_times[4]) if {4, 8} <= by_times.keys() and by_times[4] > 0 else None
        verdict = "" if fitted is None else "reached" if fitted <= MOST else "**not reached**"
        yield f"| {shape} | {said} | {start} | {' | '.join(cells)} | {memory} | {_number(fitted)} | {_number(last)} | {verdict} |"


def _above(record: Record, shapes: list[str]) -> Iterator[str]:
    fitted = {shape: slope for shape in shapes if (slope := exponent(points(record, shape))) is not None}
    above = [f"{shape} ({slope:.2f})" for shape, slope in fitted.items() if slope > MOST]
    unknown = [shape for shape in shapes if shape not in fitted]
    yield f"Above {MOST}: {', '.join(above) or 'none'}."
    if unknown:
        yield f"Not fitted, since they were ended by the limit or not measured: {', '.join(unknown)}."


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def grown(record: Record, shape: str, number: int, write: Write, work: Path, limit: float) -> None:
    """One run of each size of a shape, as far as it is not in the record; a size behind one that was ended is left out."""
    for times in (START, *TIMES):
        before = record.of(shape, "archcheck", str(times))
        long = any(run.figures.user + run.figures.system > REPEATED for run in before)
        if not long and not any(run.number == number for run in before):
            folder = work / "grown"
            write(times, folder)
            command = [sys.executable, "-m", "archcheck", "check", "--no-cache"]
            load = round(os.getloadavg()[0], 2)
            figures = measured(command, folder, {"PYTHONPATH": str(REPOSITORY)}, limit, work / "grown.log")
            if not figures.ended and figures.code not in (0, 1):
                raise SystemExit(
                    f"{shape} {times}x: exit code {figures.code}\n{(work / 'grown.log').read_text()[-2000:]}"
                )
            record.add(Run(shape, "archcheck", str(times), number, commit(), machine(), load, figures))
            said = f"{figures.user + figures.system:.2f} s CPU, {figures.wall:.2f} s, {figures.main:.0f} MB"
            print(f"{number} {shape} {times}x: {said}{', ended' if figures.ended else ''}", flush=True)
        if any(run.figures.ended for run in record.of(shape, "archcheck", str(times))):
            return


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--shapes",
        type=names(SHAPES),
        default=list(SHAPES),
        metavar="NAME,…",
        help=f"of {', '.join(SHAPES)}; default: all",
    )
    parser.add_argument(
        "--tree",
        default="superset",
        metavar="NAME",
        help="the real package, by its name in benchmarks/speed; none: no copies; default: superset",
    )
    parser.add_argument(
        "--runs", type=count, default=3, metavar="N", help="of each size; the cheapest counts; default: 3"
    )
    parser.add_argument(
        "--limit", type=count, default=200, metavar="SECONDS", help="a run that takes longer is ended; default: 200"
    )
    parser.add_argument(
        "--work",
        type=Path,
        default=Path(tempfile.gettempdir()) / "archcheck-growth",
        metavar="DIR",
        help="default: %(default)s",
    )
    parser.add_argument(
        "--again", action="store_true", help="begin anew; the raw figures so far are kept as growth-1.jsonl and so on"
    )
    parser.add_argument(
        "--into", type=Path, default=HERE, metavar="DIR", help="where RESULTS.md goes; default: beside this file"
    )
    asked = parser.parse_args()
    if asked.tree not in (*CHANGED, "none"):
        parser.error(f"argument --tree: there is no {asked.tree}; there are {', '.join(CHANGED)}, and none")
    return asked  # fmt: skip


def main() -> None:
    asked = _arguments()
    work = asked.work.absolute()
    work.mkdir(parents=True, exist_ok=True)
    record = record_at(work / "growth.jsonl", asked.again)
    if odd := record.at_odds("archcheck", commit(), machine()):
        raise SystemExit(
            f"{record.path} has figures of {odd}, and now it is {commit()} on {machine()}; --again begins anew"
        )
    real = None if asked.tree == "none" else fetched(asked.tree, work / "trees")
    writers = {name: _shape(name) for name in asked.shapes}
    if real is not None:
        writers[COPIES] = _copies(real)
    asked.into.mkdir(parents=True, exist_ok=True)
    for number in range(1, asked.runs + 1):
        for shape, write in writers.items():
            grown(record, shape, number, write, work, asked.limit)
        (asked.into / "RESULTS.md").write_text(page(record, list(writers), asked.tree), encoding="utf-8")


def _shape(name: str) -> Write:
    size = SHAPES[name].size
    return lambda times, folder: write_shape(name, size * times // TIMES[-1] if times else size // HARDLY, folder)


def _copies(tree: Tree) -> Write:
    def write(times: int, folder: Path) -> None:
        if times:
            write_copies(tree.root, tree.name, times, folder)
        else:
            write_shape("modules", 2, folder)

    return write


if __name__ == "__main__":
    main()
