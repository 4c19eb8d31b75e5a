"""grimp's scanner on the packages of one project: from disk, or on contents that lie nowhere."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from grimp import _rustgrimp as rust  # type: ignore[attr-defined]
from grimp.application.ports.modulefinder import FoundPackage, ModuleFile
from grimp.application.scanning import scan_imports
from grimp.domain.valueobjects import DirectImport
from grimp.exceptions import SourceSyntaxError

from archcheck.model.source import SourceFile

REFUSALS = (SourceSyntaxError, UnicodeError, OSError)

# grimp's file system in memory takes off blank lines at the beginning, and white space that all lines but the first have in common.
_FIRST = "#\n#\n"
_LINES = 2

_Scope: TypeAlias = tuple[frozenset[FoundPackage], bool, bool]


@dataclass
class Remembered:
    """The imports of contents that were scanned before; those of other packages are forgotten."""

    _scopes: dict[tuple[bool, bool], tuple[_Scope, dict[tuple[str, str], tuple[DirectImport, ...]]]] = field(
        default_factory=dict
    )

    def within(self, scope: _Scope) -> dict[tuple[str, str], tuple[DirectImport, ...]]:
        """The imports by module and content: which module a name means depends on what modules there are."""
        known = self._scopes.get(scope[1:])
        if known is None or known[0] != scope:
            known = self._scopes[scope[1:]] = (scope, {})
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


class Scanner:
    """grimp's scanner on the packages of one project."""

    def __init__(
        self, packages: set[FoundPackage], *, external: bool, type_checking: bool, contents: Contents | None = None
    ) -> None:
        """Keep what is the same for all files.

        Args:
            packages: by path.
            external: whether packages from elsewhere are imported.
            type_checking: whether imports below ``if TYPE_CHECKING:`` count.
            contents: where the files are, if not on disk.
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
        if self._contents is None:
            return self._on_disk([self._module_files[file.module] for file in files])
        return self._in_memory(list(files), self._contents)

    def failing(self, files: Iterable[SourceFile]) -> dict[str, int | None]:
        """The files that grimp cannot read, by path: the line of a syntax error, 0 where unknown, or None for an encoding it lacks."""
        found: dict[str, int | None] = {}
        for file in files:
            try:
                self.scanned([file])
            except SourceSyntaxError as error:
                shift = 0 if self._contents is None else _LINES
                found[file.path] = max((error.lineno or 0) - shift, 0)
            except (UnicodeError, OSError):
                found[file.path] = None
        return found

    def _on_disk(self, module_files: Sequence[ModuleFile]) -> list[DirectImport]:
        by_file = scan_imports(
            module_files,
            found_packages=self.packages,
            include_external_packages=self._external,
            exclude_type_checking_imports=not self._type_checking,
        )
        return [found for file in module_files for found in by_file[file]]

    def _in_memory(self, files: Sequence[SourceFile], contents: Contents) -> list[DirectImport]:
        known = contents.remembered.within((frozenset(self.packages), self._external, self._type_checking))
        keys = [(file.module, contents.key(file.absolute)) for file in files]
        missing = {key: file for key, file in zip(keys, files, strict=True) if key not in known}
        if missing:
            known.update(zip(missing, self._scanned_texts(list(missing.values()), contents), strict=True))
        return [found for key in keys for found in known[key]]

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
