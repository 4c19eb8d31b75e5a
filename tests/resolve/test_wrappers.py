"""Context managers, decorators, dependencies and delegates of the project are sites where they are used."""

from __future__ import annotations

import pytest

HEAD = """
from contextlib import contextmanager, asynccontextmanager
from functools import wraps
from sqlalchemy.orm import Session, sessionmaker
make = sessionmaker()
"""


def used(marks, source: str) -> list[str]:
    return [m.split(" ", 1)[1] for m in marks("from lib import *\n" + source, lib=HEAD + LIB)]


LIB = """
@contextmanager
def scope():
    s = make()
    try:
        yield s
        s.commit()
    except Exception:
        s.rollback()
        raise
    finally:
        s.close()

@contextmanager
def reading():
    s = make()
    try:
        yield s
    except Exception:
        s.rollback()
        raise
    finally:
        s.close()

@contextmanager
def maybe(commit: bool = False):
    s = make()
    yield s
    if commit:
        s.commit()

@contextmanager
def begun():
    with make.begin() as s:
        yield s

class Unit:
    def __enter__(self):
        self.s = make()
        return self.s
    def __exit__(self, kind, value, trace):
        if kind is None:
            self.s.commit()
        else:
            self.s.rollback()

class Reader:
    def __enter__(self):
        self.s = make()
        return self.s
    def __exit__(self, kind, value, trace):
        if kind:
            self.s.rollback()
        self.s.close()

def committing(f):
    @wraps(f)
    def inner(*args):
        with scope() as s:
            return f(s, *args)
    return inner

def configured(name):
    def decorate(f):
        @wraps(f)
        def inner(*args, **kwargs):
            result = f(*args, **kwargs)
            make().commit()
            return result
        return inner
    return decorate

def logged(f):
    @wraps(f)
    def inner(*args):
        print(f)
        return f(*args)
    return inner

class Driver:
    def __init__(self, s: Session):
        self._s = s
    def commit(self):
        print("committing")
        self._s.commit()
    def store(self, row):
        self._s.add(row)
        self._s.commit()
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f():\n    with scope() as s: ...", "with commit wrapper certain"),
        ("def f():\n    with begun() as s: ...", "with commit wrapper certain"),
        ("def f():\n    with Unit() as s: ...", "with commit wrapper certain"),
        ("def f():\n    with maybe(commit=True) as s: ...", "with commit wrapper certain"),
        ("@committing\ndef f(s): ...", "decorator commit wrapper certain"),
        ("@configured('x')\ndef f(): ...", "decorator commit wrapper certain"),
        ("@scope()\ndef f(): ...", "decorator commit wrapper certain"),
        ("def f(d: Driver):\n    d.commit()", "call commit wrapper certain"),
    ],
)
def test_a_wrapper_that_commits_is_a_site_where_it_is_used(marks, source: str, expected: str) -> None:
    assert used(marks, source) == [expected]


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n    with reading() as s: ...",
        "def f():\n    with Reader() as s: ...",
        "def f():\n    with maybe() as s: ...",
        "def f():\n    with maybe(commit=False) as s: ...",
        "@logged\ndef f(): ...",
        "def f(d: Driver):\n    d.store(1)",
    ],
)
def test_one_that_only_opens_closes_or_does_more_is_none(marks, source: str) -> None:
    assert used(marks, source) == []


def test_the_session_of_a_wrapper_is_typed(marks) -> None:
    assert used(marks, "def f():\n    with reading() as s:\n        s.commit()") == ["call commit direct certain"]


def test_what_a_decorator_injects_is_typed(marks) -> None:
    assert "call commit direct likely" in used(marks, "@committing\ndef f(s):\n    s.commit()")


def test_a_dependency_that_commits_behind_its_yield(marks) -> None:
    lib = HEAD + "def get_db():\n    s = make()\n    yield s\n    s.commit()\n"
    source = "from fastapi import Depends\nfrom lib import get_db\ndef route(db=Depends(get_db)):\n    db.add(1)"
    assert marks(source, lib=lib) == ["3 dependency commit wrapper certain"]


def test_a_dependency_that_only_closes_types_its_session(marks) -> None:
    lib = HEAD + "def get_db():\n    s = make()\n    try:\n        yield s\n    finally:\n        s.close()\n"
    source = "from fastapi import Depends\nfrom lib import get_db\ndef route(db=Depends(get_db)):\n    db.commit()"
    assert marks(source, lib=lib) == ["4 call commit direct certain"]
