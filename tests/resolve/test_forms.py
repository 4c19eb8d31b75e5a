"""Implicit transactions and the other forms: begin blocks, driver connections, Django, settings, SQL text, references."""

from __future__ import annotations

import pytest

SA = "from sqlalchemy.orm import Session\nfrom sqlalchemy import create_engine, text\nfrom contextlib import ExitStack\nengine = create_engine('x')\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (SA + "def f(s: Session):\n    with s.begin(): ...", ["with commit"]),
        (SA + "def f(s: Session):\n    with s.begin_nested(): ...", ["with savepoint"]),
        (SA + "def f():\n    with engine.begin() as c: ...", ["with commit"]),
        (SA + "def f():\n    with ExitStack() as stack:\n        stack.enter_context(engine.begin())", ["with commit"]),
        (SA + "def f(s: Session):\n    t = s.begin()\n    with t: ...", ["call begin", "with commit"]),
        (SA + "def f():\n    with engine.connect() as c:\n        c.commit()", ["call commit"]),
        (SA + "def f(s: Session, retry):\n    retry(s.commit)", ["reference commit"]),
        (SA + "def f(s: Session):\n    s.execute(text('COMMIT'))", ["sql commit"]),
        (SA + "def f(x):\n    x.execute('ROLLBACK')", ["sql rollback"]),
        (SA + "def f(x):\n    x.execute('select 1')", []),
        ("import sqlite3\ndef f():\n    with sqlite3.connect('x') as c: ...", ["with commit"]),
        ("import sqlite3\ndef f():\n    c = sqlite3.connect('x')\n    c.executescript('x')", ["call commit"]),
        ("import psycopg2\ndef f():\n    with psycopg2.connect('x') as c: ...", ["with commit"]),
        ("import psycopg2\ndef f():\n    c = psycopg2.connect('x')\n    c.autocommit = True", ["setting mode"]),
        ("import psycopg\ndef f():\n    with psycopg.connect('x') as c: ...", ["with commit"]),
        ("import asyncpg\nasync def f(c: asyncpg.Connection):\n    async with c.transaction(): ...", ["with commit"]),
        ("from django.db import transaction\ndef f():\n    with transaction.atomic(): ...", ["with commit"]),
        ("from django.db import transaction\n@transaction.atomic\ndef f(): ...", ["decorator commit"]),
        ("from django.db import transaction\n@transaction.atomic(using='x')\ndef f(): ...", ["decorator commit"]),
        ("from django.db import connection\ndef f():\n    connection.commit()", ["call commit"]),
        (
            "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\ndef f():\n    db.session.commit()",
            ["call commit"],
        ),
        ("from sqlmodel import Session\ndef f():\n    with Session() as s:\n        s.commit()", ["call commit"]),
    ],
)
def test_form_and_effect(marks, source: str, expected: list[str]) -> None:
    assert [" ".join(m.split()[1:3]) for m in marks(source)] == expected
