"""Colour and width belong to terminals; progress is silent elsewhere."""

import io

import pytest
from archcheck.cli import terminal


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "colored"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
    ],
)
def test_color(
    stream: io.StringIO, environment: dict[str, str], colored: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert terminal.colored(stream) is colored


@pytest.mark.parametrize(("columns", "width"), [("80", 80), ("400", 160)])
def test_width(columns: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert terminal.width(Terminal()) == width
    assert terminal.width(io.StringIO()) == 100


@pytest.mark.parametrize(
    ("stream", "quiet", "drawn"), [(Terminal, False, True), (Terminal, True, False), (io.StringIO, False, False)]
)
def test_progress(stream: type[io.StringIO], quiet: bool, drawn: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    err = stream()
    monkeypatch.setattr("sys.stderr", err)
    monkeypatch.setenv("TERM", "xterm")
    with terminal.progress(quiet=quiet) as advance:
        advance("reading", 0, 2)
        advance("reading", 2, 2)
    assert ("reading" in err.getvalue()) is drawn
