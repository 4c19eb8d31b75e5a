"""``check --watch``: one run after another, each when something was saved, until Ctrl-C.

Between two runs the file system is looked at again and again, so seldom that it takes a tenth of a processor at most. There are never
two runs at once: what is saved while one goes on makes the next.
"""

import gc
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from archcheck.model.errors import UserError

Look: TypeAlias = Callable[[], Mapping[str, str]]

SHORTEST = 0.05
LONGEST = 2.0
SHARE = 10
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"


@dataclass(frozen=True)
class Clock:
    """Time as the loop has it; tests have their own.

    Attributes:
        now: seconds.
        sleep: waits for some seconds.
    """

    now: Callable[[], float] = time.perf_counter
    sleep: Callable[[float], None] = time.sleep


def watch(once: Callable[[], object], look: Look, *, quiet: bool, clock: Clock | None = None) -> None:
    """Run at once, and again whenever something has changed; ends by Ctrl-C.

    Args:
        once: a run; what the user can mend is said and watched on.
        look: what may be changed.
        quiet: whether nothing is said besides.
        clock: the time.
    """
    clock = clock or Clock()
    try:
        while True:
            before = look()
            _clear()
            _run(once)
            # A run leaves cycles behind, and the collector rests while a command runs.
            gc.collect()
            if not quiet:
                print(f"\nwatching {len(before):,} files; Ctrl-C ends", file=sys.stderr, flush=True)
            _wait(before, look, clock)
    except KeyboardInterrupt:
        return


def _run(once: Callable[[], object]) -> None:
    from archcheck.report.visible import visible

    try:
        once()
    except UserError as error:
        for mistake in error.mistakes:
            print(visible(str(mistake)), file=sys.stderr)


def _wait(before: Mapping[str, str], look: Look, clock: Clock) -> None:
    """Until something is another than before, and has stayed so for one look: a save is often several steps."""
    last = before
    while True:
        began = clock.now()
        present = look()
        if present != before and present == last:
            return
        last = present
        clock.sleep(min(max(SHORTEST, SHARE * (clock.now() - began)), LONGEST) if present == before else SHORTEST)


def _clear() -> None:
    if sys.stdout.isatty():
        sys.stdout.write(_CLEAR)
        sys.stdout.flush()
