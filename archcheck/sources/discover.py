"""Which Python files a project has, and what module each of them is."""

import difflib
import keyword
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archcheck.model.errors import Mistake, UserError, user_error
from archcheck.model.inputs import Walk, digest_of_names
from archcheck.model.patterns import matches
from archcheck.model.source import SourceFile
from archcheck.model.tree import Tree
from archcheck.sources.disk import Disk
from archcheck.sources.roots import ImportRoots
from archcheck.sources.walk import python_files


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
    chosen = _given_roots(directory, roots, tree) if roots else guessing.guessed()
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
    if not found and tree.is_readable((directory / "__init__.py").as_posix()):
        found = sorted(python_files(directory, (), tree))
        walks.append(Walk(str(directory), (), digest_of_names(found)))
    return found, walks


def _given_roots(directory: Path, roots: Sequence[str], tree: Tree) -> list[Path]:
    return [(directory / root).resolve() for root in roots if _is_directory(directory, root, tree)]


def _is_directory(directory: Path, root: str, tree: Tree) -> bool:
    return tree.is_directory((directory / root).as_posix())


def _missing_roots(directory: Path, roots: Sequence[str], tree: Tree, place: str) -> Iterator[Mistake]:
    for number, root in enumerate(roots):
        if not _is_directory(directory, root, tree):
            problem, remedy = f"{root!r} is no directory", _near(root, directory, tree)
            yield Mistake(place, 0, f"project.roots[{number}]", problem, remedy)


def _near(root: str, directory: Path, tree: Tree) -> str:
    entries = tree.entries(directory.as_posix())
    there = [name for name, is_directory in entries if is_directory and not name.startswith(".")]
    return _did_you_mean(root, there) or "name a directory below the configuration"


def _did_you_mean(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, sorted(set(known)), n=3, cutoff=0.6)
    return f"did you mean {' or '.join(close)}?" if close else ""


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
