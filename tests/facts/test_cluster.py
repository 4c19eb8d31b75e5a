"""A dask cluster on the loopback interface: processes that come, work, and are killed.

Where ``distributed`` is missing (`pip install '.[dask]'` brings it) these tests are left out, and pytest says so; with
ARCHCHECK_DASK=required, as `.ci/run` has it, they fail instead.
"""

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import wait
from typing import Any

import pytest
from archcheck.facts import cluster as door
from archcheck.facts import extraction
from archcheck.facts.executors import chosen, executing
from archcheck.facts.extraction import Extraction
from archcheck.facts.scan import Means, scan_contents
from archcheck.model.errors import UserError

REQUIRED = os.environ.get("ARCHCHECK_DASK") == "required"
CODE = "class C{0}:\n    def f(self, session: Session) -> None:\n        session.commit({0})\n"
CONTENTS = {f"m{number}.py": (CODE.format(number) * 30).encode() for number in range(150)} | {"bad.py": b"\xff"}
ALONE = scan_contents(CONTENTS, Means(workers=1))
OUTCOMES = extraction.extracted(list(CONTENTS.items()))


@pytest.fixture(autouse=True, scope="module")
def _installed() -> None:
    try:
        import distributed  # noqa: F401
    except ImportError:
        (pytest.fail if REQUIRED else pytest.skip)("no distributed: pip install '.[dask]'")


@pytest.fixture
def local() -> Iterator[Any]:
    """Two worker processes of one thread each; one that dies comes back."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", silence_logs=50
    ) as started:
        yield started


def address(local: Any) -> str:
    return local.scheduler_address.removeprefix("tcp://")


def pids(local: Any) -> list[int]:
    return [worker.pid for worker in local.workers.values()]


def test_the_facts_are_those_of_one_process(local: Any) -> None:
    with executing(chosen(f"dask://{address(local)}", {})) as means:
        assert scan_contents(CONTENTS, means) == ALONE
        assert means.executor.lost == []  # type: ignore[union-attr]


def test_workers_that_are_killed_in_the_middle_cost_time_alone(local: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each worker is held up, so that files wait behind; then it dies, and with it what it had."""
    monkeypatch.setattr(extraction, "PATIENCE", 600.0)  # new workers take their time to start on a busy machine
    with door.cluster(address(local), "--executor") as workers, Extraction(executor=workers) as work:
        held = [workers.submit(time.sleep, 1.0) for _ in range(2)]
        for name, content in CONTENTS.items():
            work.add(name, content)
        killed = pids(local)
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        assert list(work.results()) == OUTCOMES
        wait(held, timeout=60)
        assert workers.lost == []
        assert not set(killed) & set(pids(local))


def test_what_kills_every_worker_is_done_here(local: Any) -> None:
    with door.cluster(address(local), "--executor") as workers:
        assert type(workers.submit(os._exit, 1).exception(timeout=120)).__name__ == "KilledWorker"
        assert workers.lost == ["KilledWorker"]
        assert scan_contents(CONTENTS, Means(executor=workers)) == ALONE


def test_workers_that_hang_are_not_waited_for(local: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "PATIENCE", 0.5)
    with door.cluster(address(local), "--executor") as workers:
        stopped = pids(local)
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)
        try:
            assert scan_contents(CONTENTS, Means(executor=workers)) == ALONE
        finally:
            for pid in stopped:
                os.kill(pid, signal.SIGCONT)
        assert set(workers.lost) == {"no answer"}


def test_a_scheduler_that_goes_takes_nothing_along(local: Any) -> None:
    with door.cluster(address(local), "--executor") as workers:
        held = [workers.submit(time.sleep, 60) for _ in range(2)]
        local.close()
        assert scan_contents(CONTENTS, Means(executor=workers)) == ALONE
        assert all(future.cancelled() for future in held)


def test_a_worker_that_came_later_with_another_archcheck_does_nothing(
    local: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with door.cluster(address(local), "--executor") as workers:
        monkeypatch.setattr(door, "facts_version", lambda: b"other")
        assert scan_contents(CONTENTS, Means(executor=workers)) == ALONE
        assert set(workers.lost) == {"OtherVersion"}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "facts_version",
            lambda: b"other",
            "with other code or another grammar; on the workers: pip install archcheck",
        ),
        ("__version__", "9.9", r"has archcheck [0-9.]+ on Python [0-9.]+, this is 9\.9 on Python"),
    ],
)
def test_another_archcheck_on_the_workers(
    local: Any, monkeypatch: pytest.MonkeyPatch, name: str, value: object, message: str
) -> None:
    monkeypatch.setattr(door, name, value)
    with pytest.raises(UserError, match=message) as caught, door.cluster(address(local), "--executor"):
        pass
    assert [mistake.key for mistake in caught.value.mistakes] == sorted(local.scheduler.workers)


def test_no_archcheck_on_the_workers(local: Any) -> None:
    from distributed import Client

    with Client(local.scheduler_address, set_as_default=False) as client:
        client.run(lambda: sys.modules.update(archcheck=None))  # type: ignore[arg-type]
    with pytest.raises(UserError, match="has no archcheck; on the workers: pip install archcheck-py"):
        door.cluster(address(local), "--executor").__enter__()


def test_nobody_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "CONNECT_SECONDS", 1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        named = f"127.0.0.1:{free.getsockname()[1]}"
        message = f"^--executor: no dask scheduler answers at {named}: .*; name the scheduler's address"
        with pytest.raises(UserError, match=message), executing(chosen(f"dask://{named}", {})):
            pass


def test_there_are_no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import LocalCluster

    monkeypatch.setattr(door, "WORKERS_SECONDS", 0.5)
    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address="127.0.0.1:0") as empty,
        pytest.raises(UserError, match=r"^VARIABLE: the cluster at \S+ has no workers; start some: dask worker"),
        door.cluster(empty.scheduler_address, "VARIABLE"),
    ):
        pass


def test_distributed_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(
            UserError, match=r"dask:// needs the package distributed: .*; pip install 'archcheck-py\[dask\]'"
        ),
        door.cluster("127.0.0.1:1", "--executor"),
    ):
        pass
