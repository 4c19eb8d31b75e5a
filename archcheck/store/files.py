"""Writing files so that nobody ever reads half of one."""

import os
import secrets
from pathlib import Path


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file, text in UTF-8, by way of a temporary one beside it, which is renamed when it is safely on disk.

    A link is followed, and what is no regular file (a device, a pipe) is written to directly.

    Raises:
        OSError: it cannot be written; a file that was there before is as it was.
    """
    target = path.resolve()
    data = content.encode("utf-8") if isinstance(content, str) else content
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(6)}.tmp")
    try:
        _write_new(temporary, data)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _write_new(path: Path, data: bytes) -> None:
    """Mode 0666 is what the user's umask makes of it, unlike the 0600 of ``tempfile``."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
