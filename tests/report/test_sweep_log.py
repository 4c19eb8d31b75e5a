"""The document on a sweep, where the log is long, nothing has changed, more has come in, or all is done."""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from archcheck.model.sweep import NONE, UNCHANGED, Checkpoint, Counts, FileCount, FileLeft, Remainder, SweepStatus
from archcheck.ratchet.forecast import forecast
from archcheck.ratchet.progress import domains
from archcheck.report.sweep_log import LISTED, render_log

START = datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC)


def status(*totals: int, notes: Sequence[str] = (), domain: str = "orders") -> SweepStatus:
    log = []
    for at, total in enumerate(totals):
        files = (FileCount("a.py", total, domain=domain),) if total else ()
        note = notes[at] if notes else f"step {at}"
        log.append(Checkpoint(START + datetime.timedelta(weeks=at), None, Counts(files, {}, {}), note))
    return SweepStatus(
        "s", "Commits", "transactions", "Only L4 commits.\n\nNobody else does.", None, "s.jsonl", tuple(log), log[-1],
        domains(log), forecast=forecast(log, None),
    )  # fmt: skip


def line(text: str, start: str) -> str:
    return next(each for each in text.splitlines() if each.startswith(start))


def test_an_invariant_of_several_lines_is_one_quotation() -> None:
    assert render_log(status(3)).startswith("> Only L4 commits.\n> Nobody else does.\n\nContract `transactions`.\n")


def test_commits_at_which_nothing_had_changed_are_left_out_and_counted() -> None:
    text = render_log(status(3, 3, 2, 2, notes=["first", UNCHANGED, "a.py -1", UNCHANGED]))
    assert "2 checkpoints at which nothing had changed are left out; the log ends on 2026-01-26." in text
    assert [row for row in text.splitlines() if row.startswith("| 2026")] == [
        "| 2026-01-05 09:00 | 3 |  | first |",
        "| 2026-01-19 09:00 | 2 | -1 | `a.py` -1 |",
    ]


def test_more_than_at_first() -> None:
    text = render_log(status(6, 9))
    assert "**9 are left**, 3 more than the 6 at first." in text
    assert line(text, "| Reduction") == "| Reduction | none: 3 more than at first |"
    assert line(text, "| Domains") == "| Domains completed | 0 of 1 |"
    assert line(render_log(status(6, 6)), "| Reduction") == "| Reduction | none |"


def test_all_is_done() -> None:
    text = render_log(status(6, 2, 0))
    assert "**0 of 6 are left**, 100 % fixed.\n\nNothing is left: the sweep is done.\n" in text
    assert line(text, "| Domains") == "| Domains completed | 1 of 1: `orders` |"
    assert "### What is left" not in text


def test_nothing_was_ever_left() -> None:
    text = render_log(status(0))
    assert line(text, "| Initial") == "| Initial baseline | 0 on 2026-01-05 |"
    assert line(text, "| Reduction") == "| Reduction | none |"


def test_without_domains_there_is_no_table_of_them() -> None:
    text = render_log(status(3, 1, domain=NONE))
    assert "By domain" not in text
    assert line(text, "| Domains") == "| Domains completed | 0 of 0 |"


def test_long_lists_are_summed_up() -> None:
    many = replace(
        status(90),
        files=tuple(FileLeft(f"f{number}.py", 2, NONE) for number in range(LISTED + 3)),
        debt=tuple(Remainder(f"d{number}.py", 1, "raw: later") for number in range(LISTED + 1)),
        legitimate=tuple(Remainder(f"l{number}.py", 1, "an owner (L4)") for number in range(LISTED)),
    )
    text = render_log(many)
    assert "And 6 in 3 more files.\n" in text
    assert "And 1 in 1 more file.\n" in text
    assert text.count("\nAnd ") == 2
    assert "- an owner (L4): 40\n" in text


def test_files_that_cannot_be_read() -> None:
    found = status(3)
    now = replace(found.now, counts=replace(found.now.counts, unread=2))
    text = render_log(replace(found, now=now))
    assert (
        "This is +0 since the last checkpoint, and not recorded yet. 2 files cannot be read, so there may be more."
        in text
    )
