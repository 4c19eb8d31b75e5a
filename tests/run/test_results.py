"""Verdicts and counts, and what PATHs leave of them."""

from pathlib import Path

import pytest
from archcheck.model.finding import Finding, State
from archcheck.model.location import Location
from archcheck.model.report import Report, Verdict
from archcheck.model.source import SourceFile
from archcheck.run.results import Counts, Held, narrowed, report

FILES = [
    SourceFile("src/b.py", "/p/src/b.py", "b", False),
    SourceFile("src/a.py", "/p/src/a.py", "a", False, "unread", "not UTF-8"),
    SourceFile("src/x-y.py", "/p/src/x-y.py", "x-y", False, "unimportable", "no name"),
]


def finding(path: str, state: State = "new", contract: str = "tx") -> Finding:
    return Finding("effect-site", contract, "error", Location(path, 1), "m:f", "api", "message", state=state)


def made(*findings: Finding, unread: bool = False) -> Report:
    contracts = [Held("tx", "effect", 7, "because", unread), Held("layers", "layers", 5, None, False)]
    return report(FILES, Counts(1, 5, 3, 7, 2), contracts, findings, [], lambda path, line: f"{path}#{line}")


@pytest.mark.parametrize(
    ("states", "unread", "verdict"),
    [
        ([], False, "kept"),
        ([], True, "unproven"),
        (["exempt"], False, "kept"),
        (["exempt"], True, "unproven"),
        (["debt"], False, "broken"),
        (["known"], True, "broken"),
        (["exempt", "new"], False, "broken"),
    ],
)
def test_verdict(states: list[State], unread: bool, verdict: Verdict) -> None:
    result = made(*(finding("src/b.py", state) for state in states), unread=unread)
    assert [contract.verdict for contract in result.contracts] == [verdict, "kept"]


def test_counts_and_the_file_equation() -> None:
    totals = made(finding("src/b.py"), finding("src/b.py", "debt")).summary
    assert totals.files == totals.modules + totals.unread + totals.shadowed + totals.unimportable == 3
    assert (totals.new, totals.known, totals.debt, totals.exempt) == (1, 0, 1, 0)


def test_files_that_are_no_modules_are_listed_in_order() -> None:
    assert [file.path for file in made().not_modules] == ["src/a.py", "src/x-y.py"]


def test_lines_of_the_findings() -> None:
    assert made(finding("src/b.py"), finding("src/b.py")).lines == ((("src/b.py", 1), "src/b.py#1"),)


@pytest.mark.parametrize(
    ("path", "shown"),
    [("src", 2), ("src/b.py", 1), ("src/sub", 1), ("./src/../src/b.py", 1), ("other", 0), ("src/b", 0)],
)
def test_paths_narrow_findings_and_their_counts_but_no_verdict(path: str, shown: int, tmp_path: Path) -> None:
    whole = made(finding("src/b.py"), finding("src/sub/c.py"))
    part = narrowed(whole, [Path(path)], tmp_path)
    assert (len(part.findings), part.summary.new) == (shown, shown)
    assert len(part.lines) == shown
    assert part.contracts == whole.contracts
    assert part.summary.files == 3


def test_no_paths_narrow_nothing(tmp_path: Path) -> None:
    whole = made(finding("src/b.py"))
    assert narrowed(whole, [], tmp_path) is whole
