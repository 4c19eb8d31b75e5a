"""Copies of this process, which have all that was read and send back bytes."""

import gc
import os
import select
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, NoReturn

# A copy has all that has been read only where a process can be forked, and other systems' libraries do not bear that.
POSSIBLE: Final = sys.platform == "linux"


@contextmanager
def copy(work: Callable[[], bytes]) -> Iterator[int]:
    """A copy of this process that does some work, and the end of a pipe at which the outcome comes out; it ends with the context at the latest.

    Whatever goes wrong in the copy is seen by what does not come out.

    Raises:
        OSError: the system has no room for it.
    """
    reading, writing = os.pipe()
    try:
        try:
            process = _forked()
            if process == 0:
                # Only so does writing end where nobody reads any more, because the process that was copied is gone.
                os.close(reading)
                _do(work, writing)
        finally:
            os.close(writing)
        try:
            yield reading
        finally:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
    finally:
        os.close(reading)


def received(reading: int, deadline: float) -> bytes:
    """What comes out of a pipe until a time of the monotonic clock; it may be incomplete."""
    found: list[bytes] = []
    waiting = select.poll()
    waiting.register(reading, select.POLLIN)
    while waiting.poll(1000 * max(0.0, deadline - time.monotonic())):
        data = os.read(reading, 1 << 20)
        if not data:
            break
        found.append(data)
    return b"".join(found)


def _forked() -> int:
    with warnings.catch_warnings():
        # Other threads, such as that of the progress display, are not in the copy, which asks nothing of them and ends without cleaning up.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _do(work: Callable[[], bytes], writing: int) -> NoReturn:
    try:
        gc.disable()
        outcome = work()
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(outcome)
    finally:
        os._exit(0)
