"""Where files are read: in processes or threads of this machine, here and now, or on a cluster; the user says so, and nobody else.

No key of layers.toml names an executor: the checked repository could send its reader's files wherever it likes.
"""

import os
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from archcheck.facts.extraction import cores
from archcheck.facts.scan import Means
from archcheck.model.errors import UserError, user_error

OPTION = "--executor"
VARIABLE = "ARCHCHECK_EXECUTOR"
MOST = 1024

_LOCAL = re.compile(r"(?P<kind>processes|threads)(?::(?P<workers>[0-9]{1,6}))?|(?P<serial>serial)")
_DASK = re.compile(r"dask://(?P<address>(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):(?P<port>[0-9]{1,5}))/?")
_REMEDY = f"write processes, processes:N, threads, threads:N (N from 1 to {MOST}), serial or dask://HOST:PORT"


@dataclass(frozen=True, slots=True)
class Chosen:
    """An executor that was named.

    Attributes:
        kind: which one.
        place: the option or variable that names it.
        workers: how many at most; None for as many as there are processors.
        address: of the cluster's scheduler.
    """

    kind: Literal["processes", "threads", "serial", "dask"] = "processes"
    place: str = OPTION
    workers: int | None = None
    address: str = ""


def chosen(named: str | None, environment: Mapping[str, str] = os.environ) -> Chosen:
    """The executor that is asked for; processes unless something else is.

    Args:
        named: what ``--executor`` says; it wins over the environment.
        environment: of the process.

    Raises:
        UserError: there is no such executor.
    """
    text = named if named is not None else environment.get(VARIABLE, "")
    place = OPTION if named is not None else VARIABLE
    if named is None and not text:
        return Chosen()
    if match := _LOCAL.fullmatch(text):
        return _local(match, text, place)
    match = _DASK.fullmatch(text)
    if match is None or not 1 <= int(match["port"]) <= 65535:
        raise _unknown(place, text)
    return Chosen("dask", place, address=match["address"])


@contextmanager
def executing(choice: Chosen) -> Iterator[Means]:
    """The means of a scan that go with an executor, for as long as it is there.

    Raises:
        UserError: the cluster cannot be used.
    """
    match choice.kind:
        case "processes":
            yield Means(workers=choice.workers)
        case "serial":
            yield Means(workers=1)
        case "threads":
            with ThreadPoolExecutor(choice.workers or cores()) as threads:
                yield Means(executor=threads)
        case "dask":
            from archcheck.facts.cluster import cluster

            with cluster(choice.address, choice.place) as workers:
                yield Means(executor=workers)


def _local(match: re.Match[str], text: str, place: str) -> Chosen:
    if match["serial"]:
        return Chosen("serial", place)
    workers = int(match["workers"]) if match["workers"] else None
    if workers is not None and not 1 <= workers <= MOST:
        raise _unknown(place, text)
    return Chosen("threads" if match["kind"] == "threads" else "processes", place, workers)


def _unknown(place: str, text: str) -> UserError:
    return user_error(place, f"{text!r} is no executor", _REMEDY)
