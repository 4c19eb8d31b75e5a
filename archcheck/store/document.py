"""A document that people and archcheck write together: what stands between two marks is archcheck's, everything else is theirs.

A mark is a comment of Markdown on a line of its own. One that is damaged is a mistake with its line: to guess where a part ends would
cost somebody what they have written.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from archcheck.model.errors import Mistake
from archcheck.store.lines import mistaken, read_text

MOST_BYTES = 50_000_000
RESTORE = "restore it from git, or take the marks and what is between them out"

_WORDS = "of what archcheck sweep log writes"
_MARK = re.compile(rf"<!-- (begin|end) {_WORDS}: ([A-Za-z0-9_.-]+) -->")


@dataclass(frozen=True, slots=True)
class Part:
    """What archcheck has to say in a document.

    Attributes:
        name: tells it apart from other parts of the document: the id of a sweep.
        title: the heading of a document that is made for it, Markdown already.
        text: the part itself, Markdown already, ending with a newline.
    """

    name: str
    title: str
    text: str


def read_document(path: Path, place: str) -> str | None:
    """The text of a document; None where there is none.

    Raises:
        UserError: it cannot be read.
    """
    return read_text(path, place, MOST_BYTES, RESTORE)


def with_part(document: str | None, place: str, part: Part) -> str:
    """A document with a part in the place of the one that it had; at its end where it had none.

    Args:
        document: the text as it is, or None where there is none yet.
        place: how mistakes name it.
        part: what is to stand in it.

    Raises:
        UserError: the marks in it are damaged; each with its line.
    """
    if document is None or not document.strip("\ufeff \t\r\n"):
        document = f"{document or ''}# {part.title}\n"
    lines = [*StringIO(document, newline="\n")]
    found = _parts(lines, place)
    end = "\r\n" if "\r\n" in lines[0] else "\n"
    text = _marked(part).replace("\n", end)
    if part.name in found:
        first, last = found[part.name]
        after = text if lines[last].endswith("\n") else text.removesuffix(end)
        return "".join([*lines[:first], after, *lines[last + 1 :]])
    apart = "" if document.endswith(("\n\n", "\r\n\r\n")) else end if document.endswith("\n") else end * 2
    return document + apart + text


def _marked(part: Part) -> str:
    begin, end = (f"<!-- {word} {_WORDS}: {part.name} -->\n" for word in ("begin", "end"))
    return f"{begin}\n{part.text}\n{end}"


def _parts(lines: Sequence[str], place: str) -> dict[str, tuple[int, int]]:
    """Where each part begins and ends."""
    found: dict[str, tuple[int, int]] = {}
    mistakes: list[Mistake] = []
    begun: tuple[str, int] | None = None
    for number, word, name in _marks(lines, place, mistakes):
        if word == "begin":
            if begun is not None:
                mistakes.append(_unended(*begun, place))
            begun = (name, number)
        elif begun is None or begun[0] != name:
            mistakes.append(Mistake(place, number + 1, name, "ends here and begins nowhere before", RESTORE))
        else:
            if name in found:
                problem = f"is there twice, also at line {found[name][0] + 1}"
                mistakes.append(Mistake(place, begun[1] + 1, name, problem, RESTORE))
            found.setdefault(name, (begun[1], number))
            begun = None
    if begun is not None:
        mistakes.append(_unended(*begun, place))
    if mistakes:
        raise mistaken(mistakes)
    return found


def _unended(name: str, number: int, place: str) -> Mistake:
    return Mistake(place, number + 1, name, "begins here and has no end", RESTORE)


def _marks(lines: Sequence[str], place: str, mistakes: list[Mistake]) -> Iterator[tuple[int, str, str]]:
    for number, line in enumerate(lines):
        if _WORDS not in line:
            continue
        mark = _MARK.fullmatch(line.strip("\ufeff \t\r\n"))
        if mark is not None:
            yield number, mark[1], mark[2]
        elif "<!--" in line or "-->" in line:
            mistakes.append(Mistake(place, number + 1, "", "is a damaged mark", RESTORE))
