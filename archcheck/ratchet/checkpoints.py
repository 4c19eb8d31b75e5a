"""A log of checkpoints x what a run has counted -> the checkpoint that is added, if any."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from archcheck.model.sweep import Checkpoint
from archcheck.ratchet.notes import note


def recorded(
    log: Sequence[Checkpoint], fresh: Checkpoint, said: str | None, renamed: Mapping[str, str] | None = None
) -> Checkpoint | None:
    """The checkpoint that a run adds to a log; None where nothing has changed since the last one and nothing new is said.

    Args:
        log: the checkpoints so far, by time.
        fresh: what a run has counted, without a note.
        said: the note that somebody gave; what was fixed is said where there is none.
        renamed: present paths of files by former ones, as far as that is known.
    """
    last = log[-1] if log else None
    if last is not None and last.counts == fresh.counts and said in (None, last.note):
        return None
    before = last.counts if last is not None else None
    return replace(fresh, note=note(before, fresh.counts, renamed) if said is None else said)
