"""Inline exceptions: ``# archcheck: allow[contract] reason`` beside the code that they excuse."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archcheck.facts.schema import Comment
from archcheck.model.finding import Finding
from archcheck.model.location import Location

_DIRECTIVE = re.compile(r"(?:^|\s)#+\s*archcheck:\s*(?P<text>.*)$")
_ALLOW = re.compile(r"allow\s*\[(?P<ids>[^\]]*)\](?P<reason>.*)$")
_LEAD = re.compile(r"^[\s:–—-]+")


@dataclass(frozen=True, slots=True)
class Allow:
    """One id of one inline comment.

    Attributes:
        location: the comment.
        module: dotted name of the module that it stands in.
        contract: the id that it allows; empty where the comment is not understood.
        covers: the line that it speaks of: its own, or the next line of code where it stands alone.
        reason: the text behind the brackets; without one it has no force.
    """

    location: Location
    module: str
    contract: str
    covers: int
    reason: str

    def excuses(self, finding: Finding) -> bool:
        """Whether it is about this finding: same contract, and on the first or last line of its place."""
        place = finding.location
        return (
            bool(self.reason)
            and self.contract == finding.contract
            and self.location.path == place.path
            and (self.covers == place.line or self.covers == self.location.line == place.end_line)
        )


def allows(path: str, module: str, comments: Iterable[Comment]) -> Iterator[Allow]:
    """The inline allows of one file, one for each id that a comment names.

    Args:
        path: the file, as findings name it.
        module: its dotted name.
        comments: the file's comments; others than ``archcheck:`` are passed over.
    """
    directives = [(comment, match["text"]) for comment in comments if (match := _DIRECTIVE.search(comment.text))]
    alone = {comment.line for comment, _ in directives if comment.alone}
    for comment, text in directives:
        covers = comment.line
        while covers in alone:
            covers += 1
        end = comment.column + len(comment.text)
        location = Location(path, comment.line, comment.column, comment.line, end)
        for contract, reason in _entries(text):
            yield Allow(location, module, contract, covers, reason)


def _entries(text: str) -> Iterator[tuple[str, str]]:
    match = _ALLOW.match(text)
    ids = [part.strip() for part in match["ids"].split(",") if part.strip()] if match else []
    if match is None or not ids:
        yield "", text.strip()
        return
    reason = _LEAD.sub("", match["reason"]).strip()
    for contract in dict.fromkeys(ids):
        yield contract, reason
