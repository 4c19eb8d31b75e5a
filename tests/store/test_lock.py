"""Writers of one file: none loses what another wrote, and one that is killed leaves the old file or the new one."""

import os
import signal
import time
from pathlib import Path

import pytest
from archcheck.model.baseline import Baseline, BaselineEntry
from archcheck.store.baseline import read_baseline, render_baseline
from archcheck.store.files import write_whole
from archcheck.store.lock import locked

RULES = ("r",)
KILLS = 200


def entry(subject: str) -> BaselineEntry:
    return BaselineEntry("r", "c", subject, "o", 1)


OLD = Baseline((entry("old"),), "c")
NEW = Baseline(tuple(entry(f"new{number:04}") for number in range(2000)), "c")


def write(path: Path, baseline: Baseline) -> None:
    with locked(path):
        write_whole(path, render_baseline(baseline))


def in_child(path: Path, *baselines: Baseline) -> int:
    child = os.fork()
    if child:
        return child
    try:
        for baseline in baselines:
            write(path, baseline)
    finally:
        os._exit(0)


def test_a_killed_writer_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "reports" / "baseline.json"
    write(path, OLD)
    start = time.perf_counter()
    write(path, NEW)
    usual = time.perf_counter() - start
    seen = set()
    for kill in range(KILLS):
        write(path, OLD)
        child = in_child(path, NEW)
        if kill < KILLS - 1:
            time.sleep(1.5 * usual * kill / KILLS)
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        left = read_baseline(path, "b", RULES)
        assert left in (OLD, NEW)
        seen.add(left == NEW)
    assert seen == {False, True}
    write(path, OLD)
    assert [file.name for file in path.parent.iterdir()] == ["baseline.json"]


def test_two_writers_do_not_lose_an_entry(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write(path, OLD)
    children = []
    for writer in range(4):
        child = os.fork()
        if not child:
            try:
                for number in range(20):
                    with locked(path):
                        there = read_baseline(path, "b", RULES)
                        assert there is not None
                        more = Baseline((*there.entries, entry(f"{writer}.{number}")), "c")
                        write_whole(path, render_baseline(more))
                os._exit(0)
            finally:
                os._exit(1)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 4
    there = read_baseline(path, "b", RULES)
    assert there is not None
    assert len(there.entries) == 1 + 4 * 20


def test_a_lock_file_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".b.json.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match=r"Too many|symbolic"), locked(tmp_path / "b.json"):
        pass
    assert not (tmp_path / "elsewhere").exists()
