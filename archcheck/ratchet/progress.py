"""Checkpoints -> how far each domain of a sweep is."""

from collections.abc import Sequence

from archcheck.model.sweep import Checkpoint, DomainProgress


def domains(observed: Sequence[Checkpoint]) -> tuple[DomainProgress, ...]:
    """Every domain that ever had something left: those with most left first, then those that are done.

    Args:
        observed: the checkpoints by time, at least one.
    """
    names = sorted({name for checkpoint in observed for name in checkpoint.counts.domains})
    found = (_domain(name, observed) for name in names)
    return tuple(sorted(found, key=lambda each: (-each.left, each.domain)))


def _domain(name: str, observed: Sequence[Checkpoint]) -> DomainProgress:
    counts = [checkpoint.counts.domains.get(name, 0) for checkpoint in observed]
    done = None
    if not counts[-1]:
        last = max(number for number, count in enumerate(counts) if count)
        done = observed[last + 1].time
    own = [file for file in observed[-1].counts.files if file.domain == name]
    files = sum(file.left > 0 for file in own)
    return DomainProgress(name, max(counts), counts[-1], files, sum(file.debt for file in own), done)
