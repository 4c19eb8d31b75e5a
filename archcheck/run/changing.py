"""Changing a file that several runs may change at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archcheck.model.errors import UserError, user_error
from archcheck.store.lock import locked


@contextmanager
def changing(path: Path, place: str) -> Iterator[None]:
    """Keep other writers of a file away while it is read, changed and written.

    Args:
        path: the file; it need not be there.
        place: as the user knows it.

    Raises:
        UserError: the file cannot be written.
    """
    try:
        with locked(path):
            yield
    except UserError:
        raise
    except OSError as error:
        raise user_error(place, f"cannot be written: {error.strerror or error}") from error
