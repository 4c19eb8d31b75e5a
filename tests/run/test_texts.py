"""Source text for excerpts; what cannot be read is empty."""

import os
from pathlib import Path

from archcheck.model.source import SourceFile
from archcheck.run.texts import Texts


def test_lines_and_what_has_none(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"# coding: latin-1\r\nx = '\xe9'\r\n")
    os.mkfifo(tmp_path / "pipe.py")
    names = ("a.py", "pipe.py", "gone.py")
    texts = Texts([SourceFile(name, str(tmp_path / name), name.removesuffix(".py"), False) for name in names])
    assert texts.line("a.py", 2) == "x = 'é'"
    assert texts.line("a.py", 9) is None
    assert [texts.text(name) for name in ("pipe.py", "gone.py", "unknown.py")] == ["", "", ""]
