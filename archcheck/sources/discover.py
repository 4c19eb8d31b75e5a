"""Which Python files a project has, and what module each of them is."""

import difflib
import keyword
import os
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archcheck.model.errors import Mistake, UserError, user_error
from archcheck.model.inputs import Walk, digest_of_names
from archcheck.model.patterns import matches
from archcheck.model.source import SourceFile
from archcheck.model.tree import Tree
from archcheck.sources.disk import Disk
from archcheck.sources.walk import python_files

_MOST_READ = 60
_FEW_IMPORTS = 2
_IMPORT = re.compile(rb"^[ \t]*(?:from|import)[ \t]+([\w.]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sources:
    """What was found.

    Attributes:
        roots: absolute import roots, in order of precedence.
        packages: top-level names of the modules, sorted.
        files: every file, sorted by path; ``files = modules + unread + shadowed + unimportable``.
        walks: that found them.
        looked_into: absolute paths of the files that were read to find the roots.
    """

    roots: tuple[Path, ...]
    packages: tuple[str, ...]
    files: tuple[SourceFile, ...]
    walks: tuple[Walk, ...] = ()
    looked_into: tuple[str, ...] = ()


class ImportRoots:
    """Which topmost packages are import roots themselves: their code imports what lies in them without the package's name.

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

    def has(self, package: str, name: str) -> bool:
        """Whether a package is one.

        Args:
            package: its path; empty for the directory itself.
            name: its name.
        """
        start = f"{package}/" if package else ""
        inside = [path.removeprefix(start) for path in self._below(package)]
        sampled = [start + path for path in inside[:: len(inside) // _MOST_READ + 1]]
        self.looked_into += (_in(self._directory, path) for path in sampled)
        imported = {text.decode() for text in _imported(self._directory, sampled, self._tree)}
        modules = {
            path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in inside if "/" in path
        }
        around = {module.rpartition(".")[0] for module in modules}
        short = {each for each in imported & (modules | around) if "." in each}
        if package:
            beside = self._beside(package.rpartition("/")[0])
            short = {each for each in short if each.partition(".")[0] not in beside}
        long = {each for each in imported if each.startswith(f"{name}.")}
        return len(short) > max(len(long), _FEW_IMPORTS)

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


def discover(
    directory: Path,
    cwd: Path,
    *,
    roots: Sequence[str] = (),
    packages: Sequence[str] = (),
    exclude: Sequence[str] = (),
    exclude_paths: Sequence[str] = (),
    place: str = "layers.toml",
    tree: Tree | None = None,
    lenient: bool = False,
) -> Sources:
    """Find every Python file below the import roots.

    Args:
        directory: where the configuration stands; roots and globs are relative to it.
        cwd: the working directory; paths are shown relative to it.
        roots: import roots; by default the parents of the topmost packages, ``src`` first, and of a namespace package the
            directory that its name is imported from.
        packages: top-level packages to keep; by default all.
        exclude: module patterns that are not read; each must match something.
        exclude_paths: file globs that are not read.
        place: name of the configuration, for messages.
        tree: where the files come from; by default the disk.
        lenient: whether a root, package or pattern may be for nothing.

    Raises:
        UserError: a root, package or pattern that is not there, or no Python file at all.
    """
    directory, cwd, tree = directory.resolve(), cwd.resolve(), tree or Disk()
    found, walks = _walked(directory, tuple(exclude_paths), tree)
    if not found:
        raise user_error(
            str(directory),
            "there is no Python file here",
            "run archcheck where the project is, or name it with --config",
        )
    guessing = ImportRoots(directory, found, tree)
    chosen = _given_roots(directory, roots, tree) if roots else _guessed_roots(directory, found, tree, guessing)
    every = _modules(directory, cwd, chosen, found, tree)
    files = _of_packages(every, packages)
    mistakes = [
        *_missing_roots(directory, roots, tree, place),
        *_missing(every, packages, place),
        *_unused(files, exclude, place),
    ]
    if mistakes and not lenient:
        raise UserError(mistakes)
    files = [file for file in files if not any(matches(pattern, file.module) for pattern in exclude)]
    if not files:
        raise user_error(place, "no Python file is left to read", "look at [project] roots, packages and exclude")
    names = {file.module.partition(".")[0] for file in files if file.fate == "module"}
    return Sources(tuple(chosen), tuple(sorted(names)), tuple(sorted(files)), tuple(walks), tuple(guessing.looked_into))


def _walked(directory: Path, exclude_paths: tuple[str, ...], tree: Tree) -> tuple[list[str], list[Walk]]:
    """What is found, and the walks that it took."""
    found = sorted(python_files(directory, exclude_paths, tree))
    walks = [Walk(str(directory), exclude_paths, digest_of_names(found))]
    if not found and tree.is_readable(_in(directory, "__init__.py")):
        found = sorted(python_files(directory, (), tree))
        walks.append(Walk(str(directory), (), digest_of_names(found)))
    return found, walks


def _given_roots(directory: Path, roots: Sequence[str], tree: Tree) -> list[Path]:
    return [(directory / root).resolve() for root in roots if tree.is_directory(_in(directory, root))]


def _missing_roots(directory: Path, roots: Sequence[str], tree: Tree, place: str) -> Iterator[Mistake]:
    for number, root in enumerate(roots):
        if not tree.is_directory(_in(directory, root)):
            problem, remedy = f"{root!r} is no directory", _near(root, directory, tree)
            yield Mistake(place, 0, f"project.roots[{number}]", problem, remedy)


def _in(directory: Path, path: str) -> str:
    return (directory / path).as_posix()


def _near(root: str, directory: Path, tree: Tree) -> str:
    entries = tree.entries(directory.as_posix())
    there = [name for name, is_directory in entries if is_directory and not name.startswith(".")]
    return _did_you_mean(root, there) or "name a directory below the configuration"


def _did_you_mean(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, sorted(set(known)), n=3, cutoff=0.6)
    return f"did you mean {' or '.join(close)}?" if close else ""


def _guessed_roots(directory: Path, found: Sequence[str], tree: Tree, roots: ImportRoots) -> list[Path]:
    """The parents of the topmost packages, or the packages themselves where their code imports so, ``src`` first; the directory itself
    for what lies in no package.
    """
    packages = {path.rpartition("/")[0] for path in found if path.rpartition("/")[2] == "__init__.py"}
    if "" in packages:
        if roots.has("", directory.name):
            return [directory]
        top = directory
        while tree.is_readable(_in(top, "__init__.py")) and top != top.parent:
            top = top.parent
        return [top]
    parents: set[str] = set()
    for package in packages:
        top_package = package
        while (parent := top_package.rpartition("/")[0]) in packages:
            top_package = parent
        parents.add(top_package.rpartition("/")[0])
    kept = {p for p in parents if not any(_is_inside(p, package) for package in packages)}
    kept = {p for p in kept if not _is_namespace_part(p, kept, found)} or {""}
    kept = _above_namespaces(directory, kept, packages, found, tree, roots)
    kept |= {
        package
        for package in packages
        if package.rpartition("/")[0] in kept and roots.has(package, package.rpartition("/")[2])
    }
    if any(not any(path.startswith(f"{p}/") or not p for p in kept) for path in found):
        kept.add("")
    return [directory / p if p else directory for p in sorted(kept, key=lambda p: (p != "src", p.count("/"), p))]


def _is_inside(path: str, package: str) -> bool:
    return path == package or path.startswith(package + "/")


def _is_namespace_part(parent: str, parents: set[str], found: Sequence[str]) -> bool:
    """Whether a parent of packages is rather a namespace package of a root above: it holds modules' siblings of a package."""
    if not parent or parent == "src" or parent.endswith("/src"):
        return False
    outer = parent.rpartition("/")[0]
    name = parent.rpartition("/")[2]
    return name.isidentifier() and outer in parents and any(path.startswith(parent + "/") for path in found)


def _above_namespaces(
    directory: Path, parents: set[str], packages: set[str], found: Sequence[str], tree: Tree, roots: ImportRoots
) -> set[str]:
    """The parents, those that are namespace packages (PEP 420) replaced by the root above: what the code itself imports says so.

    At most sixty files of each, or a few more, are read for it.
    """
    above: dict[str, str] = {}
    for parent in sorted(parents - {""}):
        candidates = list(_namespaces(parent))
        children = [p[len(parent) + 1 :] for p in packages if p.rpartition("/")[0] == parent]
        inside = [path for path in found if path.startswith(parent + "/")]
        sampled = inside[:: len(inside) // _MOST_READ + 1] if candidates else []
        roots.looked_into += (_in(directory, path) for path in sampled)
        imported = _imported(directory, sampled, tree)
        for root, namespace in candidates:
            if any(f"{namespace}.{child}".encode() in imported for child in children):
                above[f"{root}/{namespace.partition('.')[0]}".lstrip("/")] = root
                break
    return {next((above[top] for top in above if _is_inside(parent, top)), parent) for parent in parents}


def _namespaces(parent: str) -> Iterator[tuple[str, str]]:
    """The roots that a directory may be a namespace package of, outermost first, each with its dotted name from there."""
    parts = parent.split("/")
    for start in range(len(parts)):
        inner = parts[start:]
        if "src" not in inner and all(part.isidentifier() and not keyword.iskeyword(part) for part in inner):
            yield "/".join(parts[:start]), ".".join(inner)


def _imported(directory: Path, paths: Iterable[str], tree: Tree) -> set[bytes]:
    """The dotted names that files import from, each with the names of the packages around it."""
    found: set[bytes] = set()
    for path in paths:
        try:
            named = _IMPORT.findall(tree.read(_in(directory, path)))
        except OSError:
            continue
        for name in set(named) - found:
            parts = name.split(b".")
            found.update(b".".join(parts[:count]) for count in range(1, len(parts) + 1))
    return found


def _modules(directory: Path, cwd: Path, roots: Sequence[Path], found: Sequence[str], tree: Tree) -> list[SourceFile]:
    ordered = sorted(((str(root), rank) for rank, root in enumerate(roots)), key=lambda r: -len(r[0]))
    files: list[tuple[int, SourceFile]] = []
    for path in found:
        absolute = f"{directory}/{path}"
        for root, rank in ordered:
            if absolute.startswith(root + "/"):
                files.append((rank, _file(absolute, root, cwd, tree)))
                break
    return _shadowed(files)


def _file(absolute: str, root: str, cwd: Path, tree: Tree) -> SourceFile:
    relative = absolute[len(root) + 1 :]
    parts = relative.removesuffix(".py").split("/")
    is_package = parts[-1] == "__init__" and len(parts) > 1
    if is_package:
        parts.pop()
    shown = os.path.relpath(absolute, cwd).replace(os.sep, "/")
    odd = [part for part in parts if not part.isidentifier() or keyword.iskeyword(part)]
    file = SourceFile(shown, absolute, ".".join(parts), is_package)
    if odd:
        return replace(file, fate="unimportable", reason=f"no import can spell {odd[0]!r}")
    if parts == ["__init__"]:
        return replace(file, fate="unimportable", reason="the import root is no package")
    if not tree.is_readable(absolute):
        return replace(file, fate="unread", reason="the file cannot be opened")
    return file


def _shadowed(files: Sequence[tuple[int, SourceFile]]) -> list[SourceFile]:
    """Of files that are the same module the first root wins, and in one root the package."""
    best: dict[str, tuple[int, bool, str]] = {}
    for rank, file in files:
        key = (rank, not file.is_package, file.path)
        if file.fate != "unimportable" and key < best.get(file.module, (1 << 30, True, "")):
            best[file.module] = key
    kept: list[SourceFile] = []
    for rank, file in files:
        winner = best.get(file.module)
        if file.fate == "unimportable" or winner == (rank, not file.is_package, file.path) or winner is None:
            kept.append(file)
        else:
            kept.append(replace(file, fate="shadowed", reason=f"{winner[2]} is imported as {file.module} instead"))
    return kept


def _of_packages(files: list[SourceFile], packages: Sequence[str]) -> list[SourceFile]:
    if not packages:
        return files
    return [f for f in files if any(f.module == p or f.module.startswith(p + ".") for p in packages)]


def _missing(files: Sequence[SourceFile], packages: Sequence[str], place: str) -> Iterator[Mistake]:
    """Packages that no module belongs to."""
    names = {file.module for file in files}
    around = {".".join(name.split(".")[: count + 1]) for name in names for count in range(name.count(".") + 1)}
    tops = sorted({name.partition(".")[0] for name in names})
    for number, package in enumerate(packages):
        if package not in around:
            problem = f"there is no package {package!r} below the roots"
            remedy = _did_you_mean(package, tops) or f"found are {', '.join(tops[:8])}"
            yield Mistake(place, 0, f"project.packages[{number}]", problem, remedy)


def _unused(files: Sequence[SourceFile], exclude: Sequence[str], place: str) -> Iterator[Mistake]:
    """Patterns that exclude nothing; of these nothing can be said where no file is left to exclude from."""
    for number, pattern in enumerate(exclude):
        if files and not any(matches(pattern, file.module) for file in files):
            problem, remedy = f"{pattern!r} matches no module", "correct the pattern or take it out"
            yield Mistake(place, 0, f"project.exclude[{number}]", problem, remedy)
