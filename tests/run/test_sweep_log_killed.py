"""``sweep log`` and ``sweep chart`` that are killed leave the old file or the new one; parts of two that write at once are both there."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from archcheck.run import sweep_chart
from archcheck.run.sweep_log import write
from archcheck.store.document import Part

KILLS = 150
SIZE = 400_000
WRITERS = 8
OURS = "# Ours\n\nWhat people wrote.\n"


def in_child(work: Callable[[], object]) -> int:
    child = os.fork()
    if not child:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return child


def document(file: Path, size: int) -> object:
    return write(file, [Part("one", "One", f"{size}\n" * size)], file.parent)


def picture(file: Path, size: int) -> None:
    sweep_chart.write(file, "<svg/>" * size, file.parent)


@pytest.mark.parametrize("work", [document, picture])
def test_killed(tmp_path: Path, work: Callable[[Path, int], object]) -> None:
    file = tmp_path / "one"
    work(file, 1)
    old = file.read_bytes()
    start = time.perf_counter()
    work(file, SIZE)
    usual = time.perf_counter() - start
    both = {old, file.read_bytes()}
    seen = set()
    for kill in range(KILLS):
        file.write_bytes(old)
        child = in_child(lambda: work(file, SIZE))
        if kill < KILLS - 1:
            time.sleep(2 * usual * kill / KILLS)
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        left = file.read_bytes()
        assert left in both
        seen.add(left)
    assert seen == both
    assert sorted(each.name for each in tmp_path.iterdir()) == ["one"]


@pytest.mark.parametrize("there", [True, False])
def test_at_once(tmp_path: Path, there: bool) -> None:
    document = tmp_path / "all.md"
    if there:
        document.write_text(OURS)
    for _ in range(5):
        children = [
            in_child(lambda n=n: write(document, [Part(f"s{n}", "All", f"part {n}\n")], tmp_path))  # type: ignore[misc]
            for n in range(WRITERS)
        ]
        assert [os.waitpid(child, 0)[1] for child in children] == [0] * WRITERS
    text = document.read_text()
    assert text.startswith(OURS if there else "# All\n")
    assert [text.count(f"\npart {n}\n") for n in range(WRITERS)] == [1] * WRITERS
