"""grimp's scanner on the packages of one project: from disk, or on contents that lie nowhere."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import grimp
from grimp import _rustgrimp as rust  # type: ignore[attr-defined]
from grimp.application.ports.modulefinder import FoundPackage
from grimp.application.scanning import scan_imports
from grimp.domain.valueobjects import DirectImport
from grimp.exceptions import SourceSyntaxError

from archcheck.model.source import SourceFile

REFUSALS = (SourceSyntaxError, UnicodeError, OSError)

# grimp's file system in memory takes off blank lines at the beginning, and white space that all lines but the first have in common.
_FIRST = "#\n#\n"
_LINES = 2
# How many times as much is remembered as the files at hand have, at most.
_MOST_OTHERS = 4

_Scope: TypeAlias = tuple[frozenset[FoundPackage], bool, bool]
_Parts: TypeAlias = tuple[set[FoundPackage], list[DirectImport]]
_Imports: TypeAlias = dict[tuple[str, object], tuple[DirectImport, ...]]


@dataclass
class Remembered:
    """The imports of contents that were scanned before; those of other packages are forgotten.

    So is the last graph that was made of them in each way.
    """

    _graphs: dict[Hashable, tuple[_Parts, grimp.ImportGraph]] = field(default_factory=dict)
    _scopes: dict[tuple[bool, bool], tuple[_Scope, _Imports]] = field(default_factory=dict)

    def within(self, scope: _Scope) -> _Imports:
        """The imports by module and content: which module a name means depends on what modules there are."""
        known = self._scopes.get(scope[1:])
        if known is None or known[0] != scope:
            known = self._scopes[scope[1:]] = (scope, {})
        return known[1]

    def graph(self, way: Hashable, made_of: _Parts, make: Callable[[], grimp.ImportGraph]) -> grimp.ImportGraph:
        """The graph that was made last in some way, if it was made of the same packages and imports, else a new one."""
        known = self._graphs.get(way)
        if known is None or known[0] != made_of:
            known = self._graphs[way] = (made_of, make())
        return known[1]


@dataclass(frozen=True)
class Contents:
    """Files that are not on disk, by their absolute paths.

    Attributes:
        key: what stands for the content of a file.
        text: its text.
        remembered: what was scanned before.
    """

    key: Callable[[str], str]
    text: Callable[[str], str]
    remembered: Remembered = field(default_factory=Remembered)


@dataclass(frozen=True)
class OnDisk:
    """Files that lie where they are said to be.

    Attributes:
        key: what stands for the content of a file, by its absolute path; None where that is not known.
        remembered: what was scanned before.
    """

    key: Callable[[str], object | None] = lambda _: None
    remembered: Remembered = field(default_factory=Remembered)


class Scanner:
    """grimp's scanner on the packages of one project."""

    def __init__(
        self,
        packages: set[FoundPackage],
        *,
        external: bool,
        type_checking: bool,
        contents: Contents | OnDisk,
    ) -> None:
        """Keep what is the same for all files.

        Args:
            packages: by path.
            external: whether packages from elsewhere are imported.
            type_checking: whether imports below ``if TYPE_CHECKING:`` count.
            contents: where the files are, and what is known of them.
        """
        self.packages = packages
        self.roots = frozenset(package.name for package in packages)
        self._external = external
        self._type_checking = type_checking
        self._contents = contents
        self._module_files = {file.module.name: file for package in packages for file in package.module_files}

    def scanned(self, files: Iterable[SourceFile]) -> list[DirectImport]:
        """The imports of some files.

        Raises:
            SourceSyntaxError, UnicodeError, OSError: one of them cannot be read.
        """
        wanted = list(files)
        known = self._contents.remembered.within((frozenset(self.packages), self._external, self._type_checking))
        keys = [(file.module, self._contents.key(file.absolute)) for file in wanted]
        missing = {key: file for key, file in zip(keys, wanted, strict=True) if key[1] is None or key not in known}
        if missing:
            known.update(zip(missing, self._scanned_anew(list(missing.values())), strict=True))
        # A single file is one that is tried by itself.
        if len(keys) > 1 and len(known) > _MOST_OTHERS * len(keys):
            for key in known.keys() - set(keys):
                del known[key]
        return [found for key in keys for found in known[key]]

    def failing(self, files: Iterable[SourceFile]) -> dict[str, int | None]:
        """The files that grimp cannot read, by path: the line of a syntax error, 0 where unknown, or None for an encoding it lacks."""
        found: dict[str, int | None] = {}
        for file in files:
            try:
                self.scanned([file])
            except SourceSyntaxError as error:
                shift = _LINES if isinstance(self._contents, Contents) else 0
                found[file.path] = max((error.lineno or 0) - shift, 0)
            except (UnicodeError, OSError):
                found[file.path] = None
        return found

    def _scanned_anew(self, files: Sequence[SourceFile]) -> Sequence[tuple[DirectImport, ...]]:
        if isinstance(self._contents, Contents):
            return self._scanned_texts(files, self._contents)
        return self._on_disk(files)

    def _on_disk(self, files: Sequence[SourceFile]) -> list[tuple[DirectImport, ...]]:
        module_files = [self._module_files[file.module] for file in files]
        by_file = scan_imports(
            module_files,
            found_packages=self.packages,
            include_external_packages=self._external,
            exclude_type_checking_imports=not self._type_checking,
        )
        return [tuple(by_file[file]) for file in module_files]

    def _scanned_texts(self, files: Sequence[SourceFile], contents: Contents) -> list[tuple[DirectImport, ...]]:
        texts = {file.absolute: _FIRST + contents.text(file.absolute) for file in files}
        by_module = rust.scan_for_imports(
            module_files=tuple(self._module_files[file.module] for file in files),
            found_packages=self.packages,
            include_external_packages=self._external,
            exclude_type_checking_imports=not self._type_checking,
            file_system=rust.FakeBasicFileSystem(content_map=texts),
        )
        found = [by_module[self._module_files[file.module].module] for file in files]
        return [tuple(replace(each, line_number=each.line_number - _LINES) for each in imports) for imports in found]
