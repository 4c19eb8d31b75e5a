"""The one door to ``distributed``: contents go to the workers of a dask cluster, which need archcheck and nothing of the checked project.

A cluster runs what its clients send and its clients read what it sends back, so it has to be one that the user trusts. Whatever it fails
at is done here by the extraction (``facts/extraction.py``).
"""

import logging
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any

from archcheck import __version__
from archcheck.facts.version import facts_version
from archcheck.model.errors import Mistake, UserError, user_error

CONNECT_SECONDS = 10
WORKERS_SECONDS = 30
_CLOSE_SECONDS = 5
_LISTED = 10
_INSTALL = "pip install 'archcheck-py[dask]'"


class OtherVersion(Exception):
    """A worker that came later has an archcheck that makes other facts."""


class Cluster(Executor):
    """The workers of a cluster as an executor, and what they have failed at.

    Attributes:
        lost: what became of each call that has no result.
    """

    def __init__(self, workers: Executor) -> None:
        """Nothing is sent yet.

        Args:
            workers: distributed's own executor.
        """
        self._workers = workers
        self.lost: list[str] = []

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """Have a function of archcheck's called by a worker that has the same one."""
        future = self._workers.submit(same_version, facts_version(), function, *arguments, **named)
        future.add_done_callback(self._see)
        return future

    def _see(self, future: Future[Any]) -> None:
        if future.cancelled():
            self.lost.append("no answer")
        elif (error := future.exception()) is not None:
            self.lost.append(type(error).__name__)


def same_version(version: bytes, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """Call a function if it is that of the caller: what a worker does.

    Raises:
        OtherVersion: it is another one.
    """
    if facts_version() != version:
        raise OtherVersion
    return function(*arguments, **named)


def identity() -> tuple[str, str, bytes]:
    """What a worker says of itself: archcheck's version, Python's, and that of the facts that it makes."""
    return __version__, f"{sys.version_info[0]}.{sys.version_info[1]}", facts_version()


@contextmanager
def cluster(address: str, place: str) -> Iterator[Cluster]:
    """The workers of the cluster whose scheduler is at an address.

    Args:
        address: ``host:port``; what else is needed, such as TLS, is up to dask's own configuration of the user.
        place: who named it.

    Raises:
        UserError: ``distributed`` is missing, nobody answers, there are no workers, or they have another archcheck.
    """
    client = _connected(address, place)
    try:
        _refuse_others(_identities(client, address, place), place)
        yield Cluster(client.get_executor(pure=False))
    finally:
        client.close(timeout=_CLOSE_SECONDS)


def _connected(address: str, place: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise user_error(place, f"dask:// needs the package distributed: {error}", _INSTALL) from error
    # What it logs of lost connections is told once, at the end.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False, name="archcheck")
    except Exception as error:
        problem = f"no dask scheduler answers at {address}: {_told(error)}"
        raise user_error(place, problem, "name the scheduler's address, as `dask scheduler` prints it") from error


def _identities(client: Any, address: str, place: str) -> Mapping[str, object]:
    """What each worker says of itself, or the exception that asking it has raised."""
    try:
        client.wait_for_workers(1, timeout=WORKERS_SECONDS)
    except Exception as error:
        problem = f"the cluster at {address} has no workers"
        raise user_error(place, problem, f"start some: dask worker {address}") from error
    try:
        found = client.run(identity, on_error="return", callback_timeout=WORKERS_SECONDS)
    except Exception as error:
        problem = f"the workers of the cluster at {address} do not answer: {_told(error)}"
        raise user_error(place, problem, "see whether they are well") from error
    return dict(sorted(found.items()))


def _refuse_others(identities: Mapping[str, object], place: str) -> None:
    mistakes = [
        Mistake(
            place, 0, worker, problem, f"on the workers: pip install archcheck-py=={__version__}, and start them anew"
        )
        for worker, answer in identities.items()
        if (problem := _unlike(answer))
    ]
    left_out = len(mistakes) - _LISTED
    more = [Mistake(place, 0, "", f"and {left_out} more workers of the same kind")] if left_out > 0 else []
    if mistakes:
        raise UserError([*mistakes[:_LISTED], *more])


def _unlike(answer: object) -> str:
    """Why a worker cannot be used; empty where it can."""
    own = identity()
    if isinstance(answer, OSError):
        # It has just gone, or will come back: whatever is sent to it is asked for its version again.
        return ""
    if isinstance(answer, Exception):
        # What a worker cannot even read comes back as text.
        missing = "No module named 'archcheck" in str(answer)
        return "has no archcheck" if missing else f"cannot say which archcheck it has: {_told(answer)}"
    if answer == own:
        return ""
    if isinstance(answer, Sequence) and len(answer) == len(own) and list(answer[:2]) != list(own[:2]):
        return f"has archcheck {answer[0]} on Python {answer[1]}, this is {own[0]} on Python {own[1]}"
    return f"has an archcheck {own[0]} with other code or another grammar"


def _told(error: BaseException) -> str:
    return str(error) or type(error).__name__
