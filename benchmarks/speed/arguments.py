"""What both benchmarks are asked for."""

import argparse
import itertools
from collections.abc import Callable, Collection
from pathlib import Path

from figures import Record


def names(known: Collection[str]) -> Callable[[str], list[str]]:
    """A reader of names that are divided by commas; those that are not known are said."""

    def read(text: str) -> list[str]:
        wanted = [name.strip() for name in text.split(",") if name.strip()]
        unknown = [name for name in wanted if name not in known]
        if unknown or not wanted:
            said = f"there is no {', '.join(unknown)}" if unknown else "no name is given"
            raise argparse.ArgumentTypeError(f"{said}; there are {', '.join(known)}")
        return [name for name in known if name in wanted]

    return read


def count(text: str) -> int:
    """A whole number above 0."""
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text} is not a whole number above 0")
    return int(text)


def record_at(path: Path, again: bool) -> Record:
    """The raw figures in a file; with `again` they are put aside first."""
    if again and path.exists():
        aside = (path.with_stem(f"{path.stem}-{number}") for number in itertools.count(1))
        path.rename(next(free for free in aside if not free.exists()))
    return Record(path)
