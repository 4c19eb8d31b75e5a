"""Where something stands in the checked code."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A span of source text.

    Attributes:
        path: POSIX path relative to the working directory.
        line: first line, from 1.
        column: first column in characters, from 1.
        end_line: last line, from 1.
        end_column: column behind the last character, from 1.
    """

    path: str
    line: int
    column: int = 1
    end_line: int = 0
    end_column: int = 0
