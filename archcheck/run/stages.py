"""Where a run was when it broke: a note on the exception, for the bug report."""

from collections.abc import Iterator
from contextlib import contextmanager

from archcheck.model.errors import UserError


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Note on any exception but a ``UserError`` what was being done."""
    try:
        yield
    except UserError:
        raise
    except Exception as error:
        error.add_note(f"archcheck was busy with {name}")
        raise
