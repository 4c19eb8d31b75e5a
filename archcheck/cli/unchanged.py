"""A run that asks what an earlier one has asked, of a project in which nothing has changed, writes what that one has written.

This stands before the command line is parsed: parsing takes as long as looking at a thousand files.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from archcheck.cli.output import Style, destinations, emit, on_stdout
from archcheck.model.errors import UserError

if TYPE_CHECKING:
    from typer import Context

    from archcheck.facts.kept import Kept
    from archcheck.model.inputs import Inputs
    from archcheck.sources.inputs import Read

_COMMANDS = ("check", "sites")
_NEVER = ("--no-cache", "--watch", "--help")


@dataclass(frozen=True)
class Invocation:
    """A command line, and when its run began.

    Attributes:
        arguments: all of them, the command's name first.
        since: nanoseconds since 1970.
        held: what is kept until the process ends, or None in a process that goes on.
    """

    arguments: tuple[str, ...]
    since: int
    held: list[object] | None = None

    def again(self) -> int | None:
        """Write what was kept of an earlier run, and give its exit code; None where there is nothing that still holds.

        Raises:
            UserError: an output cannot be written; a cache that may not be used.
        """
        if not self.may_be_kept:
            return None
        from archcheck.cli.kept import opened
        from archcheck.run.recall import asked, recalled

        cache = _value(self.arguments, "--cache-dir")
        config = _value(self.arguments, "--config")
        try:
            database = opened(_path(cache), _path(config), list(_paths(self.arguments)), existing=True)
        except UserError:
            # The command line will say so when it is parsed.
            return None
        if database is None:
            return None
        try:
            result = recalled(asked(self.arguments, _style(), self.since), database)
        finally:
            database.close()
        if result is None:
            return None
        written = {(each.format, Style(each.color, each.width)): each.text for each in result.written}
        places = destinations(result.format, result.outputs, result.served)
        emit(places, lambda name, style: written[name, style])
        return result.code

    @property
    def may_be_kept(self) -> bool:
        """Whether what it writes may be written again by a later run."""
        return self.arguments[:1] in {(name,) for name in _COMMANDS} and not any(
            each in _NEVER for each in self.arguments
        )


@dataclass(frozen=True)
class Asked:
    """What was to be written, and what was.

    Attributes:
        format: of ``--format``.
        outputs: of ``--output``.
        served: formats that the command serves.
        written: format, style and text.
    """

    format: str
    outputs: Sequence[str]
    served: Sequence[str]
    written: Iterable[tuple[str, Style, str]] = field(default_factory=list)


def hold(context: "Context", value: object) -> None:
    """Leave something large to the end of the process instead of taking it apart."""
    invocation = context.obj
    if isinstance(invocation, Invocation) and invocation.held is not None:
        invocation.held.append(value)


def keep(context: "Context", kept: "Kept", before: "Inputs | None", read: "Read", what: Asked, code: int = 0) -> None:
    """Keep what a command has written for the next run that asks the same.

    Args:
        context: of the command.
        kept: where to.
        before: what was looked at before the run, or None where it may depend on anything.
        read: what the run has read of the project.
        what: was to be written, and was.
        code: the exit code.
    """
    invocation = context.obj
    if before is None or not isinstance(invocation, Invocation) or not invocation.may_be_kept:
        return
    from archcheck.run import recall
    from archcheck.store.recalled import Result, Written

    texts = tuple(Written(name, style.color, style.width, text) for name, style, text in what.written)
    result = Result(what.format, tuple(what.outputs), tuple(what.served), texts, code)
    recall.keep(recall.asked(invocation.arguments, _style(), invocation.since), kept, before, read, result)


def _style() -> tuple[bool, int]:
    style = on_stdout()
    return style.color, style.width


def _path(text: str | None) -> Path | None:
    return Path(text) if text is not None else None


def _paths(arguments: Sequence[str]) -> Iterator[Path]:
    """Whatever may be a PATH to check; what is none does no harm."""
    for before, argument in pairwise(arguments):
        if before != "--cache-dir" and not argument.startswith("-"):
            yield Path(argument)


def _value(arguments: Sequence[str], option: str) -> str | None:
    """The value that an option has been given last; what stands behind it is taken for that, as the parser would."""
    found = None
    for number, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == option:
            found = value if equals else next(iter(arguments[number + 1 : number + 2]), None)
    return found
