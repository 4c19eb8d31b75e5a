"""``archcheck explain``: the manual page of a rule."""

from typing import Annotated

import typer

from archcheck.cli.output import to_stdout


def _rules(incomplete: str) -> list[str]:
    from archcheck.rules.table import RULES

    return [rule for rule in RULES if rule.startswith(incomplete)]


def explain(
    rule: Annotated[
        str | None,
        typer.Argument(metavar="[RULE]", help="The rule; without one, all are listed.", autocompletion=_rules),
    ] = None,
) -> None:
    """Print the manual page of a rule."""
    from archcheck.run import explain as run

    to_stdout(run.page(rule) if rule else run.listing())
