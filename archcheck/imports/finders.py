"""grimp's finders, by path: what the scan found, and nothing that Python would import."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Lock

from grimp.application.config import settings
from grimp.application.ports.filesystem import AbstractFileSystem
from grimp.application.ports.modulefinder import AbstractModuleFinder, FoundPackage, ModuleFile
from grimp.application.ports.packagefinder import AbstractPackageFinder
from grimp.domain.valueobjects import Module

from archcheck.model.source import SourceFile

_ONE_AT_A_TIME = Lock()


class ScannedPackages(AbstractPackageFinder, AbstractModuleFinder):
    """The packages of a scan, for both of grimp's questions: where a package lies, and which modules it has."""

    def __init__(self, files: Iterable[SourceFile]) -> None:
        self._modules: dict[str, dict[str, set[str]]] = {}
        for file in files:
            top, _, rest = file.module.partition(".")
            directory = file.absolute.removesuffix("/__init__.py").removesuffix(".py")
            if rest:
                directory = directory[: -len(rest) - 1]
            self._modules.setdefault(top, {}).setdefault(directory, set()).add(file.module)

    @property
    def names(self) -> list[str]:
        """Top-level names, sorted."""
        return sorted(self._modules)

    def determine_package_directories(self, package_name: str, file_system: AbstractFileSystem) -> set[str]:
        """The directories that hold modules of a top-level package; for a single module the path without its ending."""
        return set(self._modules[package_name])

    def find_package(self, package_name: str, package_directory: str, file_system: AbstractFileSystem) -> FoundPackage:
        """The modules of a top-level package in one directory, and its packages without a file of their own."""
        modules = self._modules[package_name][package_directory]
        around = {name.rpartition(".")[0] for name in modules}
        namespaces: set[str] = set()
        while around := {name for name in around if name}:
            namespaces |= around
            around = {name.rpartition(".")[0] for name in around}
        return FoundPackage(
            name=package_name,
            directory=package_directory,
            module_files=frozenset(ModuleFile(module=Module(name), mtime=0.0) for name in modules),
            namespace_packages=frozenset(namespaces - modules),
        )

    def found(self) -> set[FoundPackage]:
        """All packages."""
        return {
            self.find_package(name, directory, settings.FILE_SYSTEM)
            for name, directories in self._modules.items()
            for directory in directories
        }


@contextmanager
def finding(packages: ScannedPackages) -> Iterator[None]:
    """Let grimp find these packages, and put its own finders back afterwards."""
    with _ONE_AT_A_TIME:
        before = {"PACKAGE_FINDER": settings.PACKAGE_FINDER, "MODULE_FINDER": settings.MODULE_FINDER}
        settings.configure(PACKAGE_FINDER=packages, MODULE_FINDER=packages)
        try:
            yield
        finally:
            settings.configure(**before)
