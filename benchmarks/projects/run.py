"""Checks large public packages and prints the figures: ``python benchmarks/projects/run.py [NAME…] [--into DIR] [--sample N]``.

Downloads each package by pip, unpacks it beside its ``layers.toml`` from this directory, runs ``archcheck check`` on it, and prints
the file equation, the verdicts, the findings by rule, the time and the memory; with ``--sample`` also that many findings, drawn
by the seed, to be read against the source.
"""

import argparse
import ctypes
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
PACKAGES = {
    "airflow": "apache-airflow-core==3.3.2",
    "weblate": "Weblate==5.14.3",
    "synapse": "matrix-synapse==1.163.2",
    "nova": "nova==34.0.0",
    "homeassistant": "homeassistant==2026.11.0",
    "superset": "apache-superset==6.1.0",
    "sentry": "sentry==23.7.1",
}
SEED = 20261124
PR_SET_CHILD_SUBREAPER = 36
FATES = ("modules", "unread", "shadowed", "unimportable")


@dataclass(frozen=True)
class Run:
    """One run of ``archcheck check``.

    Attributes:
        report: its JSON.
        code: its exit code.
        wall, cpu: seconds; the second is user and system time of all its processes.
        peak: megabytes of its largest process.
    """

    report: dict
    code: int
    wall: float
    cpu: float
    peak: float


def unpacked(name: str, into: Path) -> Path:
    """The package with its layers.toml, downloaded where it is not there yet."""
    target = into / name
    if not target.is_dir():
        wheels = into / "wheels"
        command = [
            "pip",
            "download",
            "-q",
            "--no-deps",
            "--ignore-requires-python",
            "-d",
            str(wheels / name),
            PACKAGES[name],
        ]
        subprocess.run([sys.executable, "-m", *command], check=True)
        (wheel,) = (wheels / name).glob("*.whl")
        zipfile.ZipFile(wheel).extractall(target)
    (target / "layers.toml").write_text((HERE / f"{name}.toml").read_text(encoding="utf-8"), encoding="utf-8")
    return target


def checked(directory: Path) -> Run:
    """Run archcheck without any cache."""
    command = [sys.executable, "-m", "archcheck", "check", "--format", "json", "--no-cache"]
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=directory, stdout=output)
        used = {}
        _, status, used[process.pid] = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        used.update(_orphans())
        output.seek(0)
        report = json.load(output)
    cpu = sum(each.ru_utime + each.ru_stime for each in used.values())
    peak = max(each.ru_maxrss for each in used.values()) / 1024
    return Run(report, os.waitstatus_to_exitcode(status), wall, cpu, peak)


def adopt_orphans() -> None:
    """Let processes whose parent ends first become children of this one, so that their time is counted, too (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _orphans() -> Iterator[tuple[int, resource.struct_rusage]]:
    while True:
        try:
            process, _, used = os.wait4(-1, 0)
        except ChildProcessError:
            return
        yield process, used


def figures(name: str, run: Run) -> Iterator[str]:
    """What is printed of a run."""
    total = run.report["summary"]
    parts = " + ".join(f"{total[fate]} {fate}" for fate in FATES)
    holds = "holds" if total["files"] == sum(total[fate] for fate in FATES) else "DOES NOT HOLD"
    yield f"{name}: {PACKAGES[name]}, exit code {run.code}"
    yield f"  {total['files']} files = {parts}: {holds}"
    yield f"  {total['imports']} imports, {total['functions']} functions, {total['call_sites']} call sites"
    yield f"  not proven: {total['unassigned']} modules without a layer, {total['unproven']} calls, {_blind(run)} blind spots"
    for contract in run.report["contracts"]:
        yield f"  contract {contract['id']} ({contract['type']}): {contract['verdict']}, {contract['checked']} checked"
    rules = Counter(finding["rule"] for finding in run.report["findings"])
    yield "  findings: " + (", ".join(f"{count} {rule}" for rule, count in sorted(rules.items())) or "none")
    yield f"  {run.cpu:.1f} s of processor time, {run.wall:.1f} s by the clock, {run.peak:.0f} MB at most"


def _blind(run: Run) -> int:
    return len(run.report["blind_spots"])


def sample(run: Run, size: int) -> Iterator[str]:
    """Findings drawn by the seed; every rule that has any is drawn from, so that the many do not hide the few."""
    by_rule: dict[str, list[dict]] = {}
    for finding in run.report["findings"]:
        by_rule.setdefault(finding["rule"], []).append(finding)
    draw = random.Random(SEED)
    piles = [draw.sample(found, len(found)) for _, found in sorted(by_rule.items())]
    chosen: list[dict] = []
    while len(chosen) < size and any(piles):
        chosen += [pile.pop() for pile in piles if pile]
    for finding in sorted(chosen[:size], key=lambda each: (each["path"], each["line"])):
        yield f"  {finding['path']}:{finding['line']}:{finding['column']} {finding['rule']} {finding['certainty'] or ''}"
        yield f"    {finding['message']}"
        yield f"    {finding['expression']}"
        for step in finding["witness"] if finding["rule"] in ("layer-import", "contract-broken") else ():
            yield f"      {step['path']}:{step['line']} {step['expression']}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(PACKAGES)}; default: all")
    parser.add_argument("--into", type=Path, default=Path(tempfile.gettempdir()) / "archcheck-projects")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="also print N findings")
    arguments = parser.parse_args()
    adopt_orphans()
    unknown = [name for name in arguments.names if name not in PACKAGES]
    if unknown:
        parser.error(f"there is no package {unknown[0]}; there are {', '.join(PACKAGES)}")
    for name in arguments.names or PACKAGES:
        run = checked(unpacked(name, arguments.into))
        print("\n".join([*figures(name, run), *sample(run, arguments.sample)]), flush=True)


if __name__ == "__main__":
    main()
