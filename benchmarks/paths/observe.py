"""Run a module and write down the call paths on which SQLite really began, committed or rolled back.

    observe.py ROOT OUT MODULE [ARGUMENT …]

ROOT is the directory of the code whose functions make up the paths; OUT receives one JSON line for each distinct path:

* ``end``: the statement that SQLite ran (``commit``, ``rollback``, ``begin``, ``savepoint``, ``release``, ``rollback to``), or ``opened``
  where the driver began by itself before a write;
* ``called``: the function that the last step called on the way to it, ``""`` where it called the driver itself;
* ``steps``, outermost first, each ``[file below ROOT, qualified name, line, between, resumed]``, where ``between`` names the libraries that
  lie between a step and the one before (none where it was called by that one itself), and ``resumed`` says that it is a generator, which is
  called in one place and goes on in another.

SQLite tells every statement that it runs (``Connection.set_trace_callback``); the frames above it are the path. Where aiosqlite hands a
statement to its thread, the path is that of the coroutine which waits for it.
"""

from __future__ import annotations

import contextlib
import json
import runpy
import sqlite3
import sys
import threading
from collections.abc import Callable
from inspect import CO_ASYNC_GENERATOR, CO_GENERATOR
from pathlib import Path
from types import FrameType
from typing import Any

ENDS = ("commit", "rollback to", "rollback", "begin", "savepoint", "release")
# The driver's own BEGIN has a blank behind it.
OPENED = ("BEGIN ", "BEGIN DEFERRED ", "BEGIN IMMEDIATE ", "BEGIN EXCLUSIVE ")
Step = tuple[str, str, int, tuple[str, ...], bool]
Path_ = tuple[str, tuple[Step, ...]]


class Observer:
    """Collects distinct paths of the functions below a directory."""

    def __init__(self, root: Path) -> None:
        self._root = str(root.resolve()) + "/"
        self._relative: dict[str, str | None] = {}
        self._waiting = threading.local()
        self.paths: set[tuple[str, Path_]] = set()

    def connect(self, *arguments: Any, **options: Any) -> sqlite3.Connection:
        """``sqlite3.connect``, with a connection that tells what it runs."""
        connection: sqlite3.Connection = CONNECT(*arguments, **options)
        connection.set_trace_callback(self._statement)
        return connection

    def in_thread(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A function that a driver's thread runs for the code that is running now."""
        path = self._path(sys._getframe(2))

        def run(*arguments: Any, **options: Any) -> Any:
            self._waiting.path = path
            try:
                return function(*arguments, **options)
            finally:
                self._waiting.path = None

        return run

    def _statement(self, sql: str) -> None:
        words = " ".join(sql.lower().split()[:2])
        end = "opened" if sql in OPENED else next((each for each in ENDS if words.startswith(each)), None)
        if end is not None:
            path = getattr(self._waiting, "path", None) or self._path(sys._getframe(1))
            if path[1]:
                self.paths.add((end, path))

    def _path(self, frame: FrameType | None) -> Path_:
        steps: list[Step] = []
        called, between = "", []
        while frame is not None:
            file = self._file(frame.f_code.co_filename)
            if file is None:
                between.append(frame.f_globals.get("__name__", "?").partition(".")[0])
                called = called if steps else frame.f_code.co_qualname
            else:
                if steps:
                    steps[-1] = (*steps[-1][:3], tuple(sorted(set(between))), steps[-1][4])
                code = frame.f_code
                resumed = bool(code.co_flags & (CO_GENERATOR | CO_ASYNC_GENERATOR))
                steps.append((file, code.co_qualname, frame.f_lineno, (), resumed))
                between = []
            frame = frame.f_back
        return called, tuple(reversed(steps))

    def _file(self, name: str) -> str | None:
        if name not in self._relative:
            self._relative[name] = name[len(self._root) :] if name.startswith(self._root) else None
        return self._relative[name]


CONNECT = sqlite3.connect


def install(observer: Observer) -> None:
    """Let the drivers tell what they do."""
    sqlite3.connect = sqlite3.dbapi2.connect = observer.connect  # type: ignore[assignment]
    with contextlib.suppress(ImportError):
        from aiosqlite import Connection

        execute = Connection._execute

        async def waited(self: Connection, function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
            return await execute(self, observer.in_thread(function), *arguments, **options)

        Connection._execute = waited


def main() -> None:
    """Run the module named on the command line."""
    root, out, module, *arguments = sys.argv[1:]
    observer = Observer(Path(root))
    sys.argv = [module, *arguments]
    sys.path.insert(0, "")
    install(observer)
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit:
        pass
    finally:
        rows = ({"end": end, "called": called, "steps": steps} for end, (called, steps) in sorted(observer.paths))
        Path(out).write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
