"""Contracts of import-linter's types, configured here or inherited from its own configuration."""

from pathlib import Path

from archcheck.config.schema import Config, LinterContract
from archcheck.model.errors import user_error
from archcheck.run.contracts import Outcome
from archcheck.run.subject import Subject


def inherited(config: Config, cwd: Path) -> tuple[LinterContract, ...]:
    return ()


def outcome(contract: LinterContract, subject: Subject) -> Outcome:
    raise user_error("x", "not yet")


def inherited_outcome(contract: LinterContract, subject: Subject) -> Outcome:
    raise user_error("x", "not yet")
