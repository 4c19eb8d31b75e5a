"""``sweep log`` that is killed leaves the old document or the new one; parts of two that write at once are both there."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from archcheck.run.sweep_log import write
from archcheck.store.document import Part

KILLS = 150
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


def test_killed(tmp_path: Path) -> None:
    document = tmp_path / "one.md"
    document.write_text(OURS)
    write(document, [Part("one", "One", "old\n")], tmp_path)
    old = document.read_bytes()
    new = [Part("one", "One", "new\n" * 500_000)]
    start = time.perf_counter()
    write(document, new, tmp_path)
    usual = time.perf_counter() - start
    both = {old, document.read_bytes()}
    seen = set()
    for kill in range(KILLS):
        document.write_bytes(old)
        child = in_child(lambda: write(document, new, tmp_path))
        if kill < KILLS - 1:
            time.sleep(2 * usual * kill / KILLS)
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        left = document.read_bytes()
        assert left in both
        seen.add(left)
    assert seen == both
    assert sorted(each.name for each in tmp_path.iterdir()) == ["one.md"]


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
