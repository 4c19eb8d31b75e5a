"""Import roots: the directories that modules are named from, guessed from the packages that there are and from what their code imports."""

import keyword
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from archcheck.model.tree import Tree

_MOST_READ = 60
_FEW_IMPORTS = 2
_IMPORT = re.compile(rb"^[ \t]*(?:from|import)[ \t]+([\w.]+)", re.MULTILINE)


class ImportRoots:
    """What speaks for a directory being an import root.

    Attributes:
        looked_into: absolute paths of the files that were read for it: of each package at most sixty, or a few more.
    """

    def __init__(self, directory: Path, found: Sequence[str], tree: Tree) -> None:
        """Nothing is read yet.

        Args:
            directory: what paths are relative to.
            found: paths of all Python files, sorted.
            tree: where they are read from.
        """
        self.looked_into: list[str] = []
        self._directory = directory
        self._found = found
        self._tree = tree
        self._neighbours: dict[str, Counter[str]] = {}

    def guessed(self) -> list[Path]:
        """The parents of the topmost packages, or the packages themselves where their code imports so, ``src`` first; the directory
        itself for what lies in no package.
        """
        if "" in self._packages:
            return [self._directory if self.has("", self._directory.name) else self._above()]
        parents = {_parent(package) for package in self._packages if _parent(package) not in self._packages}
        kept = {p for p in parents if not any(_is_inside(p, package) for package in self._packages)}
        kept = {p for p in kept if not self._is_namespace_part(p, kept)} or {""}
        kept = self._above_namespaces(kept)
        kept |= {p for p in self._packages if _parent(p) in kept and self.has(p, p.rpartition("/")[2])}
        if any(not any(path.startswith(f"{p}/") or not p for p in kept) for path in self._found):
            kept.add("")
        ordered = sorted(kept, key=lambda p: (p != "src", p.count("/"), p))
        return [self._directory / p if p else self._directory for p in ordered]

    def has(self, package: str, name: str) -> bool:
        """Whether a topmost package is an import root itself: its code imports what lies in it without the package's name.

        Args:
            package: its path; empty for the directory itself.
            name: its name.
        """
        start = f"{package}/" if package else ""
        inside = [path.removeprefix(start) for path in self._below(package)]
        imported = self._imported([start + path for path in inside])
        modules = {
            path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in inside if "/" in path
        }
        around = {module.rpartition(".")[0] for module in modules}
        short = {each for each in imported & (modules | around) if "." in each}
        if package:
            beside = self._beside(_parent(package))
            short = {each for each in short if each.partition(".")[0] not in beside}
        long = {each for each in imported if each.startswith(f"{name}.")}
        return len(short) > max(len(long), _FEW_IMPORTS)

    @cached_property
    def _packages(self) -> frozenset[str]:
        return frozenset(_parent(path) for path in self._found if path.rpartition("/")[2] == "__init__.py")

    def _above(self) -> Path:
        """The first directory above that is no package."""
        top = self._directory
        while self._tree.is_readable((top / "__init__.py").as_posix()) and top != top.parent:
            top = top.parent
        return top

    def _is_namespace_part(self, parent: str, parents: Collection[str]) -> bool:
        """Whether a parent of packages is rather a namespace package of a root above: it holds modules' siblings of a package."""
        if not parent or parent == "src" or parent.endswith("/src"):
            return False
        return parent.rpartition("/")[2].isidentifier() and _parent(parent) in parents and bool(self._below(parent))

    def _above_namespaces(self, parents: Collection[str]) -> set[str]:
        """The parents, those that are namespace packages (PEP 420) replaced by the root above: what the code itself imports says so."""
        above: dict[str, str] = {}
        for parent in sorted(p for p in parents if p):
            candidates = list(_namespaces(parent))
            children = [p.rpartition("/")[2] for p in self._packages if _parent(p) == parent]
            imported = self._imported(self._below(parent)) if candidates else set()
            for root, namespace in candidates:
                if any(f"{namespace}.{child}" in imported for child in children):
                    above[f"{root}/{namespace.partition('.')[0]}".lstrip("/")] = root
                    break
        return {next((above[top] for top in above if _is_inside(parent, top)), parent) for parent in parents}

    def _below(self, folder: str) -> Sequence[str]:
        """The files in a directory."""
        if not folder:
            return self._found
        # The sign behind the slash ends the range.
        first, last = (bisect_left(self._found, folder + sign) for sign in "/0")
        return self._found[first:last]

    def _beside(self, folder: str) -> Collection[str]:
        """The names of what lies directly in a directory."""
        if folder not in self._neighbours:
            start = len(folder) + 1 if folder else 0
            names = (path[start:].partition("/")[0].removesuffix(".py") for path in self._below(folder))
            self._neighbours[folder] = Counter(names)
        return self._neighbours[folder]

    def _imported(self, paths: Sequence[str]) -> set[str]:
        """The dotted names that a sample of files imports from, each with the names of the packages around it."""
        sampled = [(self._directory / path).as_posix() for path in paths[:: len(paths) // _MOST_READ + 1]]
        self.looked_into += sampled
        return {
            ".".join(parts[:count])
            for parts in (name.decode().split(".") for name in self._names(sampled))
            for count in range(1, len(parts) + 1)
        }

    def _names(self, paths: Iterable[str]) -> set[bytes]:
        found: set[bytes] = set()
        for path in paths:
            try:
                found.update(_IMPORT.findall(self._tree.read(path)))
            except OSError:
                continue
        return found


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _is_inside(path: str, package: str) -> bool:
    return path == package or path.startswith(package + "/")


def _namespaces(parent: str) -> Iterator[tuple[str, str]]:
    """The roots that a directory may be a namespace package of, outermost first, each with its dotted name from there."""
    parts = parent.split("/")
    for start in range(len(parts)):
        inner = parts[start:]
        if "src" not in inner and all(part.isidentifier() and not keyword.iskeyword(part) for part in inner):
            yield "/".join(parts[:start]), ".".join(inner)
