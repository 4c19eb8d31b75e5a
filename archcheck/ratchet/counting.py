"""Findings of one contract -> the counts of a checkpoint.

A finding is counted once, by its identity and the ordinal of that: two equal calls in one function are two. It is *exempt* where a comment or
an exemption excuses it, else *design debt* where a ``[[debt]]`` entry speaks of it, else *left*. What the baseline lists is left all
the same, and debt beyond the baseline is debt. Findings on exceptions that are of no use (``unused-allow``) say something
of the configuration and nothing of the code, and are not counted.
"""

from collections import Counter
from collections.abc import Callable, Iterable

from archcheck.model.finding import Finding
from archcheck.model.sweep import NONE, Counts, FileCount

NEVER = frozenset({"unused-allow"})


def counted(findings: Iterable[Finding], contract: str, path_of: Callable[[str], str], unread: int = 0) -> Counts:
    """What is left of a contract.

    Args:
        findings: of any contract, with their states.
        contract: id of the contract.
        path_of: the path of a file relative to the directory of layers.toml, by the one that findings have.
        unread: files that could not be read.
    """
    own = [each for each in findings if each.contract == contract and each.rule not in NEVER]
    left = [finding for finding in own if _fate(finding) == "left"]
    return Counts(
        files=_files(own, path_of),
        kinds=_sorted(finding.kind or NONE for finding in left),
        rules=_sorted(finding.rule for finding in left),
        unread=unread,
        known=sum(finding.state == "known" for finding in left),
    )


def _fate(finding: Finding) -> str:
    if finding.state == "exempt":
        return "exempt"
    return "left" if finding.debt is None else "debt"


def _files(findings: Iterable[Finding], path_of: Callable[[str], str]) -> tuple[FileCount, ...]:
    found: dict[tuple[str, str, str], Counter[str]] = {}
    for finding in findings:
        key = (_spelled(path_of(finding.location.path)), finding.domain or NONE, finding.layer or NONE)
        found.setdefault(key, Counter())[_fate(finding)] += 1
    return tuple(
        FileCount(path, counts["left"], counts["debt"], counts["exempt"], domain, layer)
        for (path, domain, layer), counts in sorted(found.items())
    )


def _sorted(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items()))


def _spelled(path: str) -> str:
    """Bytes of a file name that are no text are spelled out."""
    return path if path.isascii() else path.encode("utf-8", "backslashreplace").decode()
