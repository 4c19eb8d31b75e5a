"""Who owns a file, by a CODEOWNERS file of GitHub or GitLab.

Both say it with patterns, the last of which wins, and differ in what a pattern means. Sources: GitHub's manual, "About code
owners"; GitLab's manual, "Code Owners syntax and error handling".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from archcheck.ratchet.globs import ANY_DIRECTORIES, path_matches

Dialect = Literal["github", "gitlab"]

_SECTION = re.compile(r"\^?\[(?P<name>[^\]]+)\](?:\[\d+\])?(?:\s+(?P<owners>.*))?$")
_OWNER = re.compile(r"@?[^\s@]+@[^\s@]+\.[^\s@]+|@@?[A-Za-z0-9_][\w./-]*")
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_WORD = re.compile(r"(?:[^\s\\]|\\.|\\$)+")


@dataclass(frozen=True, slots=True)
class OwnersRule:
    """One line.

    Attributes:
        pattern: segments of the path pattern, from the root of the repository.
        owners: who is named; none where the line takes ownership away.
        excludes: whether it takes what matches out of its section (``!pattern``).
    """

    pattern: tuple[str, ...]
    owners: tuple[str, ...]
    excludes: bool = False


@dataclass(slots=True)
class OwnersSection:
    """Rules of which the last that matches decides; a file has the owners of every section.

    Attributes:
        owners: for rules that name none.
        rules: in the order of the file.
    """

    owners: tuple[str, ...] = ()
    rules: list[OwnersRule] = field(default_factory=list)


@dataclass(frozen=True)
class CodeOwners:
    """A CODEOWNERS file.

    Attributes:
        text: its text.
        dialect: whose syntax it is in.
    """

    text: str
    dialect: Dialect

    def of(self, path: str) -> tuple[str, ...]:
        """The owners of a file, by its POSIX path from the root of the repository; none where nobody owns it."""
        if path not in self._known:
            segments = path.split("/")
            owners = [owner for section in self._read[0] for owner in self._in_section(section, segments)]
            self._known[path] = tuple(dict.fromkeys(owners))
        return self._known[path]

    @property
    def mistakes(self) -> tuple[tuple[int, str], ...]:
        """Lines that mean nothing, which their hosts pass over as well: number and reason."""
        return self._read[1]

    @cached_property
    def _known(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def _read(self) -> tuple[tuple[OwnersSection, ...], tuple[tuple[int, str], ...]]:
        return _sections(self.text, self.dialect)

    def _in_section(self, section: OwnersSection, path: Sequence[str]) -> tuple[str, ...]:
        classes = self.dialect == "gitlab"
        matching = (rule for rule in section.rules if path_matches(rule.pattern, path, classes=classes))
        decisive: OwnersRule | None = None
        for rule in matching:
            if rule.excludes:
                return ()
            decisive = rule
        if decisive is None:
            return ()
        return decisive.owners or section.owners


def dialect_of(text: str) -> Dialect:
    """The syntax of a file that stands where both hosts look for it: sections and exclusions are GitLab's."""
    lines = (line.strip() for line in text.splitlines())
    return "gitlab" if any(_SECTION.match(line) or line.startswith("!") for line in lines) else "github"


def _sections(text: str, dialect: Dialect) -> tuple[tuple[OwnersSection, ...], tuple[tuple[int, str], ...]]:
    sections = {"": OwnersSection()}
    mistakes: list[tuple[int, str]] = []
    current = sections[""]
    for number, line in enumerate(text.splitlines(), 1):
        bare = _COMMENT.sub("", line).strip()
        head = _SECTION.match(bare) if dialect == "gitlab" else None
        if head is not None:
            current = sections.setdefault(head["name"].strip().lower(), OwnersSection())
            current.owners = current.owners or tuple(_OWNER.findall(head["owners"] or ""))
        elif bare:
            name, *owners = _WORD.findall(bare)
            if (problem := _problem(name, owners, dialect)) is not None:
                mistakes.append((number, problem))
                continue
            excludes = dialect == "gitlab" and name.startswith("!")
            found = tuple(owner for owner in owners if _OWNER.fullmatch(owner))
            current.rules += [OwnersRule(p, found, excludes) for p in _patterns(name.removeprefix("!"), dialect)]
    return tuple(sections.values()), tuple(mistakes)


def _problem(name: str, owners: Sequence[str], dialect: Dialect) -> str | None:
    """Why a line means nothing, or None; GitLab passes over words that are no owners, GitHub over the whole line."""
    if dialect == "gitlab":
        return None
    if name.startswith("!"):
        return "GitHub knows no negation"
    if "[" in name:
        return "GitHub knows no character classes"
    wrong = next((owner for owner in owners if not _OWNER.fullmatch(owner)), None)
    return None if wrong is None else f"{wrong} is no owner"


def _patterns(name: str, dialect: Dialect) -> Iterator[tuple[str, ...]]:
    """A path pattern in segments, once for each kind of thing that it may stand for."""
    yield from _gitlab(name) if dialect == "gitlab" else _github(name)


def _github(name: str) -> Iterator[tuple[str, ...]]:
    """As .gitignore has it: without a slash inside, at any depth; a directory stands for all below it, but for ``docs/*``."""
    segments = [segment for segment in name.split("/") if segment]
    anchored = "/" in name.rstrip("/")
    start = () if anchored or not segments else (ANY_DIRECTORIES,)
    if not name.endswith("/"):
        yield (*start, *segments)
    if not segments or (anchored and segments[-1] == "*"):
        return
    yield (*start, *segments, ANY_DIRECTORIES, "*")


def _gitlab(name: str) -> Iterator[tuple[str, ...]]:
    """Without a slash at its head, at any depth; with one at its end, all below; ``**`` at the end is one segment."""
    segments = [segment for segment in name.split("/") if segment]
    start = () if name.startswith("/") else (ANY_DIRECTORIES,)
    if name.endswith("/"):
        yield (*start, *segments, ANY_DIRECTORIES, "*")
    elif segments:
        yield (*start, *segments[:-1], "*" if segments[-1] == ANY_DIRECTORIES else segments[-1])
