"""The facts of a part of a project in one file, so that several machines can share the reading; whoever has all parts has all facts.

A part is found again by content, as in the cache. Nothing in such a file is believed but what has the right type, and the versions
of what made the facts must be the same.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from archcheck import __version__
from archcheck.facts.extraction import Extracted
from archcheck.facts.scan import ScanResult
from archcheck.facts.version import facts_version
from archcheck.model.errors import Mistake, UserError, user_error
from archcheck.model.source import SourceFile

FORMAT = "archcheck.shard/1"
MOST_BYTES = 4_000_000_000
_AGAIN = "make it again by check --shard"


class _Shard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: str
    tool: str
    version: bytes
    number: int
    count: int
    facts: list[tuple[bytes, bytes]]


_ENCODER = msgspec.msgpack.Encoder()
_SHARDS = msgspec.msgpack.Decoder(_Shard)
_OUTCOMES = msgspec.msgpack.Decoder(Extracted)


def part_of(files: Sequence[SourceFile], number: int, count: int) -> list[SourceFile]:
    """One part of some files: every ``count``-th, from the one with this number (from 1) on."""
    return sorted(files, key=lambda file: file.path)[number - 1 :: count]


def encoded(files: Sequence[SourceFile], result: ScanResult, number: int, count: int) -> bytes:
    """The facts of a part; of a file that cannot be read, whoever merges will see the same."""
    found: dict[bytes, bytes] = {}
    for file in files:
        if file.absolute in result.seen:
            reason, line = result.unread.get(file.path, ("", 0))
            outcome = Extracted(result.facts.get(file.path), reason, line)
            found[result.seen[file.absolute][1]] = _ENCODER.encode(outcome)
    return _ENCODER.encode(_Shard(FORMAT, __version__, facts_version(), number, count, sorted(found.items())))


class Shards:
    """All parts of a project as a ``Kept``: what is in none of them is an error, and not read here."""

    lasts = False

    def __init__(self, facts: Mapping[bytes, bytes]) -> None:
        """Facts by the digest of their content."""
        self._facts = facts

    def values(self, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """The facts of some contents.

        Raises:
            UserError: some are missing.
        """
        size = len(facts_version())
        missing = sum(key[:-size] not in self._facts for key in keys)
        if missing:
            problem = f"{missing} files of this checkout are in none of the shards"
            raise user_error("merge", problem, "make all shards of the very state that they are merged on")
        return {key: self._facts[key[:-size]] for key in keys}

    def keep(self, entries: Mapping[bytes, bytes]) -> None:
        """Nothing is new."""

    def seen(self, paths: Sequence[str]) -> Mapping[str, tuple[str, bytes]]:
        """No file is known before it is read."""
        return {}

    def see(self, files: Mapping[str, tuple[str, bytes]]) -> None:
        """Forgotten at once."""


def merged(paths: Sequence[Path]) -> Shards:
    """The parts that files hold.

    Raises:
        UserError: a file that cannot be read or is no shard, of another version, or a part that is missing or there twice; all of them.
    """
    mistakes: list[Mistake] = []
    shards: dict[str, _Shard] = {}
    for path in paths:
        try:
            shards[str(path)] = _read(path)
        except UserError as error:
            mistakes += error.mistakes
    mistakes = mistakes or list(_incomplete(shards))
    if mistakes:
        raise UserError(mistakes)
    return Shards({digest: facts for shard in shards.values() for digest, facts in shard.facts})


def _read(path: Path) -> _Shard:
    place = str(path)
    try:
        if path.exists() and not path.is_file():
            raise user_error(place, "is no file")
        if path.stat().st_size > MOST_BYTES:
            raise user_error(place, f"is larger than {MOST_BYTES} bytes")
        shard = _SHARDS.decode(path.read_bytes())
        for _, facts in shard.facts:
            _OUTCOMES.decode(facts)
    except OSError as error:
        raise user_error(place, f"cannot be read: {error.strerror or error}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise user_error(place, "is no shard, or not a whole one", _AGAIN) from error
    if shard.format != FORMAT:
        raise user_error(place, f"{shard.format!r} is not served; this version reads {FORMAT}", _AGAIN)
    if (shard.tool, shard.version) != (__version__, facts_version()):
        problem = (
            f"was made by archcheck {shard.tool} with another grammar, Python or code than this archcheck {__version__}"
        )
        raise user_error(place, problem, "make all shards and merge them with the same versions")
    if not 1 <= shard.number <= shard.count:
        raise user_error(place, f"says that it is part {shard.number} of {shard.count}", _AGAIN)
    return shard


def _incomplete(shards: Mapping[str, _Shard]) -> list[Mistake]:
    counts = sorted({shard.count for shard in shards.values()})
    if len(counts) > 1:
        return [
            Mistake(place, 0, "", f"is one of {shard.count} parts, others are of {counts[0]}", _AGAIN)
            for place, shard in shards.items()
            if shard.count != counts[0]
        ]
    numbers = [shard.number for shard in shards.values()]
    missing = sorted(set(range(1, counts[0] + 1)) - set(numbers)) if counts else []
    found = [Mistake("merge", 0, "", f"part {n} of {counts[0]} is missing", "name all parts") for n in missing[:20]]
    for place, shard in shards.items():
        if numbers.count(shard.number) > 1:
            found.append(Mistake(place, 0, "", f"part {shard.number} is there twice", "name each part once"))
    return found
