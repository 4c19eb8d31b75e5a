"""What the user can mend: a mistake, where it stands, and the remedy."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake in a file or an argument that the user wrote.

    Attributes:
        place: ``layers.toml`` or an option's name, as the user knows it.
        line: line from 1, or 0 where the place has no lines.
        key: dotted key at fault (``contracts[0].owners``), or an empty string.
        problem: what is wrong.
        remedy: what is allowed, or what to do; may hold a did-you-mean.
    """

    place: str
    line: int
    key: str
    problem: str
    remedy: str = ""

    def __str__(self) -> str:
        where = f"{self.place}:{self.line}" if self.line else self.place
        parts = [where, self.key, self.problem]
        text = ": ".join(part for part in parts if part)
        return f"{text}; {self.remedy}" if self.remedy else text


class UserError(Exception):
    """The run cannot go on until the user mends something; exit code 2.

    Attributes:
        mistakes: every mistake found, not only the first, in order of place and line.
    """

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


def user_error(place: str, problem: str, remedy: str = "", *, line: int = 0, key: str = "") -> UserError:
    """A UserError with a single mistake."""
    return UserError([Mistake(place, line, key, problem, remedy)])
