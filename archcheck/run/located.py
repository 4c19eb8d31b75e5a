"""Mistakes in layers.toml that are seen only when the project is read: they get the lines of their keys."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from archcheck.config.schema import Config
from archcheck.model.errors import Mistake, UserError

_STEP = re.compile(r"[^.\[\]]+")


@contextmanager
def located(config: Config) -> Iterator[None]:
    """Give every mistake that names a key and no line the line of that key."""
    try:
        yield
    except UserError as error:
        raise UserError([_with_line(config, mistake) for mistake in error.mistakes]) from error


def _with_line(config: Config, mistake: Mistake) -> Mistake:
    if mistake.line or not mistake.key:
        return mistake
    steps = (int(step) if step.isdecimal() else step for step in _STEP.findall(mistake.key))
    return replace(mistake, line=config.line(*steps))
