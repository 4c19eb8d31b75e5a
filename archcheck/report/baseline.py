"""The baseline as text and JSON: what it lists, and what a command has changed."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, TypeAlias, get_args

from archcheck.model.baseline import BaselineEntry, Identity
from archcheck.model.change import BaselineChange, Listing
from archcheck.report.json import TOOL, Value, to_text
from archcheck.report.standing import ACCEPT
from archcheck.report.style import Paint, painter
from archcheck.report.summary import counted
from archcheck.report.visible import visible

Grouping: TypeAlias = Literal["contract", "rule", "module", "object", "kind", "owner"]
GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)

_NONE = "-"
_KEYS: dict[Grouping, Callable[[BaselineEntry, Sequence[str]], str | None]] = {
    "contract": lambda entry, owners: entry.contract or None,
    "rule": lambda entry, owners: entry.rule,
    "module": lambda entry, owners: entry.subject.partition(":")[0],
    "object": lambda entry, owners: entry.object,
    "kind": lambda entry, owners: entry.kind,
    "owner": lambda entry, owners: entry.owner or " ".join(owners) or None,
}


def render_baseline_text(listing: Listing, *, by: Grouping, color: bool = False) -> str:
    """All entries, in groups with their counts, the largest first; ends with a newline.

    An entry's own owner goes before those of its file.
    """
    paint = painter(color)
    entries = listing.baseline.entries
    blocks = [f"{paint('path', visible(listing.file))}: {_size(entries)}, {listing.mode}"]
    groups: dict[str, list[BaselineEntry]] = {}
    for entry, owners in zip(entries, listing.owners, strict=True):
        groups.setdefault(_KEYS[by](entry, owners) or _NONE, []).append(entry)
    for name, members in sorted(groups.items(), key=lambda group: (-_count(group[1]), group[0])):
        head = f"{paint('strong', visible(name))}  {_count(members):,}"
        blocks.append("\n".join([head, *(line for entry in members for line in _entry(entry, paint))]))
    return "\n\n".join(blocks) + "\n"


def render_baseline_json(listing: Listing) -> str:
    """All entries with what is said of them."""
    entries: list[Value] = [
        {
            "rule": entry.rule,
            "contract": entry.contract or None,
            "subject": entry.subject,
            "object": entry.object,
            "kind": entry.kind,
            "count": entry.count,
            "reason": entry.reason,
            "owner": entry.owner,
            "until": entry.until.isoformat() if entry.until else None,
            "owners": owners,
        }
        for entry, owners in zip(listing.baseline.entries, listing.owners, strict=True)
    ]
    return to_text(
        {
            "schema": "archcheck.known/1",
            "tool": TOOL,
            "file": listing.file,
            "mode": listing.mode,
            "catalog": listing.baseline.catalog,
            "listed": _count(listing.baseline.entries),
            "entries": entries,
        }
    )


def render_change(change: BaselineChange, *, color: bool = False) -> str:
    """What a command has taken in and out, an entry a line; ends with a newline."""
    paint = painter(color)
    before = {entry.identity: entry for entry in change.before.entries}
    after = {entry.identity: entry for entry in change.after.entries}
    lines = [f"{paint('path', visible(change.file))}: {_size(change.after.entries)}"]
    if before:
        lines += [_changed(before.get(key), after.get(key), paint) for key in _changes(before, after)]
        lines += [] if len(lines) > 1 else ["  nothing to change"]
    if change.moved:
        lines.append(f"{counted(change.moved, 'finding')} moved: {ACCEPT} takes the new names over")
    if change.left_out:
        rules = Counter(finding.rule for finding in change.left_out)
        named = ", ".join(f"{number:,} {rule}" for rule, number in sorted(rules.items()))
        lines.append(f"Not taken in: {named}. They stay new: archcheck check says what to do.")
    return "\n".join(lines) + "\n"


def _changes(before: dict[Identity, BaselineEntry], after: dict[Identity, BaselineEntry]) -> Iterator[Identity]:
    for key in sorted({*before, *after}):
        if before.get(key) != after.get(key):
            yield key


def _changed(before: BaselineEntry | None, after: BaselineEntry | None, paint: Paint) -> str:
    entry = after or before
    assert entry is not None, "one of the two is there"
    was, now = (each.count if each else 0 for each in (before, after))
    mark = "+" if now > was else "-" if now < was else "~"
    return f"  {mark} {_named(entry, paint)}  {was:,} -> {now:,}"


def _entry(entry: BaselineEntry, paint: Paint) -> Iterator[str]:
    yield f"  {_named(entry, paint)}  {entry.count:,}"
    until = f"until {entry.until.isoformat()}" if entry.until else None
    said = [visible(text) for text in (entry.owner, until, entry.reason) if text]
    if said:
        yield paint("dim", f"      {', '.join(said)}")


def _named(entry: BaselineEntry, paint: Paint) -> str:
    contract = f" [{visible(entry.contract)}]" if entry.contract else ""
    return f"{paint('rule', entry.rule)}{contract} {visible(entry.object)} in {visible(entry.subject)}"


def _size(entries: Sequence[BaselineEntry]) -> str:
    return f"{counted(_count(entries), 'finding')} in {counted(len(entries), 'entry', 'entries')}"


def _count(entries: Iterable[BaselineEntry]) -> int:
    return sum(entry.count for entry in entries)
