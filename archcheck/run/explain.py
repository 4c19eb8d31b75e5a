"""The manual pages of the rules: the docstrings of their modules."""

import ast
import difflib
import pkgutil

from archcheck.model.errors import user_error
from archcheck.model.manual import Manual
from archcheck.rules.table import RULES


def page(rule: str) -> str:
    """The manual page of one rule.

    Raises:
        UserError: there is no such rule.
    """
    if rule not in RULES:
        close = difflib.get_close_matches(rule, RULES, n=1)
        hint = f"did you mean {close[0]}? " if close else ""
        raise user_error("explain", f"there is no rule {rule}", f"{hint}the rules are {', '.join(RULES)}")
    found = manual(rule)
    return f"{rule} ({found.severity})\n\n{found.text}\n"


def manuals() -> tuple[Manual, ...]:
    """The manual pages of all rules, in order of their names."""
    return tuple(manual(rule) for rule in sorted(RULES))


def manual(rule: str) -> Manual:
    """The manual page of a rule that is in the table."""
    entry = RULES[rule]
    text = _docstring(entry.module) or entry.summary
    return Manual(rule, entry.severity, entry.summary, text.strip())


def _docstring(module: str) -> str | None:
    """The docstring of a module, which is read and not imported: a rule brings much along that nobody needs to read about it."""
    package, _, name = module.rpartition(".")
    source = pkgutil.get_data(package, f"{name}.py")
    return ast.get_docstring(ast.parse(source)) if source is not None else None


def listing() -> str:
    """All rules, one a line."""
    column = max(map(len, RULES))
    rows = [f"{rule:<{column}}  {entry.severity:<7}  {entry.summary}\n" for rule, entry in RULES.items()]
    return "".join(rows)
