"""Any executor does the reading, and whatever it fails at is done here: the facts are the same."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import pytest
from archcheck.facts import extraction
from archcheck.facts.executors import MOST, VARIABLE, Chosen, chosen, executing
from archcheck.facts.extraction import Extraction
from archcheck.facts.scan import Means, ScanResult, scan_contents
from archcheck.model.errors import UserError

CONTENTS = {f"m{number}.py": f"def f{number}(): ...\n".encode() * 40 for number in range(120)} | {"bad.py": b"\xff"}
ALONE = scan_contents(CONTENTS, Means(workers=1))


class Failing(Executor):
    """Fails at every call but some.

    Attributes:
        calls: how many were made.
    """

    def __init__(self, fail: Callable[[int, Future[Any]], None]) -> None:
        self._fail = fail
        self.calls = 0

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.calls += 1
        if self.calls % 3 == 0:
            future.set_result(function(*arguments, **named))
        else:
            self._fail(self.calls, future)
        return future


def read(executor: Executor) -> ScanResult:
    return scan_contents(CONTENTS, Means(executor=executor))


@pytest.mark.parametrize("kind", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_the_executors_of_the_standard_library(kind: type[Executor]) -> None:
    with kind(2) as executor:  # type: ignore[call-arg]
        assert read(executor) == ALONE


def test_several_threads_may_read_at_once() -> None:
    """A parser keeps state: one that is shared would give facts of another thread's file."""
    with ThreadPoolExecutor(8) as executor:
        results = [future.result() for future in [executor.submit(scan_contents, CONTENTS) for _ in range(8)]]
    assert all(result == ALONE for result in results)


def test_what_fails_elsewhere_is_done_here() -> None:
    def fail(number: int, future: Future[Any]) -> None:
        if number % 3 == 1:
            future.set_exception(RuntimeError("the worker has died"))
        else:
            future.cancel()

    executor = Failing(fail)
    assert read(executor) == ALONE
    assert executor.calls > 3


def test_what_is_refused_is_done_here() -> None:
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    assert read(executor) == ALONE


def test_nobody_is_waited_for_longer_than_the_patience_lasts_and_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float | None] = []
    real = Future.result

    def result(self: "Future[Any]", timeout: float | None = None) -> Any:
        waited.append(timeout)
        return real(self, 0.01 if timeout else timeout)

    monkeypatch.setattr(Future, "result", result)
    assert read(Failing(lambda number, future: None)) == ALONE
    outside = [timeout for timeout in waited if timeout is not None]
    assert outside[0] == extraction.PATIENCE
    assert set(outside[1:]) == {0.0}


def test_a_process_that_is_killed_costs_time_alone() -> None:
    with ProcessPoolExecutor(1) as executor:
        executor.submit(os._exit, 1).exception()
        assert read(executor) == ALONE


def test_a_fault_of_the_extraction_is_raised_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(source: bytes) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(extraction, "extract", broken)
    with ThreadPoolExecutor(2) as executor, pytest.raises(ZeroDivisionError) as caught:
        read(executor)
    assert caught.value.__notes__ == ["while reading m0.py"]


def test_threads_where_the_interpreter_lets_them_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys._is_gil_enabled", lambda: False, raising=False)
    with extraction.pool(2) as executor:
        assert isinstance(executor, ThreadPoolExecutor)
    monkeypatch.setattr("sys._is_gil_enabled", lambda: True)
    with extraction.pool(2) as executor:
        assert isinstance(executor, ProcessPoolExecutor)


def test_the_order_is_that_of_the_contents() -> None:
    with ThreadPoolExecutor(2) as executor, Extraction(executor=executor) as work:
        for name, content in CONTENTS.items():
            work.add(name, content)
        assert [name for name, _ in work.results()] == list(CONTENTS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("processes", Chosen("processes")),
        ("processes:3", Chosen("processes", workers=3)),
        ("threads", Chosen("threads")),
        ("threads:1024", Chosen("threads", workers=1024)),
        ("serial", Chosen("serial")),
        ("dask://localhost:8786", Chosen("dask", address="localhost:8786")),
        ("dask://10.0.0.1:8786/", Chosen("dask", address="10.0.0.1:8786")),
        ("dask://[::1]:8786", Chosen("dask", address="[::1]:8786")),
    ],
)
def test_what_may_be_named(text: str, expected: Chosen) -> None:
    assert chosen(text, {VARIABLE: "serial"}) == expected


def test_the_environment_counts_where_the_command_line_is_silent() -> None:
    assert chosen(None, {VARIABLE: "threads:2"}) == Chosen("threads", VARIABLE, 2)
    assert chosen(None, {VARIABLE: ""}) == chosen(None, {}) == Chosen("processes")


@pytest.mark.parametrize(
    "text",
    [
        *("", "dask", "dask://", "dask://host", "dask://host:0", "dask://host:65536", "dask://a b:1", "dask://u@h:1"),
        *("tcp://host:1", "Threads", "serial:1", "processes:0", "processes:-1", "processes:٣", f"threads:{MOST + 1}"),
    ],
)
def test_what_is_no_executor(text: str) -> None:
    with pytest.raises(UserError, match=r"^--executor: .* is no executor; write processes, processes:N"):
        chosen(text, {})


def test_the_variable_is_named_where_it_is_at_fault() -> None:
    with pytest.raises(UserError, match=f"^{VARIABLE}: 'many' is no executor"):
        chosen(None, {VARIABLE: "many"})


def test_threads_end_with_the_run() -> None:
    before = threading.active_count()
    with executing(chosen("threads:3", {})) as means:
        assert scan_contents(CONTENTS, means) == ALONE
        assert threading.active_count() > before
    assert threading.active_count() == before


@pytest.mark.parametrize("text", ["serial", "processes", "processes:1", "processes:2"])
def test_nothing_is_started_where_there_is_little_to_read(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "pool", lambda workers: pytest.fail("started"))
    with executing(chosen(text, {})) as means:
        assert scan_contents(CONTENTS, means) == ALONE
