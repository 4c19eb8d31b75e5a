"""What archcheck is held against: ratios of medians within one measurement, by the clock."""

from collections.abc import Iterator
from dataclasses import dataclass

from figures import Median, Record
from trees import Tree

LARGE = 3000
START = "start"
START_AIM = 0.15


@dataclass(frozen=True)
class Aim:
    """One comparison.

    Attributes:
        says: what is compared.
        of: the tool and the case of archcheck.
        to: those of the peer.
        most: the ratio that is aimed at, up to 3,000 files and above.
        next: the ratio that is aimed at after that, up to 3,000 files and above; 0 where there is none.
        measure: seconds by the clock, or megabytes of the main process.
    """

    says: str
    of: tuple[str, str]
    to: tuple[str, str]
    most: tuple[float, float]
    next: tuple[float, float] = (0, 0)
    measure: str = "wall"


AIMS = (
    Aim("cold, to lint-imports cold", ("archcheck", "cold"), ("lint-imports", "cold"), (6, 6), (3, 3)),
    Aim("cold, to semgrep's one pattern", ("archcheck", "cold"), ("semgrep", "cold"), (0.5, 0.5)),
    Aim("cold, to ty", ("archcheck", "cold"), ("ty", "cold"), (0.5, 0.5)),
    Aim("unchanged, to lint-imports warm", ("archcheck", "warm"), ("lint-imports", "warm"), (0.5, 0.5), (0.3, 0.08)),
    Aim("one file changed, to lint-imports warm", ("archcheck", "changed"), ("lint-imports", "warm"), (1, 1.5), (0.4, 0.4)),
    Aim("contract changed, to lint-imports warm", ("archcheck", "configured"), ("lint-imports", "warm"), (0, 0), (0.4, 0.4)),
    Aim("direct call sites alone, to lint-imports cold", ("archcheck sites", "cold"), ("lint-imports", "cold"), (0, 0), (1.2, 1.2)),
    Aim("memory of the main process, to lint-imports", ("archcheck", "cold"), ("lint-imports", "cold"), (2, 2), measure="main"),
)  # fmt: skip
MOST_MEMORY = 400.0


def compared(record: Record, trees: list[Tree]) -> Iterator[str]:
    """The rows of the table of aims: a tree a column."""
    yield "| | aim | next mark | " + " | ".join(tree.name for tree in trees) + " |"
    yield "|---|---|---|" + "---|" * len(trees)
    for aim in AIMS:
        cells = [_cell(record, tree, aim) for tree in trees]
        yield f"| {aim.says} | {_bounds(aim.most)} | {_bounds(aim.next)} | {' | '.join(cells)} |"
    cells = [_memory(record.median(tree.name, "archcheck", "cold"), tree) for tree in trees]
    yield f"| memory of the main process, at about 11,000 files | {MOST_MEMORY:.0f} MB | | {' | '.join(cells)} |"


def _cell(record: Record, tree: Tree, aim: Aim) -> str:
    ours, theirs = record.median(tree.name, *aim.of), record.median(tree.name, *aim.to)
    if ours is None or theirs is None:
        return "not measured"
    if ours.outcome or theirs.outcome:
        return ours.outcome or f"{aim.to[0]}: {theirs.outcome}"
    ratio = getattr(ours, aim.measure) / getattr(theirs, aim.measure)
    large = tree.files > LARGE
    verdicts = [
        f"{'reached' if ratio <= bound[large] else '**not reached**'}" for bound in (aim.most, aim.next) if bound[large]
    ]
    return f"{ratio:.2f} " + (", next mark ".join(verdicts) if aim.most[large] else f"next mark {verdicts[0]}")


def _memory(ours: Median | None, tree: Tree) -> str:
    if ours is None or tree.files <= LARGE:
        return ""
    return f"{ours.main:.0f} MB {'reached' if ours.main <= MOST_MEMORY else '**not reached**'}"


def _bounds(bounds: tuple[float, float]) -> str:
    small, large = bounds
    if not small:
        return ""
    return f"{small:g}" if small == large else f"{small:g}; {large:g} above {LARGE:,} files"
