"""The worklist in words: what to lift to an owner, the step that clears most first."""

from collections.abc import Iterator

from archcheck.model.report import Report
from archcheck.model.worklist import Worklist
from archcheck.report.markdown_text import code, prose
from archcheck.report.style import Paint
from archcheck.report.summary import counted
from archcheck.report.visible import visible

SHOWN = 20


def worklists(report: Report, paint: Paint) -> str:
    """A block for each contract with sites outside its owners, for the terminal."""
    return "\n\n".join("\n".join(_block(each, paint)) for each in report.worklists)


def _block(worklist: Worklist, paint: Paint) -> Iterator[str]:
    yield paint("strong", f"Worklist of {visible(worklist.contract)}: {visible(lead(worklist))}")
    if worklist.steps:
        yield paint("strong", f"  {'clears':>7}{'left':>7}  lift to an owner")
    for step in worklist.steps[:SHOWN]:
        layer = f" ({visible(step.layer)})" if step.layer else ""
        place = paint("dim", f"  {visible(step.path)}:{step.line}")
        yield f"  {step.clears:>7,}{step.left:>7,}  {visible(step.function)}{layer}{place}"
    if len(worklist.steps) > SHOWN:
        yield f"  and {more(worklist)}; --format json lists all"


def lead(worklist: Worklist) -> str:
    """What the steps are about, in one sentence."""
    sites = counted(worklist.sites, "call site")
    if worklist.below == 0:
        return f"{sites} {'is' if worklist.sites == 1 else 'are'} reached past the owners."
    rest = f"to {worklist.below:,} only owners lead, so the call itself has to move up"
    return (
        f"of {sites} {worklist.reached:,} {'is' if worklist.reached == 1 else 'are'} reached past the owners; {rest}."
    )


def more(worklist: Worklist) -> str:
    """How many steps are not shown, and what they clear."""
    rest = worklist.steps[SHOWN:]
    return f"{counted(len(rest), 'more step')} that {'clears' if len(rest) == 1 else 'clear'} {rest[0].clears + rest[0].left:,}"


def worklist_table(worklist: Worklist) -> str:
    """The same as a table of Markdown."""
    rows = ["| clears | left | lift to an owner | layer | place |", "| ---: | ---: | --- | --- | --- |"]
    rows += [
        f"| {step.clears:,} | {step.left:,} | {code(step.function)} | {code(step.layer) if step.layer else ''} "
        f"| {code(f'{step.path}:{step.line}')} |"
        for step in worklist.steps[:SHOWN]
    ]
    words = f"{code(worklist.contract)}: {prose(lead(worklist))}"
    after = f"\n\nAnd {more(worklist)}." if len(worklist.steps) > SHOWN else ""
    return words + ("\n\n" + "\n".join(rows) + after if worklist.steps else "")
