"""One writer at a time: what is read, changed and written again is not changed by another in between."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has other locks, and there two writers at once are not kept apart
    fcntl = None  # type: ignore[assignment]


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a file while it is read, changed and written; waits for whoever holds it.

    The lock belongs to an open file beside it, so that the system lets it go when its holder is killed. Rests that a
    killed writer has left are removed. The directory is made where it is missing.

    Args:
        path: the file that is going to be written; it need not be there.

    Raises:
        OSError: the directory cannot be written to.
    """
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    name = target.with_name(f".{target.name}.lock")
    descriptor = _acquired(name)
    try:
        for rest in target.parent.glob(f".{target.name}.*.tmp"):
            rest.unlink(missing_ok=True)
        yield
    finally:
        # Removed while it is still held: whoever waits for it sees that the name is another file's by then.
        name.unlink(missing_ok=True)
        os.close(descriptor)


def _acquired(name: Path) -> int:
    while True:
        descriptor = os.open(name, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        try:
            if fcntl is None or _held(descriptor, name):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _held(descriptor: int, name: Path) -> bool:
    """Wait for the lock; whether the file is still the one of that name, and not one that its last holder removed."""
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        return os.path.samestat(os.fstat(descriptor), name.stat())
    except FileNotFoundError:
        return False
