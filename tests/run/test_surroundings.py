from pathlib import Path

import pytest
from archcheck.model.finding import Exposure, Finding, Step
from archcheck.model.location import Location
from archcheck.model.source import SourceFile
from archcheck.run.surroundings import LONGEST, surroundings
from archcheck.run.texts import Texts


@pytest.fixture
def texts(tmp_path: Path) -> Texts:
    path = tmp_path / "a.py"
    path.write_text("\r\n".join(["first", *(f"line {n}" for n in range(2, 30)), "x" * 999]), encoding="utf-8")
    return Texts([SourceFile("a.py", str(path), "a", False)])


def finding(line: int, end: int = 0, **more: object) -> Finding:
    return Finding("r", None, "error", Location("a.py", line, 1, end, 2), "s", "o", "m", **more)  # type: ignore[arg-type]


def test_two_lines_before_and_behind(texts: Texts) -> None:
    found = surroundings([finding(10)], [], texts)
    assert found == {"a.py": {n: f"line {n}" for n in range(8, 13)}}


def test_at_the_edges_and_outside(texts: Texts) -> None:
    assert list(surroundings([finding(1)], [], texts)["a.py"]) == [1, 2, 3]
    assert len(surroundings([finding(30)], [], texts)["a.py"][30]) == LONGEST
    assert surroundings([], [("a.py", 0), ("a.py", 31), ("none.py", 1)], texts) == {}


def test_steps_and_long_places(texts: Texts) -> None:
    step = Step("a:f", "a.py", 25)
    found = surroundings([finding(2, 22, exposure=Exposure(1, 1, (step,)))], [("a.py", 28)], texts)["a.py"]
    assert list(found) == [*range(1, 17), 25, 28]
