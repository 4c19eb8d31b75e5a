"""The inventory of call sites as text: one line a site, grouped as asked for."""

import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Literal, TypeAlias

from archcheck.report.entry import SiteEntry
from archcheck.report.style import Paint, painter
from archcheck.report.summary import counted
from archcheck.report.visible import visible

Grouping: TypeAlias = Literal["path", "domain", "layer", "kind", "api", "wrapper"]

NONE = "(none)"

_KEYS: dict[Grouping, Callable[[SiteEntry], str | None]] = {
    "path": lambda entry: entry.site.location.path,
    "domain": lambda entry: entry.domain,
    "layer": lambda entry: entry.layer,
    "kind": lambda entry: entry.site.kind,
    "api": lambda entry: entry.site.api,
    "wrapper": lambda entry: entry.site.api if entry.site.via == "wrapper" else None,
}


def render_sites(
    entries: Sequence[SiteEntry], *, by: Grouping = "path", why: bool = False, color: bool = False, width: int = 100
) -> str:
    """The inventory as text that ends with a newline.

    Args:
        entries: the sites, sorted by place.
        by: what the sites are grouped by; by ``wrapper`` leaves out the direct ones.
        why: whether to show each site's evidence hop by hop.
        color: whether to paint with ANSI sequences.
        width: columns of the terminal.
    """
    paint = painter(color)
    key = _KEYS[by]
    shown = [entry for entry in entries if by != "wrapper" or key(entry)]
    ordered = sorted(shown, key=lambda entry: (key(entry) is None, key(entry) or ""))
    blocks: list[str] = []
    for title, group in groupby(ordered, key=key):
        members = list(group)
        heading = paint("path", visible(title or NONE)) + paint("dim", f"  {len(members)}")
        rows = [row for entry in members for row in _site(entry, by, why, paint, width)]
        blocks.append("\n".join([heading, *rows]))
    blocks.append(_totals(shown))
    return "\n\n".join(blocks) + "\n"


def _site(entry: SiteEntry, by: Grouping, why: bool, paint: Paint, width: int) -> Iterator[str]:
    site = entry.site
    place = f"{site.location.line}:{site.location.column}"
    if by != "path":
        place = f"{visible(site.location.path)}:{place}"
    effect = ", ".join(name.split(".")[-1] for name in site.effects)
    notes = [site.form, site.kind, site.certainty, entry.layer if by != "layer" else None]
    tags = ", ".join(visible(note) for note in notes if note) + (", test" if site.is_test else "")
    api = visible(site.api) + (f" wraps {visible(site.wraps)}" if site.wraps else "")
    yield f"  {place:>7}  {paint('rule', visible(effect))}  {visible(site.expression)}"
    yield f"  {'':7}  {api} in {visible(site.function)}  {paint('dim', f'[{tags}]')}"
    if why:
        for hop in site.evidence:
            lines = textwrap.wrap(visible(hop), max(width - 13, 40), break_long_words=False, break_on_hyphens=False)
            for number, line in enumerate(lines):
                yield paint("dim", f"  {'':7}  {'- ' if number == 0 else '  '}{line}")


def _totals(entries: Sequence[SiteEntry]) -> str:
    tallies = (
        Counter(entry.site.certainty for entry in entries),
        Counter(entry.site.kind for entry in entries if entry.site.kind),
        Counter(entry.site.via for entry in entries),
    )
    tests = sum(entry.site.is_test for entry in entries)
    parts = [
        counted(len(entries), "call site"),
        *(", ".join(f"{number:,} {name}" for name, number in sorted(tally.items())) for tally in tallies),
        f"{tests:,} in tests" if tests else "",
    ]
    return "; ".join(part for part in parts if part) + "."
