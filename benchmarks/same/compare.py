"""Whether a check gives the same bytes whichever way it is made: ``python benchmarks/same/compare.py TREE…``.

Each tree is checked as JSON cold, warm, without a cache, serially, by one and two processes, in threads, in three shards that are merged, under other
seeds of the hashes, and over a dask cluster on this machine (`pip install '.[dask]'`), once with a worker that is killed on the way. Prints a
row for each tree and the ways that differ; the exit code is 1 where one does. A tree without a layers.toml is copied, and gets one
by ``archcheck init``.
"""

import argparse
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ARCHCHECK = (sys.executable, "-m", "archcheck")
CHECK = ("check", "--format", "json")
BARE = (*CHECK, "--no-cache")
SHARDS = 3


@dataclass(frozen=True)
class Way:
    """One way to make a check.

    Attributes:
        name: in words.
        made: gives exit code and bytes of a check in a directory.
    """

    name: str
    made: Callable[[Path], tuple[int, bytes]]


def ran(tree: Path, *arguments: str, **environment: str) -> tuple[int, bytes]:
    """Exit code and stdout; what comes on stderr is shown, but for a worker that was killed there is nothing to say."""
    inherited = {name: value for name, value in os.environ.items() if name != "ARCHCHECK_EXECUTOR"}
    done = subprocess.run(
        [*ARCHCHECK, *arguments], cwd=tree, stdout=subprocess.PIPE, env={**inherited, **environment}, check=False
    )
    return done.returncode, done.stdout


def sharded(tree: Path) -> tuple[int, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        files = [str(Path(folder) / f"{number}.facts") for number in range(SHARDS)]
        for number, file in enumerate(files, 1):
            ran(tree, "check", "--no-cache", "--shard", f"{number}/{SHARDS}", "--output", file)
        return ran(tree, "merge", *files, "--format", "json")


def killing(tree: Path, cluster: Any) -> tuple[int, bytes]:
    """A check while one of the workers is killed as soon as it has something to do."""
    ended = threading.Event()
    killed: list[int] = []

    def kill() -> None:
        while not ended.wait(0.05):
            busy = [worker for worker in cluster.scheduler.workers.values() if worker.processing]
            for worker in busy[:1]:
                killed.append(cluster.workers[worker.name].pid)
                os.kill(killed[0], signal.SIGKILL)
                return

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        return ran(tree, *BARE, "--executor", scheme(cluster))
    finally:
        ended.set()
        killer.join()
        print(f"{tree.name}: {len(killed)} worker killed", file=sys.stderr)


def scheme(cluster: Any) -> str:
    return cluster.scheduler_address.replace("tcp://", "dask://")


def ways(cache: str, cluster: Any) -> Iterator[Way]:
    """All of them; the first is what the others are held against."""
    yield Way("without a cache", lambda tree: ran(tree, *BARE))
    yield Way("cold", lambda tree: ran(tree, *CHECK, "--cache-dir", cache))
    yield Way("warm, the result kept", lambda tree: ran(tree, *CHECK, "--cache-dir", cache))
    yield Way("warm, facts kept", lambda tree: ran(tree, *CHECK, "--cache-dir", cache, "--output", "json=-"))
    for executor in ("serial", "processes:1", "processes:2", "threads:2"):
        yield Way(executor, lambda tree, executor=executor: ran(tree, *BARE, "--executor", executor))
    for seed in ("1", "2"):
        yield Way(f"hash seed {seed}", lambda tree, seed=seed: ran(tree, *BARE, PYTHONHASHSEED=seed))
    yield Way(f"{SHARDS} shards, merged", sharded)
    yield Way("dask", lambda tree: ran(tree, *BARE, "--executor", scheme(cluster)))
    yield Way("dask, a worker killed", lambda tree: killing(tree, cluster))


@contextmanager
def checkable(tree: Path) -> Iterator[Path]:
    """The tree, or a copy that has a layers.toml."""
    if (tree / "layers.toml").is_file():
        yield tree
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / tree.name
        shutil.copytree(tree, copy)
        subprocess.run([*ARCHCHECK, "init"], cwd=copy, stdout=subprocess.DEVNULL, check=True)
        yield copy


def compared(tree: Path) -> bool:
    """Whether all ways give the same; prints a row."""
    from distributed import LocalCluster

    with (
        checkable(tree) as place,
        tempfile.TemporaryDirectory() as cache,
        LocalCluster(2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50) as cluster,
    ):
        first, *others = [(way.name, *way.made(place)) for way in ways(cache, cluster)]
    _, code, written = first
    summary = json.loads(written)["summary"]
    found = sum(summary["findings"].values())
    unlike = [name for name, *made in others if made != [code, written]]
    digest = hashlib.sha256(written).hexdigest()[:16]
    same = f"differ: {', '.join(unlike)}" if unlike else f"{len(others) + 1} ways, the same"
    print(
        f"| {tree.name} | {summary['files']:,} | {found:,} | {code} | {len(written):,} | `{digest}` | {same} |",
        flush=True,
    )
    return not unlike


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("trees", nargs="+", type=Path, metavar="TREE")
    trees = parser.parse_args().trees
    print(
        "| tree | files | findings | exit code | bytes of JSON | SHA-256 begins | result |\n|---|---|---|---|---|---|---|"
    )
    unlike = [tree for tree in trees if not compared(tree.resolve())]
    sys.exit(1 if unlike else 0)


if __name__ == "__main__":
    main()
