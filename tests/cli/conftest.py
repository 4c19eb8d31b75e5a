"""archcheck as its tests call it: in this process, from arguments to exit code and output."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from archcheck import __main__


@dataclass(frozen=True)
class Done:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def findings(self) -> list[dict[str, Any]]:
        """Those of a report in JSON."""
        found = json.loads(self.out)["findings"]
        assert isinstance(found, list)
        return found

    @property
    def said(self) -> list[tuple[str, str]]:
        """Subject and object of each of them."""
        return [(finding["subject"], finding["object"]) for finding in self.findings]


Run = Callable[..., Done]


@pytest.fixture
def archcheck(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in the working directory."""

    def call(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["archcheck", *arguments])
        code = __main__.run()
        told = capsys.readouterr()
        return Done(code, told.out, told.err)

    return call
