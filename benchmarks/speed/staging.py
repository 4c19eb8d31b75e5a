"""The cases: what is done to a tree and to a tool's cache before a run, and undone behind it."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trees import Tree

# Seconds after which a time stamp is old enough for tools that go by it: one of the same tick of the clock proves nothing.
SETTLED = 0.2
CASES = {
    "cold": "nothing is kept of an earlier run",
    "warm": "nothing has changed since the last run",
    "changed": "one file has a function more than at the last run",
    "configured": "no code has changed, and one contract has another reason",
}


@contextmanager
def staged(case: str, tree: Tree, cache: Path, work: Path) -> Iterator[None]:
    """Make it so; the tree is as it was behind it."""
    match case:
        case "cold":
            shutil.rmtree(cache, ignore_errors=True)
            cache.mkdir(parents=True)
            yield
        case "changed":
            # Not a text that was ever there, since a cache by content would know it.
            name = f"saved_{time.time_ns()}"
            with _edited(tree.changed, f'\n\ndef {name}() -> int:\n    return len("{name}")\n', work):
                yield
        case "configured":
            with _edited(tree.root / "layers.toml", f'reason = "Since {time.time_ns()}."\n', work):
                yield
        case _:
            yield


@contextmanager
def _edited(path: Path, added: str, work: Path) -> Iterator[None]:
    original = _kept(path, work)
    content = original.read_text(encoding="utf-8")
    if path.suffix == ".toml":
        head, _, _ = content.rpartition("reason")
        content = head
    path.write_text(content + added, encoding="utf-8")
    time.sleep(SETTLED)
    try:
        yield
    finally:
        shutil.copyfile(original, path)
        time.sleep(SETTLED)


def restored(tree: Tree, work: Path) -> None:
    """The changed file as it was downloaded, whatever a run that was killed left behind; ``layers.toml`` is fetched anew each time."""
    shutil.copyfile(_kept(tree.changed, work), tree.changed)
    _kept(tree.root / "layers.toml", work, anew=True)


def _kept(path: Path, work: Path, anew: bool = False) -> Path:
    original = work / "originals" / path.relative_to(path.anchor)
    if anew or not original.exists():
        original.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, original)
    return original
