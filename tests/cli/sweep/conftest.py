"""A project in a repository whose commits are to be cleared, and archcheck in it."""

import json
from typing import Any

import pytest

from ..conftest import Run

LAYERS = """\
[project]
domains = ["shop.{domain}.**"]

[[layers]]
id = "L4"
modules = ["shop", "shop.api"]

[[layers]]
id = "L2"
modules = ["shop.*.**"]

[[contracts]]
id = "transactions"
type = "effect"
effect = "transaction"
owners = ["L4"]
reason = "Only coordinators commit."

[[debt]]
id = "raw-sql"
contract = "transactions"
kind = "dbapi"
reason = "needs another design"

[[exemptions]]
contract = "transactions"
subject = "shop.tools.*"
reason = "one-off tools"

[[sweeps]]
id = "sweep-1"
title = "Commits only in L4"
contract = "transactions"
target = 2027-01-31
"""
LOG = "reports/sweeps/sweep-1.jsonl"
HEAD = "import sqlite3\nfrom sqlalchemy.orm import Session\n"


def commits(orm: int, dbapi: int = 0) -> str:
    body = "".join(f"\n\ndef f{number}(session: Session):\n    session.commit()\n" for number in range(orm))
    raw = "".join(f"\n\ndef r{number}(raw: sqlite3.Connection):\n    raw.commit()\n" for number in range(dbapi))
    return HEAD + body + raw


FILES: dict[str, str | None] = {
    "layers.toml": LAYERS,
    "shop/__init__.py": "",
    "shop/api.py": commits(1),
    "shop/orders/__init__.py": "",
    "shop/orders/order_driver.py": commits(4, 1),
    "shop/orders/cart_driver.py": commits(2),
    "shop/billing/__init__.py": "",
    "shop/billing/ledger.py": commits(3),
    "shop/tools/__init__.py": "",
    "shop/tools/once.py": commits(1),
}


@pytest.fixture
def project(git: Any) -> Any:
    git.commit(FILES)
    return git


@pytest.fixture
def run(project: Any, archcheck: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(project.root)
    return archcheck


def log(project: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (project.root / LOG).read_text().splitlines()]
