"""Everything that is read of the checked project: files, facts, import graph; and what could not be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from archcheck.config.schema import Config
from archcheck.config.toml import shown
from archcheck.facts.scan import Means, scan
from archcheck.facts.schema import FileFacts
from archcheck.imports.build import ImportGraph, build_import_graph
from archcheck.imports.scanner import OnDisk, Remembered
from archcheck.model.progress import Progress
from archcheck.model.report import BlindSpot
from archcheck.model.source import SourceFile
from archcheck.run.located import located
from archcheck.run.past import Past
from archcheck.run.stages import stage
from archcheck.sources.discover import Sources, discover

SCANNED = ("module", "unimportable")
_IMPORTS = b"imports"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, before anything is judged.

    Attributes:
        sources: roots, packages and files, each file with its fate.
        facts: what each file says, by path; a file that does not parse may have some.
        seen: signature and digest of every file that was read, by its absolute path.
    """

    sources: Sources
    facts: Mapping[str, FileFacts]
    seen: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)

    @property
    def files(self) -> tuple[SourceFile, ...]:
        """Every file that was found."""
        return self.sources.files


def found(config: Config, cwd: Path, past: Past | None = None) -> Sources:
    """The files of a configured project, now or in the past; what must match something must do so now."""
    project = config.project
    with located(config):
        return discover(
            config.directory,
            cwd,
            roots=project.roots,
            packages=project.packages,
            exclude=project.exclude,
            exclude_paths=project.exclude_paths,
            place=shown(config.path, cwd),
            tree=past.tree if past else None,
            lenient=past is not None,
        )


def read(sources: Sources, progress: Progress, means: Means | None = None, past: Past | None = None) -> Reading:
    """Read the facts of every file; one that is no text becomes unread."""
    wanted = [file for file in sources.files if file.fate in SCANNED]
    with stage("reading files"):
        told = partial(progress, "reading")
        result = past.scan(wanted, means or Means(), told) if past else scan(wanted, means, progress=told)
    return Reading(_unread(sources, result.unread), result.facts, result.seen)


def graph(
    reading: Reading, *, type_checking: bool, means: Means | None = None, past: Past | None = None
) -> ImportGraph:
    """The import graph, with or without imports below ``if TYPE_CHECKING:``; not to be changed."""
    with stage("the import graph"):
        return build_import_graph(
            reading.files,
            {path: facts.imports for path, facts in reading.facts.items()},
            suspects=[path for path, facts in reading.facts.items() if facts.errors],
            type_checking=type_checking,
            contents=past.contents if past else _known(reading, means),
        )


def _known(reading: Reading, means: Means | None) -> OnDisk | None:
    """What an earlier run of this process has seen of the files on disk."""
    if means is None or means.memory is None:
        return None
    remembered = means.states.setdefault(_IMPORTS, Remembered())
    assert isinstance(remembered, Remembered)
    return OnDisk(lambda path: reading.seen[path][1] if path in reading.seen else None, remembered)


def parsed(reading: Reading, unparsed: Mapping[str, tuple[str, int]]) -> Reading:
    """The same with the files that do not parse as unread; ``unparsed`` has reason and line by path."""
    return replace(reading, sources=_unread(reading.sources, unparsed))


def blind_spots(reading: Reading) -> Iterator[BlindSpot]:
    """Spans of files that parse, which our own grammar cannot read."""
    for file in reading.files:
        if file.fate in SCANNED:
            for line, *_ in reading.facts[file.path].errors:
                yield BlindSpot("grammar", file.path, line, "syntax that the grammar cannot read yet")


def _unread(sources: Sources, unread: Mapping[str, tuple[str, int]]) -> Sources:
    files = (
        replace(file, fate="unread", reason=unread[file.path][0], line=unread[file.path][1])
        if file.path in unread
        else file
        for file in sources.files
    )
    return replace(sources, files=tuple(files))
