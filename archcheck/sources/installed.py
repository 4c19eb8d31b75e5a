"""Libraries that are installed somewhere: found and read as files, and never imported."""

import os
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import distributions
from pathlib import Path

from packaging.utils import canonicalize_name

MOST_BYTES = 5_000_000
_ENVIRONMENTS = (".venv", "venv", "env")


@dataclass(frozen=True)
class Environment:
    """A directory of installed libraries, and the standard library beside it.

    Attributes:
        directory: the ``site-packages``.
        standard: the standard library of the Python that archcheck runs on.
    """

    directory: Path
    standard: Path = field(default_factory=lambda: Path(sysconfig.get_paths()["stdlib"]))

    @cached_property
    def versions(self) -> Mapping[str, str]:
        """Version by canonical distribution name."""
        found = distributions(path=[str(self.directory)])
        return {canonicalize_name(each.name): each.version for each in found if each.name}

    def source(self, module: str) -> bytes | None:
        """The source of a module; None where there is none, or none in Python."""
        for path in self._candidates(module):
            try:
                if path.is_file() and path.stat().st_size <= MOST_BYTES:
                    return path.read_bytes()
            except OSError:
                continue
        return None

    def holds(self, top: str) -> bool:
        """Whether a top-level package or module is there, in whatever form."""
        return top in sys.stdlib_module_names or top in self._tops

    def version(self, distribution: str) -> str | None:
        """The version of a distribution, or of its build that brings along what it needs."""
        name = canonicalize_name(distribution)
        return self.versions.get(name) or self.versions.get(f"{name}-binary")

    @cached_property
    def _tops(self) -> frozenset[str]:
        try:
            return frozenset(entry.name.partition(".")[0] for entry in self.directory.iterdir())
        except OSError:
            return frozenset()

    def _candidates(self, module: str) -> Iterator[Path]:
        parts = module.split(".")
        if not all(part.isidentifier() for part in parts):
            return
        base = self.standard if parts[0] in sys.stdlib_module_names else self.directory
        stem = base.joinpath(*parts)
        yield stem / "__init__.py"
        yield stem.with_suffix(".py")
        yield stem / "__init__.pyi"
        yield stem.with_suffix(".pyi")


def environment(directory: Path, named: Path | None = None) -> Environment:
    """Where the libraries of a project are installed.

    Args:
        directory: the project; a virtual environment in it comes first, then the active one, then archcheck's own.
        named: the ``site-packages`` to use instead.
    """
    if named is not None:
        return Environment(named)
    roots = [directory / name for name in _ENVIRONMENTS]
    roots += [Path(active)] if (active := os.environ.get("VIRTUAL_ENV")) else []
    for root in roots:
        if (root / "pyvenv.cfg").is_file():
            found = sorted(root.glob("lib/python*/site-packages")) or sorted(root.glob("Lib/site-packages"))
            if found:
                return Environment(found[-1])
    return Environment(Path(sysconfig.get_paths()["purelib"]))
