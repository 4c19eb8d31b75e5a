"""The trees that are measured: downloaded packages, each beside the ``layers.toml`` of ``benchmarks/projects``."""

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "projects"))

from run import PACKAGES, unpacked


@dataclass(frozen=True)
class Tree:
    """A package on disk.

    Attributes:
        name: of the tree and of its package.
        root: the directory that holds the package and its ``layers.toml``.
        changed: the file that is saved again, below the root: a module of the middle that a few others import.
        files, megabytes: how many ``.py`` files the package has, and their size.
        lines: their lines.
    """

    name: str
    root: Path
    changed: Path
    files: int
    megabytes: float
    lines: int

    @property
    def package(self) -> Path:
        return self.root / self.name


CHANGED = {
    "superset": "superset/charts/filters.py",
    "nova": "nova/network/model.py",
    "sentry": "sentry/search/utils.py",
    "homeassistant": "homeassistant/components/mqtt/models.py",
}


def fetched(name: str, work: Path) -> Tree:
    """The tree, downloaded where it is not there yet."""
    root = unpacked(name, work)
    contents = [path.read_bytes() for path in (root / name).rglob("*.py")]
    return Tree(
        name,
        root,
        root / CHANGED[name],
        len(contents),
        sum(map(len, contents)) / 1e6,
        sum(content.count(b"\n") for content in contents),
    )


def described(name: str) -> str:
    """The tree's distribution and version."""
    return PACKAGES[name].replace("==", " ")


def layering(tree: Tree) -> dict[str, list[str]]:
    """Layer -> the modules right below the package that stand in it, highest layer first.

    The other tools know no patterns, so they are given the same layers as far as these are whole modules or packages of the first
    level; a module of that level that no pattern names is of the lowest layer, as ``package.**`` there says.
    """
    layers = tomllib.loads((tree.root / "layers.toml").read_text(encoding="utf-8"))["layers"]
    named = {pattern.removesuffix(".**"): layer["id"] for layer in layers for pattern in layer["modules"]}
    found: dict[str, list[str]] = {layer["id"]: [] for layer in layers}
    for module in sorted(_children(tree.package)):
        found[named.get(module, layers[-1]["id"])].append(module)
    return {layer: modules for layer, modules in found.items() if modules}


def _children(package: Path) -> Iterator[str]:
    for path in package.iterdir():
        if path.suffix == ".py" and path.stem != "__init__" and path.stem.isidentifier():
            yield f"{package.name}.{path.stem}"
        elif (path / "__init__.py").is_file():
            yield f"{package.name}.{path.name}"
