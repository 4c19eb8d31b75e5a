"""``archcheck explain``: every rule has its page, an unknown one a hint."""

import importlib
import inspect

import pytest
from archcheck.cli.app import app
from archcheck.model.errors import UserError
from archcheck.rules.table import RULES
from typer.testing import CliRunner

RUN = CliRunner()


@pytest.mark.parametrize("rule", sorted(RULES))
def test_page(rule: str) -> None:
    done = RUN.invoke(app, ["explain", rule])
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{rule} ({RULES[rule].severity})\n\n{RULES[rule].summary}\n")
    for heading in ("What", "Why", "Example", "Instead", "Limits"):
        assert f"\n{heading}\n" in done.stdout


@pytest.mark.parametrize("rule", sorted(RULES))
def test_summary_is_the_first_line_of_the_page(rule: str) -> None:
    page = inspect.getdoc(importlib.import_module(RULES[rule].module))
    assert page is not None
    assert page.splitlines()[0] == RULES[rule].summary


def test_listing() -> None:
    done = RUN.invoke(app, ["explain"])
    assert [line.split()[0] for line in done.stdout.splitlines()] == sorted(RULES)


def test_unknown() -> None:
    done = RUN.invoke(app, ["explain", "effect-sites"])
    assert isinstance(done.exception, UserError)
    assert "did you mean effect-site?" in str(done.exception)
