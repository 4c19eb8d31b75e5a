"""Copies of the process that answer a part of the questions change nothing but the time that it takes."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from archcheck.facts.copies import copy
from archcheck.resolve import copies
from archcheck.resolve.following import CALLS
from archcheck.resolve.ledger import Ledger, State
from archcheck.resolve.sites import SITES, SiteInventory, resolve_sites
from archcheck.resolve.unit import Unit
from hypothesis import HealthCheck, given, settings

from .conftest import inventory, resolver
from .test_ledger import MODULES, sources

pytestmark = pytest.mark.skipif(not copies.POSSIBLE, reason="a process is copied on Linux alone")

BASE = """
from sqlalchemy.orm import Session

class Repository:
    def __init__(self, session: Session):
        self.session = session

    def save(self):
        self.session.commit()
"""
USER = """
from shop.base import Repository

def use{0}(repository: Repository, unknown):
    repository.save()
    unknown.rollback()
"""
SHOP = {"shop.base": BASE, **{f"shop.m{number}": USER.format(number) for number in range(9)}}


@pytest.fixture(autouse=True)
def _nothing_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(copies, "_FEW", 0)
    processes: list[int] = []
    fork = os.fork

    def noted() -> int:
        processes.append(fork())
        return processes[-1]

    monkeypatch.setattr(os, "fork", noted)
    open_before = len(list(Path("/proc/self/fd").iterdir()))
    yield
    assert len(list(Path("/proc/self/fd").iterdir())) == open_before
    for process in processes:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)


def side_by_side(workers: int) -> tuple[SiteInventory, set[str], State]:
    """What is found, what this process has asked itself, and what is known afterwards."""
    ledger = Ledger(resolver(SHOP))
    asked: set[str] = set()
    examined = ledger.resolver.examined

    def noted(unit: Unit) -> object:
        asked.add(unit.label)
        return examined(unit)

    ledger.resolver.examined = noted  # type: ignore[method-assign, assignment]
    found = resolve_sites(ledger, calls=True, workers=workers)
    return found, {label for label in asked if ":use" in label}, ledger.state()


def values(state: State) -> dict[tuple[str, str, int], object]:
    """Every answer of a state."""
    return {(*key, index): each[0] for key, answers in state.answers.items() for index, each in answers.items()}


@pytest.mark.parametrize("workers", [2, 3, 4, 50])
def test_each_process_asks_its_part_and_all_is_found(workers: int) -> None:
    alone, asked_alone, state_alone = side_by_side(1)
    found, asked, state = side_by_side(workers)
    assert found == alone == inventory(SHOP, calls=True)
    assert len(asked_alone) == 9
    assert 0 < len(asked) <= -(-9 // min(workers, 4)) + 1
    assert values(state) == values(state_alone)


def test_what_is_known_is_not_asked_and_little_is_asked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def never() -> int:
        raise AssertionError("a process was copied")

    ledger = Ledger(resolver(SHOP))
    resolve_sites(ledger, calls=True)
    monkeypatch.setattr(os, "fork", never)
    resolve_sites(ledger, calls=True, workers=2)
    monkeypatch.setattr(copies, "_FEW", 100_000)
    resolve_sites(Ledger(resolver(SHOP)), calls=True, workers=2)


def dies(state: State) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def fails(state: State) -> bytes:
    raise MemoryError


def hangs(state: State) -> bytes:
    time.sleep(600)
    return b""


def babbles(state: State) -> bytes:
    return b"\x93nothing that anybody has asked for"


def breaks_off(state: State) -> bytes:
    from archcheck.resolve.encoding import encoded

    return encoded(state)[:-7]


def test_where_there_is_no_room_for_a_copy_all_is_asked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> int:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(os, "fork", full)
    found, asked, _ = side_by_side(3)
    assert found == inventory(SHOP, calls=True)
    assert len(asked) == 9


def test_a_copy_whose_process_is_gone_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is a copy itself, that is killed with a copy of its own that has more to say than a pipe takes."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        with copy(lambda: bytes(1 << 20)):
            time.sleep(0.2)
            os.kill(os.getpid(), signal.SIGKILL)
    os.close(writing)
    os.waitpid(process, 0)
    # The end of the pipe comes when nobody has it any more.
    assert select.select([reading], [], [], 10.0)[0] == [reading]
    assert os.read(reading, 1) == b""
    os.close(reading)


CHAIN = "".join(f"def f{number}():\n    return f{number - 1}()\n" for number in range(1, 900))
DEEP = {
    "app": "from sqlalchemy.orm import Session\ndef f0():\n    return Session()\n"
    + CHAIN
    + "".join(f"f{n}().commit()\n" for n in range(900))
}
APART = {
    f"m{number}": f"from m{number - 1} import f{number - 1}\ndef f{number}():\n    return f{number - 1}()\ndef go():\n    f{number}().commit()\n"
    for number in range(1, 900)
}


@pytest.mark.parametrize(
    "files", [DEEP, {**APART, "m0": "from sqlalchemy.orm import Session\ndef f0():\n    return Session()\n"}]
)
def test_who_begins_in_the_middle_of_a_long_chain_finds_no_less(files: dict[str, str]) -> None:
    alone = resolve_sites(Ledger(resolver(files)), calls=True)
    assert len(alone.sites) > 890
    for workers in (2, 3):
        assert resolve_sites(Ledger(resolver(files)), calls=True, workers=workers) == alone


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MODULES)
def test_copies_find_of_any_project_what_one_process_finds(chosen: dict[str, list[int]]) -> None:
    files = sources(chosen)
    families = ("transaction", "write")
    assert resolve_sites(Ledger(resolver(files, families)), calls=True, workers=3) == inventory(
        files, families, calls=True
    )


@pytest.mark.parametrize("does", [dies, fails, hangs, babbles, breaks_off])
def test_what_a_copy_does_not_bring_is_found_all_the_same(
    does: Callable[[State], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "encoded", does)
    monkeypatch.setattr(copies, "_PATIENCE", 1.0)
    found, asked, _ = side_by_side(2)
    assert found == inventory(SHOP, calls=True)
    assert len(asked) == 9


def test_a_fault_in_a_copy_is_raised_where_it_can_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(resolver(SHOP))
    examined = ledger.resolver.examined

    def faulty(unit: Unit) -> object:
        if unit.scope.name == "use8":
            raise ZeroDivisionError
        return examined(unit)

    ledger.resolver.examined = faulty  # type: ignore[method-assign, assignment]
    with pytest.raises(ZeroDivisionError):
        resolve_sites(ledger, calls=True, workers=2)


def test_a_fault_here_ends_the_copies() -> None:
    ledger = Ledger(resolver(SHOP))

    def faulty(unit: Unit) -> object:
        raise ZeroDivisionError

    ledger.resolver.examined = faulty  # type: ignore[method-assign, assignment]
    with pytest.raises(ZeroDivisionError):
        copies.ask_side_by_side(ledger, [(q, u) for u in ledger.resolver.project.units for q in (SITES, CALLS)], 3)
