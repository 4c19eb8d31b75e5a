"""One command, measured: the clock, its processors' time and its memory (Linux)."""

import os
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LOOK_EVERY = 0.005


@dataclass(frozen=True)
class Figures:
    """What one run took.

    Attributes:
        wall: seconds by the clock, from the start to the end of the process that was started.
        user, system: seconds of processor time of that process and of all that it waited for.
        main: megabytes that the process which was started held at most; where it could not be watched, those of the largest.
        largest: megabytes that the largest of all its processes held at most.
        code: its exit code; a negative one is the signal that ended it.
        ended: whether it was stopped, since it took longer than the limit.
    """

    wall: float
    user: float
    system: float
    main: float
    largest: float
    code: int
    ended: bool


def measured(command: Sequence[str], where: Path, environment: Mapping[str, str], limit: float, log: Path) -> Figures:
    """Run a command to its end or to the limit; what it writes goes into the log."""
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=where,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **environment},
            start_new_session=True,
        )
        watch = _Watch(process.pid)
        stop = threading.Timer(limit, os.killpg, (process.pid, signal.SIGKILL))
        stop.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        stop.cancel()
        watch.end()
    process.returncode = os.waitstatus_to_exitcode(status)
    largest = max(watch.peak, _beyond_this_process(used.ru_maxrss / 1024))
    return Figures(
        wall=round(wall, 4),
        user=round(used.ru_utime, 4),
        system=round(used.ru_stime, 4),
        main=round(watch.peak or largest, 1),
        largest=round(largest, 1),
        code=process.returncode,
        ended=wall >= limit,
    )


def _beyond_this_process(megabytes: float) -> float:
    """What was held at most, where it was not held by the fork of this process that has not begun with the command yet."""
    return megabytes if megabytes > resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 else 0.0


class _Watch:
    """Reads the high-water mark of one process again and again; the kernel forgets it with the process."""

    def __init__(self, process: int) -> None:
        self.peak = 0.0
        self._status = Path(f"/proc/{process}/status")
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(LOOK_EVERY):
            try:
                text = self._status.read_bytes()
            except OSError:
                continue
            at = text.find(b"VmHWM:")
            if at >= 0:
                self.peak = max(self.peak, int(text[at + 6 : text.index(b"kB", at)]) / 1024)
