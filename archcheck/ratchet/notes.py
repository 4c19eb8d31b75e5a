"""What has changed between two checkpoints, in a line that a person could have written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from archcheck.model.sweep import NONE, Counts, FileCount

MOST_NAMED = 8
"""Files that are named of one domain; those after them are summed up."""


@dataclass(frozen=True, slots=True)
class _Change:
    """A file that has more or less left than before."""

    file: FileCount
    delta: int


def note(former: Counts | None, present: Counts, renamed: Mapping[str, str] | None = None) -> str:
    """What was fixed since the last checkpoint, domain by domain, and what has come in.

    Args:
        former: the counts then; None where this is the first checkpoint.
        present: the counts now.
        renamed: present paths of files by former ones, as far as that is known.
    """
    if former is None:
        return _initial(present)
    moved, changes = _without_moved(_changes(_at_present_paths(former, renamed or {}), present))
    short = _short_names(change.file.path for change in changes)
    parts = [_domain(name, group, former, present, short) for name, group in _by_domain(changes, former, present)]
    parts += [f"moved: {old} -> {new}" for old, new in moved]
    parts += _apart(former, present)
    return "; ".join(parts) or _shift(former, present)


def done_domains(former: Counts | None, present: Counts) -> tuple[str, ...]:
    """Domains that had something left at the former checkpoint and have nothing now."""
    return tuple(name for name in (former.domains if former else ()) if name != NONE and name not in present.domains)


def _initial(present: Counts) -> str:
    files = sum(file.left > 0 for file in present.files)
    debt = f", {present.debt:,} design debt" if present.debt else ""
    unread = f"; {_counted(present.unread, 'file')} cannot be read" if present.unread else ""
    return f"initial baseline: {present.total:,} in {_counted(files, 'file')}{debt}{unread}"


def _at_present_paths(former: Counts, renamed: Mapping[str, str]) -> dict[str, FileCount]:
    found = {}
    for file in former.files:
        path = renamed.get(file.path, file.path)
        found[path] = replace(file, path=path)
    return found


def _changes(before: Mapping[str, FileCount], present: Counts) -> Iterator[_Change]:
    now = {file.path: file for file in present.files}
    for path in sorted({*before, *now}):
        file = now.get(path) or replace(before[path], left=0)
        delta = file.left - (before[path].left if path in before else 0)
        if delta:
            yield _Change(file, delta)


def _without_moved(changes: Iterable[_Change]) -> tuple[list[tuple[str, str]], list[_Change]]:
    """A file that is gone and one of its name elsewhere that has as many: moved, and neither fixed nor new."""
    rest = list(changes)
    moved: list[tuple[str, str]] = []
    for gone in [change for change in rest if change.file.left == 0]:
        name = _last(gone.file.path)
        came = [each for each in rest if each.delta == each.file.left == -gone.delta and _last(each.file.path) == name]
        if came:
            moved.append((gone.file.path, came[0].file.path))
            rest.remove(gone)
            rest.remove(came[0])
    return moved, rest


def _by_domain(changes: Iterable[_Change], former: Counts, present: Counts) -> list[tuple[str, list[_Change]]]:
    """Domains that are done first, then those with most fixed."""
    groups: dict[str, list[_Change]] = {}
    for change in changes:
        groups.setdefault(change.file.domain, []).append(change)
    done = done_domains(former, present)

    def rank(group: tuple[str, list[_Change]]) -> tuple[bool, int, str]:
        return (group[0] not in done, sum(change.delta for change in group[1]), group[0])

    return sorted(groups.items(), key=rank)


def _domain(name: str, changes: Sequence[_Change], former: Counts, present: Counts, short: Mapping[str, str]) -> str:
    ordered = sorted(changes, key=lambda change: (-abs(change.delta), change.file.path))
    words = [f"{short[change.file.path]} {change.delta:+d}" for change in ordered[:MOST_NAMED]]
    rest = ordered[MOST_NAMED:]
    if rest:
        words.append(f"{_counted(len(rest), 'more file')} {sum(change.delta for change in rest):+d}")
    listed = ", ".join(words)
    if name in done_domains(former, present):
        return f"{name.upper()} DOMAIN DONE: {listed}"
    if not present.total:
        return f"ALL DONE: {listed}"
    return listed if name == NONE else f"{name}: {listed}"


def _apart(former: Counts, present: Counts) -> Iterator[str]:
    """What has left the count or come back to it without having been fixed."""
    for name, before, now in (("design debt", former.debt, present.debt), ("exempt", former.exempt, present.exempt)):
        if now != before:
            yield f"{name} {now - before:+d}"
    if present.unread != former.unread:
        yield f"{_counted(present.unread, 'file')} cannot be read"


def _shift(former: Counts, present: Counts) -> str:
    """What else may differ where every file has as many left as before."""
    for before, now in ((former.rules, present.rules), (former.kinds, present.kinds)):
        deltas = [(name, now.get(name, 0) - before.get(name, 0)) for name in sorted({*before, *now})]
        if any(delta for _, delta in deltas):
            return ", ".join(f"{name} {delta:+d}" for name, delta in deltas if delta)
    return "files have other names, domains or layers than before"


def _short_names(paths: Iterable[str]) -> dict[str, str]:
    """The last names of paths, with as much of what is before as tells them apart."""
    full = list(paths)
    short: dict[str, str] = {}
    for path in full:
        parts = path.split("/")
        tails = ("/".join(parts[-count:]) for count in range(1, len(parts) + 1))
        short[path] = next((tail for tail in tails if _is_alone(tail, full)), path)
    return short


def _is_alone(tail: str, paths: Iterable[str]) -> bool:
    return sum(path == tail or path.endswith(f"/{tail}") for path in paths) == 1


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
