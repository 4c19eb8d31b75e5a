"""Whether a check that knows an earlier state says the same as one that knows nothing: ``python benchmarks/same/changes.py TREE…``.

A copy of each tree (with a layers.toml) is changed at random, one to five changes at a time: functions go, come, are renamed or doubled, files go, move
or get the text of another one, imports go, commits become other calls and the other way round. After each step the project is checked by a process that
goes on, as with ``--watch``, by one that has the cache alone, and by one that has neither. Prints the seconds of each, and the changes where the
JSON differs; the exit code is 1 where one does.
"""

import argparse
import gc
import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from archcheck.facts.kept import Nothing
from archcheck.facts.scan import Means
from archcheck.report.json import render_json
from archcheck.run.check import Options, checked, configuration

_LEAST = 50
_FEWEST = 10
_BACK = 0.03
_LEFT_OUT = shutil.ignore_patterns(".git")
_SYMBOL = re.compile(r"(\s*)(?:async )?(?:def|class) (\w+)")


class Kept(Nothing):
    """A cache in memory."""

    lasts = True

    def __init__(self) -> None:
        self._entries: dict[bytes, bytes] = {}

    def values(self, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """Those that are there."""
        return {key: self._entries[key] for key in keys if key in self._entries}

    def keep(self, entries: Mapping[bytes, bytes]) -> None:
        """Take in some."""
        self._entries.update(entries)


class Tree:
    """A copy of a project that is changed."""

    def __init__(self, original: Path, root: Path, chance: random.Random) -> None:
        self._original = original
        self._root = root
        self._chance = chance

    def change(self) -> str:
        """Change something, and say what."""
        files = sorted(path for path in self._root.rglob("*.py") if path.stat().st_size >= _LEAST)
        if len(files) < _FEWEST or self._chance.random() < _BACK:
            return self._back()
        file, other = self._chance.sample(files, 2)
        text = file.read_text("utf-8", "replace")
        how, changed = self._chance.choice(list(self._ways(text, other)))
        if how == "move":
            file.rename(file.with_name(f"moved_{self._chance.randrange(1000)}.py"))
        elif how == "remove":
            file.unlink()
        else:
            file.write_text(changed, "utf-8")
        return f"{how} {file.relative_to(self._root)}"

    def _back(self) -> str:
        """All as it was at first."""
        for file in self._root.rglob("*.py"):
            file.unlink()
        shutil.copytree(self._original, self._root, ignore=_LEFT_OUT, dirs_exist_ok=True)
        return "back to the beginning"

    def _ways(self, text: str, other: Path) -> Iterator[tuple[str, str]]:
        name = self._chance.choice(["save", "commit", "get", "run", "helper"])
        yield "move", ""
        yield "remove", ""
        yield "comment", f"# a line\n{text}"
        yield "text of another", other.read_text("utf-8", "replace")
        yield "function", f"{text}\ndef {name}(self, db, x=None):\n    db.session.commit()\n    return x\n"
        yield "class", f"{text}\nclass Extra(Base):\n    def {name}(self):\n        return self.session.commit()\n"
        yield "fewer commits", text.replace(".commit(", ".flush(")
        yield "more commits", text.replace(".add(", ".commit(")
        lines = text.split("\n")
        symbols = [(at, found) for at, line in enumerate(lines) if (found := _SYMBOL.match(line))]
        if symbols:
            at, symbol = self._chance.choice(symbols)
            yield "rename", re.sub(rf"\b{symbol[2]}\b", f"{symbol[2]}_x", text)
            end = next((i for i, s in symbols if i > at and len(s[1]) <= len(symbol[1])), len(lines))
            yield "less", "\n".join([*lines[:at], f"{symbol[1]}pass", *lines[end:]])
        imports = [at for at, line in enumerate(lines) if re.match(r"(from|import) [^(]*$", line)]
        if imports:
            at = self._chance.choice(imports)
            yield "no import", "\n".join([*lines[:at], *lines[at + 1 :]])


def outcome(means: Means) -> tuple[str, float]:
    """The JSON of a check or what is wrong with the project, and the seconds that it took."""
    began = time.perf_counter()
    asked = Options(means=means)
    try:
        found = render_json(checked(configuration(Path.cwd(), asked), Path.cwd(), asked)[1])
    except Exception as error:  # a state that cannot be checked is one as well
        found = f"{type(error).__name__}: {error}"
    seconds = time.perf_counter() - began
    gc.collect()
    return found, seconds


@contextmanager
def copied(tree: Path) -> Iterator[Path]:
    """A copy of a tree as the working directory."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / tree.name
        shutil.copytree(tree, root, ignore=_LEFT_OUT)
        os.chdir(root)
        try:
            yield root
        finally:
            os.chdir(before)


def differing(tree: Path, steps: int, seed: int) -> int:
    """At how many steps the outcome differs."""
    chance = random.Random(seed)
    wrong = 0
    original = tree.resolve()
    with copied(original) as root:
        changing = Tree(original, root, chance)
        going_on, cached = Means(memory={}), Means(Kept())
        outcome(going_on), outcome(cached)
        for step in range(1, steps + 1):
            changes = [changing.change() for _ in range(chance.choice([1, 1, 2, 5]))]
            cached.states.clear()
            ways = [outcome(going_on), outcome(cached), outcome(Means())]
            is_same = len({found for found, _ in ways}) == 1
            wrong += not is_same
            seconds = ", ".join(f"{taken:.2f}" for _, taken in ways)
            print(tree.name, step, seconds, "the same" if is_same else f"DIFFERS: {changes}", flush=True)
    return wrong


def main() -> int:
    """Change each tree; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trees", nargs="+", type=Path, metavar="TREE")
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    sys.setrecursionlimit(20_000)
    gc.disable()
    return int(sum(differing(tree, asked.steps, asked.seed) for tree in asked.trees) > 0)


if __name__ == "__main__":
    sys.exit(main())
