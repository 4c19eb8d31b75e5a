"""Command lines that are answered without parsing: loading the parser would take longer than the answer."""

from collections.abc import Sequence

from archcheck import __version__
from archcheck.cli.output import to_stdout


def answered(arguments: Sequence[str]) -> bool:
    """Answer ``--version`` and ``explain [RULE]``; whether it was one of these, spelled plainly.

    Raises:
        UserError: there is no such rule.
    """
    match list(arguments):
        case ["--version"]:
            to_stdout(f"archcheck {__version__}\n")
        case ["explain"]:
            from archcheck.run.explain import listing

            to_stdout(listing())
        case ["explain", rule] if not rule.startswith("-"):
            from archcheck.run.explain import page

            to_stdout(page(rule))
        case _:
            return False
    return True
