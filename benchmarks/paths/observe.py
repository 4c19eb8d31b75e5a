"""Run a module under a profile hook and write down the call paths that end in a commit, rollback or begin.

    observe.py ROOT OUT MODULE [ARGUMENT …]

ROOT is the directory of the code whose functions make up the paths; OUT receives one JSON line for each distinct path: its end
(``commit``, ``rollback``, ``begin``) and its steps, outermost first, each ``[file below ROOT, qualified name, line, adjacent]``, where
``adjacent`` says whether the step before called it itself and not by way of a library.
"""

from __future__ import annotations

import json
import runpy
import sqlite3
import sys
import threading
from pathlib import Path
from types import FrameType

ENDS = {"commit": "commit", "rollback": "rollback"}
# Where the driver runs in a thread of its own, the caller's side is where the path ends.
PYTHON_ENDS = {
    ("aiosqlite/core.py", "Connection.commit"): "commit",
    ("aiosqlite/core.py", "Connection.rollback"): "rollback",
}
Step = tuple[str, str, int, bool]


class Observer:
    """Collects distinct paths of the functions below a directory."""

    def __init__(self, root: Path) -> None:
        self._root = str(root.resolve()) + "/"
        self._relative: dict[str, str | None] = {}
        self.paths: set[tuple[str, tuple[Step, ...]]] = set()

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        """The profile hook."""
        if event == "c_call":
            receiver = getattr(argument, "__self__", None)
            if isinstance(receiver, sqlite3.Connection):
                name = getattr(argument, "__name__", "")
                if name in ENDS:
                    self._keep(ENDS[name], frame)
        elif event == "call":
            code = frame.f_code
            for (file, qualname), end in PYTHON_ENDS.items():
                if code.co_qualname == qualname and code.co_filename.endswith(file) and frame.f_back is not None:
                    self._keep(end, frame.f_back)

    def _keep(self, end: str, frame: FrameType | None) -> None:
        steps: list[Step] = []
        own = False
        while frame is not None:
            file = self._file(frame.f_code.co_filename)
            if file is not None:
                if steps and own:
                    steps[-1] = (*steps[-1][:3], True)
                steps.append((file, frame.f_code.co_qualname, frame.f_lineno, False))
            own = file is not None
            frame = frame.f_back
        if steps:
            self.paths.add((end, tuple(reversed(steps))))

    def _file(self, name: str) -> str | None:
        if name not in self._relative:
            inside = name.startswith(self._root)
            self._relative[name] = name[len(self._root) :] if inside else None
        return self._relative[name]


def main() -> None:
    """Run the module named on the command line."""
    root, out, module, *arguments = sys.argv[1:]
    observer = Observer(Path(root))
    sys.argv = [module, *arguments]
    sys.path.insert(0, "")
    threading.setprofile(observer)
    sys.setprofile(observer)
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit:
        pass
    finally:
        sys.setprofile(None)
        lines = (json.dumps({"end": end, "steps": steps}) for end, steps in sorted(observer.paths))
        Path(out).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
