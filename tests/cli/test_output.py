"""Where results go is checked before anything runs."""

from pathlib import Path

import pytest
from archcheck.cli.output import Destination, Style, destinations, emit
from archcheck.model.errors import UserError

SERVED = ("text", "json")


def problems(format_: str, *outputs: str) -> list[str]:
    with pytest.raises(UserError) as caught:
        destinations(format_, outputs, SERVED)
    return [f"{mistake.place} {mistake.key} {mistake.problem}" for mistake in caught.value.mistakes]


def test_stdout_is_the_default() -> None:
    assert destinations("json", [], SERVED) == (Destination("json", None),)


def test_each_output_has_its_format(tmp_path: Path) -> None:
    one, two = tmp_path / "a=b.txt", tmp_path / "c.json"
    assert destinations("text", [str(one), f"json={two}", "-"], SERVED) == (
        Destination("text", one),
        Destination("json", two),
        Destination("text", None),
    )


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    assert problems("sarif", str(tmp_path), f"json={tmp_path}/no/a.json", "xml=") == [
        "--format sarif is not served yet",
        f"--output {tmp_path} is a directory",
        f"--output {tmp_path}/no/a.json the directory {tmp_path}/no does not exist",
    ]


@pytest.mark.parametrize(
    ("format_", "outputs", "problem"),
    [
        ("xml", [], "--format xml is no format"),
        ("text", ["junit=-"], "--output junit is not served yet"),
        ("text", ["json="], "--output json= names no file"),
        ("text", ["-", "json=-"], "--output - is named twice"),
    ],
)
def test_mistake(format_: str, outputs: list[str], problem: str) -> None:
    assert problems(format_, *outputs) == [problem]


def test_files_are_plain_and_stdout_gets_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.txt"
    emit(
        [Destination("text", None), Destination("json", file)],
        lambda name, style: f"{name} {style == Style(False, 100)}\n",
    )
    assert file.read_text() == "json True\n"
    assert capsys.readouterr().out == "text True\n"
